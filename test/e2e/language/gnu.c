// RUN: mkdir -p %t && cd %t && %construct %s -std=gnu11
#include <stdio.h>

#define larger(a, b)                                                                                                   \
  ({                                                                                                                   \
    __typeof__(a) left = (a), right = (b);                                                                             \
    left > right ? left : right;                                                                                       \
  })

static int steps(const char *program) {
  static void *const kLabels[] = {&&stop, &&more, &&less};
  int value = 0;
next:
  goto *kLabels[*program++ - '0'];
more:
  value += 3; // noticed
  goto next;
less:
  value -= 1; // noticed
  goto next;
stop:
  return value; // noticed
}

static void tidy(int *value) {
  printf("tidy %d\n", *value + 1); // noticed
}

static int classOf(int letter) {
  __attribute__((cleanup(tidy))) int held = letter;
  switch (letter) {
  case 'a' ... 'f':
    return held ?: 9;
  case '0' ... '9':
    return held - '0'; // noticed
  }
  return -1; // noticed
}

__attribute__((constructor)) static void before(void) {
  printf("before %d\n", larger(2, 3));
}

int main(void) {
  printf("%d %d %d\n", steps("1120"), classOf('7'), classOf('+')); // noticed
  return 0;
}
