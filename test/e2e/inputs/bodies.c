/* Whole bodies replaced in C: old-style definitions, structs by value, booleans. */
#include "show.h"

#include <stddef.h>

struct Pair {
  int first, second;
};
typedef struct {
  double cells[5];
} Table;
typedef struct Pair Alias;
union Either {
  int number;
  float real;
};

static int total;

static int oldStyle(a, b)
int a;
long b;
{
  return a + (int)b;
}
static void nothing(int v) {
  total += v;
}
static _Bool truth(int v) {
  return v > 1;
}
static struct Pair pair(int v) {
  struct Pair made = {v + 1, v + 2};
  if (v == 2)
    return (struct Pair){7, 8};
  return made;
}
static Table table(int v) {
  Table made = {{v + 0.5, v + 1.5}};
  return made;
}
static const Alias alias(int v) {
  return pair(v + 1);
}
static union Either either(int v) {
  union Either made = {v + 1};
  return made;
}
static void *pointer(int v) {
  return v ? &total : (void *)0;
}
static unsigned long large(int v) {
  return 1UL << (40 + v);
}

int main(void) {
  EACH(int, v, 0, 1, 2) {
    total = v;
    nothing(v);
    show(total), show(oldStyle(v, 3L)), show(truth(v)), show(pair(v).first), show(pair(v).second);
    showFloat(table(v).cells[1]);
    show(alias(v).second), show(either(v).number), show(pointer(v) != (void *)0), show(large(v));
  }
  return 0;
}
