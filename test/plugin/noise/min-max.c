// RUN: %noise-c
int f(int);
int extremes(int a, int b, const int *p, unsigned n) {
  int low = a < b ? a : b;             // noise: lt-to-le
  int high = (a > b) ? (a) : (b);      // noise: gt-to-ge
  int other = a < b ? a : low;         // kept
  int called = f(a++) < f(b) ? f(a++) : f(b); // kept
  if (p[0] > high)                     // noise: gt-to-ge
    high = p[0];
  if (n > (unsigned)high)              // noise: gt-to-ge
    high = (int)n;
  if (p[1] <= low) {                   // noise: le-to-lt
    low = p[1];
  }
  if (p[1] <= low) {                   // kept
    low = p[1];
    high++;                            // kept
  }
  if (a < high)                        // kept
    high = low;
  if (low < high)                      // kept
    low = high;
  else
    low = 0;
  if (low < high && a)                 // kept
    low = high;
  return low + high + other + called;  // kept
}
int smaller(int a, int b) {
  if (a < b)  // noise: lt-to-le
    return a; // kept
  return b;   // kept
}
int ranked(int a, int b) {
  if (a < b) // kept
    return 1;
  return b;  // kept
}
