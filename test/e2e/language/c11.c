// RUN: mkdir -p %t && cd %t && %construct %s -std=c11 -pedantic-errors -pthread
// RUN: mkdir -p %t && cd %t && %construct %s -std=c17 -pthread
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <threads.h>

_Static_assert(sizeof(int) == 4, "int");

#define kindOf(x) _Generic((x), int: 1, double: 2, default: 3)

struct tagged {
  int kind;
  union {
    int number;
    float real;
  };
};

static atomic_int total;
static thread_local int own;
alignas(64) static int aligned[4] = {1, 2, 3, 4};

static int add(void *argument) {
  own = *(int *)argument;
  for (int i = 0; i < 100; ++i)
    total += own * 2; // noticed
  return own + 1;     // noticed
}

static int numberOf(struct tagged value) {
  return value.kind == kindOf(1) ? value.number : 0; // noticed
}

static noreturn void leave(int code) {
  exit(code * aligned[1]); // noticed
}

int main(void) {
  thrd_t thread;
  int step = 2, result = 0;
  thrd_create(&thread, add, &step);
  thrd_join(thread, &result);
  printf("%d %d %d %d\n", atomic_load(&total), own, result, numberOf((struct tagged){1, {7}}));
  fflush(stdout);
  leave(3);
}
