// Exchanged arguments of C functions: declared, defined, through pointers, variadic, with what is converted on the way.
// operators: swap-arguments
#include "show.h"

char *strcpy(char *to, const char *from);
char *strcat(char *to, const char *from);
int strcmp(const char *a, const char *b);
void *memcpy(void *to, const void *from, unsigned long size);
void *memmove(void *to, const void *from, unsigned long size);
double pow(double a, double b);
int snprintf(char *to, unsigned long size, const char *format, ...);

enum Kind { kOne, kTwo, kThree };
struct Pair {
  int a, b;
};
struct Big {
  long values[5];
};
struct One {
  int only;
};
struct Calls {
  int (*plain)(int, int);
  struct Pair pair;
};

static void put(long value) {
  show(value);
}

static int calls;
static int act(int v) {
  printf("act %d\n", v);
  return v + ++calls;
}

static int minus(int a, int b) {
  return a - 2 * b;
}
static long wide(long a, long b, int c, int d) {
  return a * 1000 + b * 100 + c * 10 + d;
}
static long signs(int a, unsigned b) {
  return (long)a * 1000 + (long)b;
}
static int shorts(short a, unsigned short b, signed char c, unsigned char d) {
  return a * 3 + b * 5 + c * 7 + d * 11;
}
static int truths(_Bool a, _Bool b) {
  return a * 2 + b;
}
static double floats(double a, double b, float c, float d) {
  return a * 8 + b * 4 + c * 2 + d;
}
static int kinds(enum Kind a, enum Kind b, int c) {
  return a * 9 + b * 3 + c;
}
static int pairs(struct Pair a, struct Pair b) {
  return a.a * 1000 + a.b * 100 + b.a * 10 + b.b;
}
static long bigs(struct Big a, struct Big b) {
  return a.values[0] * 10 + b.values[4];
}
static int ones(struct One a, int b) {
  return a.only * 10 + b;
}
static struct Big made(int a, int b) {
  struct Big big = {{a, b, 3, 4, a - b}};
  return big;
}
static int pointed(const int *a, const int *b, int *c) {
  *c = 7;
  return *a * 10 + *b;
}

static void numbers(int a, int b, unsigned u, long l, double x, double y) {
  put(minus(a, b));
  put(minus(a, 3));
  put(minus(a + 1, b * 2));
  put(minus(act(a), b));
  put(minus(a, act(b)));
  put(minus(act(a), act(b)));
  put(minus(a++, b));
  put(minus(a, a++));
  put(minus((a, b), a));
  put(wide(a, b, u, l));
  put(wide(l, l + 1, a, b));
  put(signs(a, u));
  put(signs(x, u));
  put(signs(x, y));
  put(signs(u, a));
  put(shorts(a, u, l, b));
  put(shorts(l, b, u, a));
  put(truths(a > b, b));
  put(truths(a, x < y));
  printf("%g %g\n", floats(x, y, x, y), floats(a, y, u, 2));
  printf("%g\n", pow(x, y));
  printf("%g %d\n", pow(a, y), a);
  printf("%d %d %u %d\n", a, b, u, minus(b, a));
}

static void others(enum Kind kind, struct Pair pair, struct Big big, struct One one, int v) {
  struct Pair other = {v, v + 1};
  struct Big more = made(v, 9);
  put(kinds(kind, kTwo, v));
  put(kinds(kind, v, kThree));
  put(pairs(pair, other));
  put(bigs(big, more));
  put(ones(one, v));
  put(ones(one, one.only));
  put(wide(pair.a, pair.b, one.only, other.b));
  big = made(v, 4);
  put(big.values[4]);
  struct Calls table = {minus, {3, 4}};
  int (*function)(int, int) = minus;
  put(function(v, 5));
  put(table.plain(v, 5));
  put((*function)(v, 6));
  int w = 3;
  put(pointed(&v, &w, &v));
  put(pointed(&w, &v, &w));
}

static void texts(char *a, char *b, const char *c) {
  char buffer[16] = "first", more[16] = "second";
  strcpy(buffer, c);
  strcpy(buffer, more);
  printf("%s %s\n", buffer, more);
  strcpy(a, b);
  printf("%s %s\n", a, b);
  strcat(b, a);
  printf("%s %s %s\n", a, b, c);
  memcpy(a, b, 3);
  printf("%s %s\n", a, b);
  memmove(buffer, more, 4);
  printf("%s %s\n", buffer, more);
  memcpy(buffer, b, 2);
  printf("%s %s\n", buffer, b);
  put(strcmp(a, b) > 0);
  put(strcmp(a, b) == 0);
  put(!strcmp(a, b));
  snprintf(buffer, 16, "%s-%s", a, c);
  printf("%s\n", buffer);
}

static int recursive(int a, int b) {
  return a <= 0 ? b : recursive(a - 1, b + a);
}

int main(void) {
  numbers(7, 3, 5, 300, 2.5, -1.5);
  struct Pair pair = {1, 2};
  struct One one = {8};
  others(kThree, pair, made(1, 2), one, 6);
  char a[64] = "alpha", b[64] = "beta";
  texts(a, b, "gamma");
  put(recursive(4, 1));
  return 0;
}
