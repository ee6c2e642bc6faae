// Every arithmetic operator by every other, with neighbours that bind otherwise.
#include "show.h"

// The arguments of a macro have no mutants.
static void put(long value) {
  show(value);
}
static void putFloat(double value) {
  showFloat(value);
}

static void ints(int a, int b) {
  put(a + b), put(a - b), put(a * b), put(a & b), put(a | b), put(a ^ b);
  put(a + b * 2 - a);
  put(a * (b - 1) + b);
  put(a - b - 3);
  put(a * b * 2);
  put((a & b) + (a | 3) * (a ^ b));
  put(a & b | a ^ 6);
  put(a + 1 < b * 2);
  put(-a + b);
  put(a + -b);
  if (b) {
    put(a / b), put(a % b);
    put(a / b * 2), put(2 * a % b + 1);
    a += b, put(a);
    a *= b, put(a);
    a -= 7, put(a);
    a /= b, put(a);
    a %= b, put(a);
  }
  a &= 14, put(a);
  a |= b, put(a);
  a ^= b, put(a);
}

static void unsigneds(unsigned a, unsigned b) {
  put(a + b), put(a - b), put(a * b), put(a & b), put(a | b), put(a ^ b);
  if (b)
    put(a / b), put(a % b), put(a + b * a / b);
  a += b, put(a);
  a *= b, put(a);
  a -= 7, put(a);
}

static void narrow(unsigned char a, short b) {
  put(a + b), put(a * b), put(a - b);
  a += b, put(a);
  b *= 3, put(b);
  a ^= 5, put(a);
}

static void longs(long a, unsigned long b) {
  put(a + 1), put(a * 3), put(b - 2), put(b * 3 + 1);
  if (b)
    put(a / 7), put(b / 7), put(a % 7), put(b % 7);
}

static void floats(float a, double b) {
  putFloat(a + b), putFloat(a - b), putFloat(a * b), putFloat(a / b);
  b += a, putFloat(b);
  b *= 3, putFloat(b);
}

static void wide(__int128 a, unsigned __int128 b) {
  put(a + 2), put(a * 3), put(b * 3), put(a / 5), put(b % 5), put(a - (__int128)b);
}

static void pointers(const char *a, int i) {
  const char *end = a + 5;
  put(end - a + i);
  put(*(a + (i & 3)));
}

int main(void) {
  EACH(int, a, -7, 1, 2, 9) EACH(int, b, -2, 3, 5) {
    ints(a, b);
    unsigneds(a, b);
    narrow(a, b);
    longs(a, b);
    floats(a, b);
    wide(a, b);
    pointers("a long text, the pointer stands in its middle" + 20, a);
  }
  return 0;
}
