// Operations that the runtime doesn't evaluate: integers of more than 64 bits; and widths that aren't bytes.
#include "show.h"

#define showWide(v) printf("%d: %llx %llx\n", __LINE__, (unsigned long long)((v) >> 64), (unsigned long long)(v))
#define showBits(v)                                                                                                    \
  printf("%d: %llx %llx\n", __LINE__, (unsigned long long)((unsigned __int128)(v) >> 64), (unsigned long long)(v))

static void signedWide(__int128 a, __int128 b) {
  __int128 v = a + b;
  showWide(v);
  v = a - b;
  showWide(v);
  v = a * b;
  showWide(v);
  v = a / b;
  showWide(v);
  v = a % b;
  showWide(v);
  v = a & b;
  showWide(v);
  v = a | b;
  showWide(v);
  v = a ^ b;
  showWide(v);
  v = a << 70;
  showWide(v);
  v = a >> 3;
  showWide(v);
  v += b;
  v -= a;
  v *= 3;
  v /= b;
  v <<= 1;
  showWide(v);
  v++;
  --v;
  v = -v;
  v = ~v;
  showWide(v);
  int truth = !v;
  show(truth);
}

static void unsignedWide(unsigned __int128 a, unsigned __int128 b) {
  unsigned __int128 v = a * b;
  showWide(v);
  v = a / b;
  showWide(v);
  v = a % b;
  showWide(v);
  v = a << 3;
  showWide(v);
  v = a >> 3;
  showWide(v);
  v *= b;
  v >>= 2;
  v++;
  showWide(v);
}

static void sevenBits(_BitInt(7) a, _BitInt(7) b) {
  _BitInt(7) v = a + b;
  show(v);
  v = a - b;
  show(v);
  v = a * b;
  show(v);
  v = a / b;
  show(v);
  v = a % b;
  show(v);
  v = a & b;
  show(v);
  v = a << 2;
  show(v);
  v = a >> 2;
  show(v);
  v = -a;
  show(v);
  v = ~a;
  show(v);
  v = a, v++;
  show(v);
  v = a, v -= b;
  show(v);
}

static void sixtyFiveBits(unsigned _BitInt(65) a, unsigned _BitInt(65) b) {
  unsigned _BitInt(65) v = a + b;
  showBits(v);
  v = a - b;
  showBits(v);
  v = a * b;
  showBits(v);
  v = a / b;
  showBits(v);
  v = a % b;
  showBits(v);
  v = a | b;
  showBits(v);
  v = a << 2;
  showBits(v);
  v = a >> 2;
  showBits(v);
  v = -a;
  showBits(v);
  v = ~a;
  showBits(v);
}

static __int128 larger(__int128 a, __int128 b) {
  if (a > b)
    return a;
  return b;
}
static unsigned _BitInt(65) half(unsigned _BitInt(65) a) {
  return a / 2;
}
static _BitInt(7) twice(_BitInt(7) a) {
  return a + a;
}

int main(void) {
  EACH(long, a, -9000000000, -1, 5, 1234567890123) EACH(long, b, -3, 2, 77) {
    signedWide((__int128)a * 1000003, b);
    unsignedWide((unsigned __int128)a * 1000003, b);
    sixtyFiveBits(a, b);
    __int128 l = larger(a, b);
    showWide(l);
    unsigned _BitInt(65) h = half(a);
    showBits(h);
  }
  EACH(int, a, -60, -3, 1, 13, 63) EACH(int, b, -3, -1, 2, 9) {
    sevenBits(a, b);
    _BitInt(7) t = twice(b);
    show(t);
  }
  return 0;
}
