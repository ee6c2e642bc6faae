#include "clamp.h"

#include <stdio.h>
#include <stdlib.h>

static void check(int actual, int expected, const char *what) {
  if (actual == expected)
    return;
  fprintf(stderr, "%s: %d instead of %d\n", what, actual, expected);
  exit(1);
}

int main(void) {
  check(clamp(-5, 0, 10), 0, "below");
  check(clamp(5, 0, 10), 5, "inside");
  check(clamp(15, 0, 10), 10, "above");
  check(distance(15, 0, 10), 5, "distance above");
  distance(-5, 0, 10); /* executed, and not checked */
  return 0;
}
