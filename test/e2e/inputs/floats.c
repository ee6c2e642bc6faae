// Arithmetic of half, float, double and long double; complex numbers, which have several operations on one token.
#include "show.h"

static void halves(_Float16 a, _Float16 b) {
  _Float16 v = a + b;
  showFloat(v);
  v = a - b;
  showFloat(v);
  v = a * b;
  showFloat(v);
  v = a / b;
  showFloat(v);
  v = -a;
  showFloat(v);
  v += b;
  showFloat(v);
  v *= b;
  showFloat(v);
  v++;
  showFloat(v);
}

static void floats(float a, float b) {
  float v = a + b;
  showFloat(v);
  v = a - b;
  showFloat(v);
  v = a * b;
  showFloat(v);
  v = a / b;
  showFloat(v);
  v = -a;
  showFloat(v);
  v = a, v += b;
  showFloat(v);
  v = a, v -= b;
  showFloat(v);
  v = a, v *= b;
  showFloat(v);
  v = a, v /= b;
  showFloat(v);
  v = a, v++;
  showFloat(v);
  v = a, --v;
  showFloat(v);
  v = a * b + a;
  showFloat(v);
}

static void doubles(double a, double b) {
  double v = a + b;
  showFloat(v);
  v = a - b;
  showFloat(v);
  v = a * b;
  showFloat(v);
  v = a / b;
  showFloat(v);
  v = - -a;
  showFloat(v);
  v = a, v += b;
  showFloat(v);
  v = a, v -= b;
  showFloat(v);
  v = a, v *= b;
  showFloat(v);
  v = a, v /= b;
  showFloat(v);
  double w = v++;
  showFloat(w), showFloat(v);
  w = --v;
  showFloat(w), showFloat(v);
  v = a * 3 - b * 2;
  showFloat(v);
  int i = 5;
  i *= b;
  show(i);
  v = i + b;
  showFloat(v);
}

static void longDoubles(long double a, long double b) {
  long double v = a + b;
  showLong(v);
  v = a - b;
  showLong(v);
  v = a * b;
  showLong(v);
  v = a / b;
  showLong(v);
  v = -a;
  showLong(v);
  v = a, v += b;
  showLong(v);
  v = a, v -= b;
  showLong(v);
  v = a, v *= b;
  showLong(v);
  v = a, v /= b;
  showLong(v);
  v++, --v;
  showLong(v);
  int less = -a < b;
  show(less);
}

static void complexes(_Complex double a, _Complex double b) {
  _Complex double sum = a + b, difference = a - b, product = a * b, negated = -a;
  showFloat(__real__ sum), showFloat(__imag__ sum);
  showFloat(__real__ difference), showFloat(__imag__ difference);
  showFloat(__real__ product), showFloat(__imag__ product);
  showFloat(__real__ negated), showFloat(__imag__ negated);
  int equal = a == b, different = a != b;
  show(equal), show(different);
}

static float toFloat(double v) {
  return v;
}
static double positive(double v) {
  if (v < 0)
    return -v;
  return v;
}
static long double third(long double v) {
  return v / 3;
}

int main(void) {
  EACH(double, a, -2.5, 0, 0.1, 7) EACH(double, b, -0.5, 0.3, 4) {
    halves(a, b);
    floats(a, b);
    doubles(a, b);
    longDoubles(a, b);
    complexes((_Complex double){a, b}, (_Complex double){b, 1});
    float f = toFloat(a);
    showFloat(f);
    double d = positive(a);
    showFloat(d);
    long double l = third(a);
    showLong(l);
  }
  return 0;
}
