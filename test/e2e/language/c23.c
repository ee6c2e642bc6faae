// RUN: mkdir -p %t && cd %t && %construct %s -std=c2x
#include <stdio.h>

enum colour { red = 1, green = 0b10 };

[[nodiscard]] static int twice(int value) {
  return value * 2; // noticed
}

static bool isGreen(enum colour colour) {
  return colour == green; // noticed
}

static int ignore(int, [[maybe_unused]] int second) {
  typeof(second) copy = 1'000;
  if (copy > 999)       // noticed
    return twice(copy); // noticed
  return 0;
}

int main() {
  static_assert(sizeof(int) == 4);
  int empty[2] = {};
  _BitInt(48) wide = 5;
  printf("%d %d %d %d\n", isGreen(red), ignore(1, 2), empty[1], (int)(wide + 1)); // noticed
}
