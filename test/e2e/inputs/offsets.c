// Pointers that are moved by a number: sums, differences, compound assignments, numbers of several widths, rows.
// operators: offset-increment, offset-decrement
#include "show.h"

static const int numbers[24] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4};

static void put(long value) {
  show(value);
}

struct Row {
  int cells[4];
  const int *more;
};

#define HOP 2
#define FORWARD(p, n) ((p) + (n))

static void sums(const int *p, int i, unsigned u, long l, unsigned char c, unsigned long n) {
  put(*(p + i));
  put(*(p + u));
  put(*(p + l));
  put(*(p + c));
  put(*(p + n));
  put(*(i + p));
  put(*(u + p));
  put(*(p + 3));
  put(*(3 + p));
  put(*(p + HOP));
  put(*FORWARD(p, i));
  put(*(p + i + 1));
  put(*(p + i - 1));
  put(*((p + i) + u));
  put(*(p + (i + u)));
  put(*(p + i * 2));
  put(*(p + (i << 1)));
  put(*(p + -i + 4));
  put(*(p + (int)n));
  put(*(p + (i > 1 ? i : 2)));
  put((p + i)[1]);
  put(p + i < p + n);
  put(p + 2 == p + i);
  put(p + i - p);
  put(p + i ? 5 : 6);
}

static void differences(const int *p, int i, unsigned u, long l) {
  put(*(p - i));
  put(*(p - u));
  put(*(p - l));
  put(*(p - 3));
  put(*(p - i - 1));
  put(*(p - i + 1));
  put(*(p - i * 2));
  put(*(p - -i));
  put(p - i < p);
}

static void moved(const int *p, int i, unsigned u, long l) {
  const int *q = p;
  q += i;
  put(*q);
  q += u;
  put(*q);
  q -= l;
  put(*q);
  q += 2;
  put(*q);
  q -= i * 2;
  put(*q);
  q += i > 1 ? 1 : 2;
  put(*q);
  put(*(q += i));
  for (q = p; q < p + 4; q += 2)
    put(*q);
  for (q = p + 3; q >= p; q -= HOP)
    put(*q);
}

static void structures(struct Row *rows, int i) {
  put((rows + i)->cells[1]);
  put(*(rows[i].more + 1));
  put(*(rows->cells + i));
  put(*((rows + i)->more + i));
  struct Row *row = rows + i;
  row -= 1;
  put(row->cells[0]);
}

static void rows(int n, int (*p)[n], int i) {
  put((*(p + i))[0]);
  put(*(*(p + 1) + i));
  p += i;
  put((*p)[0]);
}

static void bytes(const void *p, const char *text, int i) {
  put(*(const char *)(p + i));
  put(*(text + i));
  put(*("literal" + i));
}

int main(void) {
  const int *middle = numbers + 12;
  sums(middle - 4, 2, 3, 4, 5, 6);
  differences(middle, 2, 3, 4);
  moved(middle, 2, 3, 4);
  struct Row list[5] = {{{1, 2, 3, 4}, numbers + 1},
                        {{5, 6, 7, 8}, numbers + 2},
                        {{9, 10, 11, 12}, numbers + 3},
                        {{13, 14, 15, 16}, numbers + 4},
                        {{17, 18, 19, 20}, numbers + 5}};
  structures(list + 1, 1);
  int table[4][3] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};
  rows(3, table, 1);
  bytes("some bytes", "some text", 2);
  return 0;
}
