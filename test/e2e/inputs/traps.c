// operators: default, -case-to-default
// Functions that a copy or a dispatch may break: each must behave as before, in its original and in its twin, or be
// left alone.
//
// flags: -std=gnu17
#include "show.h"

#define OFFSET(base, offset) ((base) + (offset))
// Clang 16 miscompiles callers of such functions from -O1 on, without Allele, too.
#if __clang_major__ >= 17
#define PRESERVE_MOST __attribute__((preserve_most))
#else
#define PRESERVE_MOST
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

struct Large {
  long cells[6];
};
struct Small {
  int a, b;
};

static int computedGoto(const unsigned char *code, int v) {
  static const void *const kTable[] = {&&add, &&subtract, &&twice, &&stop};
  goto *kTable[*code];
add:
  v = v + 3;
  goto *kTable[*++code];
subtract:
  v = v - 1;
  goto *kTable[*++code];
twice:
  v = v * 2;
  goto *kTable[*++code];
stop:
  return v;
}

static int relativeGoto(int which, int v) {
  static const int kOffsets[] = {&&first - &&first, &&second - &&first};
  goto *OFFSET(&&first, kOffsets[which]);
first:
  return v + 1;
second:
  return v - 1;
}

static void *storedLabel;
static int keepsLabel(int v) {
  if (!v || !storedLabel) {
    storedLabel = &&later;
    return 0;
  }
  goto *storedLabel;
later:
  return v + 7;
}

static int sumInts(int count, ...) {
  va_list list;
  va_start(list, count);
  int total = 0;
  while (count--)
    total += va_arg(list, int);
  va_end(list);
  return total;
}
static double sumDoubles(const char *types, ...) {
  va_list list;
  va_start(list, types);
  double total = 0;
  for (; *types; types++)
    switch (*types) {
    case 'd':
      total += va_arg(list, double);
      break;
    case 'i':
      total += va_arg(list, int);
      break;
    case 'l':
      total += va_arg(list, long double);
      break;
    default:
      total += va_arg(list, struct Large).cells[1];
    }
  va_end(list);
  return total;
}
static struct Large largeVarargs(struct Large large, int count, ...) {
  va_list list;
  va_start(list, count);
  large.cells[0] += va_arg(list, int) - count;
  va_end(list);
  return large;
}
static int forwarded(int count, va_list list) {
  return va_arg(list, int) + count;
}
static int forwards(int count, ...) {
  va_list list, copy;
  va_start(list, count);
  va_copy(copy, list);
  int result = forwarded(count, list) * 10 + forwarded(count, copy);
  va_end(copy);
  va_end(list);
  return result;
}

static struct Large byValue(struct Large large, int v) {
  large.cells[2] = large.cells[1] + v;
  return large;
}
static struct Small smallByValue(struct Small small) {
  small.a -= small.b;
  return small;
}
static long manyArguments(int a, long b, char c, short d, struct Large e, float f, int g, int h, double i,
                          struct Small j) {
  return a + b + c + d + e.cells[3] + f + g + h + i + j.b;
}

static int tailCalled(int n, int total) {
  if (n <= 0)
    return total;
  __attribute__((musttail)) return tailCalled(n - 2, total + n);
}

static jmp_buf environment;
static void jumps(int v) {
  if (v > 1)
    longjmp(environment, v);
}
static int usesSetjmp(int v) {
  volatile int seen = v + 1;
  int code = setjmp(environment);
  if (code == 0) {
    seen = seen * 2;
    jumps(v);
    return seen;
  }
  return seen + code * 100;
}

__attribute__((naked)) static int naked(int v) {
  __asm__("lea 3(%rdi), %eax\n\tret");
}

__attribute__((noreturn)) static void ends(int v) {
  if (v > 5)
    printf("more\n");
  exit(v - v);
}

static int implementation(int v) {
  return v * 3;
}
static int (*resolve(void))(int) {
  return implementation;
}
__attribute__((ifunc("resolve"))) static int chosen(int v);

int aliased(int v) {
  return v + 11;
}
int other(int v) __attribute__((alias("aliased")));
__attribute__((weak)) int weakFunction(int v) {
  return v - 4;
}

static int assembly(int v) {
  int r;
  __asm__("addl %2, %0" : "=r"(r) : "0"(v), "r"(v + 1));
  return r;
}
static int assemblyGoto(int v) {
  __asm__ goto("testl %0, %0\n\tjz %l1" : : "r"(v) : "cc" : zero);
  return v + 1;
zero:
  return v - 1;
}
static int assemblyLabel(int v) {
  __asm__ volatile(".globl definedInAssembly\ndefinedInAssembly:" ::: "memory");
  return v * 2;
}

static int order[4], ordered;
__attribute__((constructor(101))) static void first(void) {
  order[ordered++] = ordered * 2 + 1;
}
__attribute__((constructor)) static void second(void) {
  order[ordered++] = ordered * 3 + 1;
}
__attribute__((destructor)) static void last(void) {
  show(ordered + 1);
}

static _Thread_local int local = 3;
static int threadLocal(int v) {
  return local += v;
}
__attribute__((optnone, noinline)) static int unoptimised(int v) {
  return v * v - 1;
}
__attribute__((always_inline)) static inline int inlined(int v) {
  return v * v + 1;
}
__attribute__((const)) static int constant(int v) {
  return v / 2;
}
__attribute__((pure, nonnull, returns_nonnull)) static const int *nonNull(const int *p) {
  return p + 1;
}
__attribute__((flatten)) static int flattened(int v) {
  return inlined(v) + constant(v);
}
__attribute__((cold)) static int cold(int v) {
  return v ^ 5;
}
PRESERVE_MOST static int convention(int v) {
  return v | 8;
}
__attribute__((section("own"))) static int ownSection(int v) {
  return v - 9;
}
__attribute__((aligned(64))) static int aligned(int v) {
  return v + 13;
}
__attribute__((target("sse4.2"))) static int forTarget(int v) {
  return v << 1;
}

static int stack(int n) {
  char *p = __builtin_alloca(32);
  int vla[OFFSET(n, 4)];
  for (int i = 0; i < 32; ++i)
    p[i] = 0;
  for (int i = 0; i < OFFSET(n, 4); ++i)
    vla[i] = 0;
  p[n] = (char)n;
  vla[n] = p[n] + 1;
  struct {
    int x;
    char tail[];
  } *flexible = calloc(1, 64);
  flexible->x = vla[n];
  int r = flexible->x;
  free(flexible);
  return r;
}
static int nestedSwitch(int a, int b) {
  switch (a) {
  case 1:
    switch (b) {
    case 2:
      return a + b;
    }
  case 3:
    return b;
  }
  return 4;
}
static long recursive(int n) {
  return n < 2 ? 1 : n * recursive(n - 1);
}
static int vectors(int v) {
  typedef int Four __attribute__((vector_size(16)));
  Four a = {v, 1, 2, 3}, b = {4, 5, 6, v};
  Four c = a + b * a;
  return c[0] + c[3];
}
static int overflow(int v) {
  int r;
  if (__builtin_add_overflow(v, 2147483640, &r))
    return 1;
  return r;
}
static int compare(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b;
}
static int sorted(int v) {
  int cells[] = {3, v, 5};
  qsort(cells, 3, sizeof *cells, compare);
  return cells[1];
}

int main(void) {
  show(order[0]), show(order[1]);
  // The first operation is for mutants that read one before the others.
  const unsigned char code[] = {3, 0, 2, 1, 2, 3};
  struct Large large = {{1, 2, 3, 4, 5, 6}};
  int cells[] = {1, 2, 3};
  keepsLabel(0);
  EACH(int, v, 1, 2, 3) {
    show(computedGoto(&code[1], v)), show(relativeGoto(v & 1, v)), show(keepsLabel(v));
    show(sumInts(3, v, 2, 3)), show(sumInts(0)), show(forwards(v, 4));
    showFloat(sumDoubles("didsl", 0.5, v, 1.5, large, 2.5L));
    struct Large r = largeVarargs(large, v, 8);
    show(r.cells[0]);
    r = byValue(large, v);
    show(r.cells[2]), show(large.cells[2]);
    struct Small small = smallByValue((struct Small){v, 2});
    show(small.a);
    show(manyArguments(v, 2, 3, 4, large, 5.5f, 6, 7, 8.5, small));
    show(tailCalled(v, 1)), show(usesSetjmp(v)), show(naked(v)), show(chosen(v)), show(aliased(v)), show(other(v));
    show(weakFunction(v)), show(assembly(v)), show(assemblyGoto(v - 1)), show(assemblyLabel(v)), show(threadLocal(v));
    show(unoptimised(v)), show(inlined(v)), show(constant(v)), show(*nonNull(&cells[1])), show(flattened(v)),
        show(cold(v));
    show(convention(v)), show(ownSection(v)), show(aligned(v)), show(forTarget(v));
    show(stack(v)), show(recursive(v)), show(vectors(v)), show(overflow(v * 4)), show(sorted(v));
  }
  show(nestedSwitch(1, 2)), show(nestedSwitch(3, 4)), show(nestedSwitch(2, 1));
  ends(4);
}
