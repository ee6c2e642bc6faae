// RUN: %noise-cpp
#undef NDEBUG
#include <cassert>
#include <cstdlib>

static void checkOrder(int a, int b) {
  int difference = b - a;   // noise
  assert(difference > 0);   // noise since 22
}
static void checkAndCount(int a, int *counter) {
  assert(a > 0);            // noise since 22
  *counter += a;            // kept
}
static void check(int a) {
  if (a < 0)                // kept
    abort();
}

void use(int a, int b, int *counter) {
  checkOrder(a - 1, b + 1); // noise
  checkAndCount(a, counter); // kept
  check(b);                 // kept
  if (a < b)                // noise
    assert(*counter > 0);   // noise since 22
  if (a < b) {              // kept
    assert(*counter > 0);   // noise since 22
    *counter -= b;          // kept
  }
}

inline void assume(bool condition) {
  __builtin_assume(condition);
}
static void trust(const int *sizes, int *counter) {
  assume(sizes[0] < 4 + *counter); // noise
  *counter += sizes[0];            // kept
}
void uses(int *counter) {
  trust(counter, counter);         // kept
}
