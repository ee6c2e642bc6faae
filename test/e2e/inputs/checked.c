// Signed arithmetic that is checked for overflow: each operation is an intrinsic with two results.
// flags: -fsanitize=undefined -fsanitize-trap=undefined
#include "show.h"

static int global = 3;

static void ints(int a, int b) {
  int v = a + b;
  show(v);
  v = a - b;
  show(v);
  v = a * b;
  show(v);
  v = a / b;
  show(v);
  v = a % b;
  show(v);
  v = -a;
  show(v);
  v = -(a + b) - -b;
  show(v);
  v += a * b;
  show(v);
  v -= a + 1;
  show(v);
  v *= 3;
  show(v);
  v = b++ + 1;
  show(v);
  v = --b - a--;
  show(v);
  show(a), show(b);
  v = (a & 7) << 2;
  show(v);
  global++;
  global -= b;
  show(global);
  if (a + b > 3 && a - b < 9)
    show(1);
}

static void longs(long a, unsigned b, short c) {
  long v = a * b - c;
  show(v);
  c++;
  c += 2;
  show(c);
  b = b * 2 - 1;
  show(b);
}

int main(void) {
  ints(17, 3);
  ints(-5, 2);
  longs(100000, 7, 4);
  return 0;
}
