// Numbers as operands, arguments, initial and returned values, of all types; what isn't sure beside them.
#include "show.h"

// The arguments of a macro have no mutants.
static void put(long value) {
  show(value);
}
static void putFloat(double value) {
  showFloat(value);
}

static int three(int a, unsigned long b, double c) {
  return (int)(a * 100 + (long)b * 10 + c);
}
static double half(float a) {
  return a / 2;
}
static int repeated(int a, int b) {
  return a - b;
}

static void operands(int a, unsigned b, long c, unsigned long d, unsigned char e) {
  put(a + 5);
  put(7 - a);
  put(a * 3u);
  put(b * 3u + 1);
  put(c + 4L);
  put(d + 4UL);
  put(d + 6);
  put(e + 2);
  put(e - 0x10);
  put(a & 6);
  put(a | 010);
  put(a << 3);
  put((c >> 1) ^ 2);
  put(a / 4);
  put(b % 4);
  put(a + -3);
  put(a - (2));
  put(2 * a + 3 * (int)b);
}

static void assignments(int a, long b, unsigned char c) {
  int x = 5;
  long y = 6;
  unsigned z = 7u;
  const int fixed = 8;
  _Bool truth = 1;
  put(x), put(y), put(z), put(fixed), put(truth);
  x = 9;
  y = -2;
  put(x), put(y);
  x += 2;
  y -= 3;
  x *= 4;
  a |= 5;
  b <<= 2;
  c += 6;
  put(x), put(y), put(a), put(b), put(c);
  int list[3] = {1, 2, 3};
  put(list[0] + list[1] + list[2]);
  list[1] = 4;
  put(list[1]);
}

static void floats(float a, double b) {
  putFloat(a + 1);
  putFloat(b * 2);
  putFloat(a * 2.5f);
  putFloat(b - 0.1);
  putFloat(a + 0.1);
  putFloat(b / 1e3);
  putFloat(b + -1.5);
  float x = 3.5f;
  double y = 2;
  float z = 0.3;
  putFloat(x), putFloat(y), putFloat(z);
  y += 1.25;
  putFloat(y);
}

static void comparisons(int a, unsigned b, double c, unsigned char d) {
  int r = a < 2;
  put(r);
  r = a == -1;
  put(r);
  r = 3 >= a;
  put(r);
  r = b > 1u;
  put(r);
  r = b == 2;
  put(r);
  r = c <= 1.5;
  put(r);
  r = c != 2;
  put(r);
  r = d == 3;
  put(r);
  if (a > 1 && b < 4)
    put(r);
}

static void calls(int a) {
  put(three(1, 2, 3));
  put(three(a, 4, 0.5));
  putFloat(half(3));
  putFloat(half(2.25f));
  put(repeated(6, 6));
  put(repeated(a, 7));
  put(repeated(-1, a));
  int (*pointer)(int, int) = repeated;
  put(pointer(8, 2));
}

static int integers(int a) {
  if (a)
    return 4;
  return -7;
}
static unsigned long wide(int a) {
  if (a)
    return 4;
  return 1;
}
static double reals(int a) {
  if (a)
    return 2;
  return 0.75;
}
static _Bool truths(int a) {
  if (a)
    return 1;
  return 0;
}
static int only(void) {
  return 3;
}

int main(void) {
  EACH(int, a, -3, 0, 1, 2, 5) {
    operands(a, a + 4, a, a + 4, a);
    assignments(a, a + 4, a);
    floats(a, a);
    comparisons(a, a + 4, a, a);
    calls(a);
    put(integers(a)), put(wide(a)), putFloat(reals(a)), put(truths(a)), put(only());
  }
  return 0;
}
