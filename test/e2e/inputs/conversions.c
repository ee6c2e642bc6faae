// Operands that are converted to a type of another signedness before the operation: the mutant's operator is that
// type's.
#include "show.h"

typedef unsigned long u64;
typedef unsigned u32;
typedef long s64;

static u64 widened(int a, int s) {
  return (u64)a << s;
}
static u64 product(int a, u64 b) {
  return a * b;
}
static u64 productRight(u64 a, int b) {
  return a * b;
}
static u32 renamed(int a, int s) {
  return (u32)a << s;
}
static u64 assigned(short a, u64 s) {
  u64 x = a;
  x <<= s;
  return x;
}
static u64 sum(short a, u64 s) {
  return (s + a) << 1;
}
static u64 sumRight(short a, u64 s) {
  return (a + s) << 1;
}
static u32 mixed(char a, u32 s) {
  return (a | s) << 1;
}
static s64 kept(int a, int s) {
  return (s64)a << s;
}
static long plain(int a, long b) {
  return a * b << 1;
}
static long lengthened(unsigned a, long b) {
  return a * b;
}

int main(void) {
  show(widened(-8, 2));
  show(product(-8, 3));
  show(productRight(3, -8));
  show(renamed(-8, 2));
  show(assigned(-8, 3));
  show(sum(-8, 2));
  show(sumRight(-8, 2));
  show(mixed(-8, 3));
  show(kept(-8, 2));
  show(plain(-8, 3));
  show(lengthened(8, -3));
  return 0;
}
