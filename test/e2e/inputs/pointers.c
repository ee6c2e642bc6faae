// Pointer arithmetic, differences, bit-fields, variable length arrays, volatile and atomic operands, operators in
// subscripts. does not compile: 1
#include "show.h"

#define NULL ((void *)0)
#define CLEAR(array, count)                                                                                            \
  for (int all = 0; all < (count); all++)                                                                              \
  (array)[all] = 0

struct Node {
  int value;
  struct Node *next;
  int items[4];
};

static void offsets(const int *p, int n) {
  const int *q = p + n;
  show(*q);
  q = p + n + 1;
  show(*q);
  q = 1 + p;
  show(*q);
  q = p - n;
  show(*q);
  q = p, q += n;
  show(*q);
  q = p, q -= n;
  show(*q);
  q = p, q++;
  show(*q);
  q = p, q--;
  show(*q);
  q = p;
  int v = *q++;
  show(v), show(*q);
  v = *++q;
  show(v), show(*q);
  v = *q--;
  show(v), show(*q);
  v = *--q;
  show(v), show(*q);
  long d = q + 2 - p;
  show(d);
  d = p - q;
  show(d);
  v = p[n - 1];
  show(v);
  v = p[-n];
  show(v);
  v = *(p + n) + *(p - n);
  show(v);
  unsigned u = 2;
  q = p + u;
  show(*q);
  short s = 1;
  q = p - s;
  show(*q);
}

static void rows(int (*p)[3]) {
  int v = (*(p + 1))[1];
  show(v);
  p++;
  show((*p)[0]);
  int *cell = *p + 2;
  show(*cell);
}

static void variableLength(int n) {
  int cells[n + 8];
  CLEAR(cells, n + 8);
  for (int i = 0; i < 4; i++)
    cells[i] = i * n + 1;
  int sum = 0;
  for (int i = 0; i < 4; i++)
    sum += cells[i];
  show(sum);
}

static void members(struct Node *node) {
  int v = node->items[node->value & 3]++;
  show(v), show(node->items[0]), show(node->items[1]);
  node->next->value += 2;
  show(node->next->value);
  node->next->items[1] -= node->value;
  show(node->next->items[1]);
  --node->value;
  show(node->value);
}

struct Bits {
  unsigned a : 3;
  signed b : 5;
  unsigned long c : 40;
};

static void bitFields(struct Bits bits, int n) {
  unsigned v = bits.a + n;
  show(v);
  bits.a++;
  show(bits.a);
  bits.b -= n;
  show(bits.b);
  bits.c *= 3;
  show(bits.c);
  bits.c |= 1;
  show(bits.c);
  bits.a ^= 5;
  show(bits.a);
  bits.b = bits.b / 2;
  show(bits.b);
  bits.c <<= 2;
  show(bits.c);
  bits.a &= 6;
  show(bits.a);
}

static void others(volatile int *p, _Atomic int *q, _Bool b) {
  *p += 3;
  show(*p);
  (*p)++;
  show(*p);
  int v = *p * *p;
  show(v);
  *q += 2;
  show(*q);
  (*q)++;
  show(*q);
  b += 2;
  show(b);
  b--;
  show(b);
  b ^= 1;
  show(b);
  b |= 1;
  show(b);
}

static int global = 5;
static int *address(int n) {
  return n > 0 ? &global : 0;
}

int main(void) {
  int table[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
  int matrix[][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};
  EACH(int, n, 1, 2, 3) {
    offsets(&table[8], n);
    variableLength(n);
    struct Node last = {4, 0, {1, 2, 3, 4}}, first = {n, &last, {5, 6, 7, 8}};
    members(&first);
    bitFields((struct Bits){n, n, n}, n);
    int v = n;
    _Atomic int w = n;
    others(&v, &w, n & 1);
    int *p = address(n - 2);
    if (p)
      show(*p);
  }
  rows(&matrix[1]);
  return 0;
}
