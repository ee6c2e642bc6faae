// RUN: mkdir -p %t && cd %t && %construct %s -std=c99 -O1 -O3 -Os -Oz
// RUN: mkdir -p %t && cd %t && %construct %s -std=c99 -pedantic-errors
#include <complex.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

struct point {
  int x, y, weights[3];
};

static inline int square(int value) {
  return value * value; // noticed
}

static int lengthOf(int count, int values[static count]) {
  int buffer[count + 1]; // variable length
  buffer[0] = 0;
  for (int i = 0; i < count; ++i)
    buffer[i + 1] = buffer[i] + square(values[i]); // noticed
  return buffer[count];
}

static int weightOf(struct point point) {
  return point.weights[2] - point.y; // noticed
}

static bool isReal(double complex number) {
  return cimag(number) == 0; // noticed
}

int main(void) {
  struct point point = {.y = 2, .weights = {[2] = 9}};
  int *literal = (int[]){3, 4};
  printf("%d %d %d %" PRId64 "\n", lengthOf(2, literal), weightOf(point), isReal(1 + 2 * I), (int64_t)1 << 40);
  return 0;
}
