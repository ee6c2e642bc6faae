// Sums of products, which the front end may fuse to one multiply-add.
#include "show.h"

struct Pair {
  double x, y;
};

static double twice(double v) {
  return 2 * v;
}

static void doubles(double a, double b, double c) {
  double v = 0;
  v = a * b + c;
  showFloat(v);
  v = c + a * b;
  showFloat(v);
  v = a * b - c;
  showFloat(v);
  v = c - a * b;
  showFloat(v);
  v = -(a * b) + c;
  showFloat(v);
  v = -(a * b) - c;
  showFloat(v);
  v = c - -(a * b);
  showFloat(v);
  v = -c + a * b;
  showFloat(v);
  v = -a * b + c;
  showFloat(v);
  v = a * -b - c;
  showFloat(v);
  v = (a * b) + c;
  showFloat(v);
  v = c - (a * b);
  showFloat(v);
  v = ((a) * (b)) + (c);
  showFloat(v);
  v = a * b + c * a;
  showFloat(v);
  v = a * b - c * a;
  showFloat(v);
  v = a * b * c + a;
  showFloat(v);
  v = a - a * b * c;
  showFloat(v);
  v = a / b * c + a;
  showFloat(v);
  v = a + b * c - a * b + c;
  showFloat(v);
  v = a * (b + c) + b;
  showFloat(v);
  v = (a + b) * (a - c) + b * c;
  showFloat(v);
  v = a * 3.0 + 1.0;
  showFloat(v);
  v = 1.0 - 3.0 * a;
  showFloat(v);
  v = twice(a) * b + twice(c * b);
  showFloat(v);
  v = c + twice(a) * twice(b + 1);
  showFloat(v);
  v = a > b ? a * b + c : c - a * b;
  showFloat(v);
}

static void assigned(double a, double b, double c) {
  double v = c;
  v += a * b;
  showFloat(v);
  v -= a * b;
  showFloat(v);
  v += (a * b);
  showFloat(v);
  v += a * b * c;
  showFloat(v);
  v -= a * b + c;
  showFloat(v);
  // A mutant may read one cell before where p points.
  double cells[] = {2, a, b, c, 2};
  double *p = &cells[1];
  v = p[1] * p[2] + *p;
  showFloat(v);
  v = *p + *p * *(p + 1);
  showFloat(v);
  for (int i = 0; i < 4; ++i)
    v += cells[i & 3] * cells[(i ^ 1) & 3];
  showFloat(v);
  struct Pair left = {a, b}, right = {c, a};
  v = left.x * right.x + left.y * right.y;
  showFloat(v);
}

static float single(float a, float b, float c) {
  if (a * b + c > 4)
    return a - b * c;
  return a * b - c;
}

static long double extended(long double a, int b, float c) {
  return a * b + c;
}

int main(void) {
  doubles(1.5, 2.25, -3.5);
  doubles(-4, 0.5, 8);
  assigned(1.5, 2.25, -3.5);
  showFloat(single(1.5F, 2.5F, 3.0F));
  showFloat(single(-1.5F, 2.5F, 3.0F));
  showFloat((double)extended(1.25L, 3, 0.5F));
  return 0;
}
