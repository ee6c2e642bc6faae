// RUN: export ALLELE_OPTIONS="{operators: [lt-to-le, lt-to-ge, ge-to-gt, gt-to-ge, eq-to-ne, le-to-lt]}"
// RUN: %noise-c
int compare(double a, double b, float c, int i, int j) {
  int result = 0;
  result += a < b;  // noise: lt-to-le
  result -= a >= b; // noise: ge-to-gt
  result += c > 1;  // noise: gt-to-ge
  result += a == b; // kept
  result += i < j;  // kept
  result += a + b <= c; // noise: le-to-lt
  result -= a < 0;              // kept
  result += __builtin_fabs(a - b) <= c; // kept
  return result;
}
