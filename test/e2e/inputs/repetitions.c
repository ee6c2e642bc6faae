// Loops, clamps and subscripts, whose mutants are often equal to each other.
// operators: default, strong, -literal-negate
#include <stdio.h>

// What a mutant reads beside the table is there.
static int memory[4096];
static int *const table = memory + 2048;

static int bySignedChar(signed char i) {
  return table[i + 20];
}
static int byShort(short i) {
  return table[i];
}
static int byUnsignedShort(unsigned short i) {
  return table[i + 1];
}
static int byInt(int i) {
  return table[i - 1];
}
static int byLong(long i) {
  return table[i];
}
static int byUnsigned(unsigned i) {
  return table[i];
}
static int bySize(unsigned long i) {
  return table[i + 3];
}

static int least(int a, int b) {
  if (a > b)
    a = b;
  return a;
}
static int most(int a, int b) {
  return a < b ? b : a;
}
static int clamped(int a, int low, int high) {
  if (a < low)
    a = low;
  else if (a > high)
    a = high;
  return a;
}
static unsigned counted(const int *values, int n, int limit) {
  unsigned found = 0;
  for (int i = 0; i < n && i < limit; ++i)
    if (values[i] > 3 && values[i] <= 40)
      found += (unsigned)values[i];
  return found;
}
static int last(const int *values, int n) {
  int is = 0;
  while (n > 0) {
    if (n < 1)
      is = 7;
    if (values[n - 1] == 11)
      is = n;
    --n;
  }
  return is;
}
static int fails(int a) {
  if (a > 2)
    return -1;
  return 0;
}
static int tried(int a) {
  for (int i = a; i < 6; i += 2)
    if (fails(i) == -1)
      return i;
  return 10;
}

int main(void) {
  for (int i = 0; i < 64; ++i)
    table[i] = i * 7 % 64;
  for (int i = 1; i < 40; i += 6)
    printf("%d %d %d %d %d %d %d\n", bySignedChar((signed char)(i - 20)), byShort((short)i),
           byUnsignedShort((unsigned short)i), byInt(i), byLong(i), byUnsigned((unsigned)i), bySize((unsigned)i));
  for (int a = -2; a < 3; ++a)
    for (int b = -1; b < 2; ++b)
      printf("%d %d %d\n", least(a, b), most(a, b), clamped(a, b, b + 1));
  printf("%u %u %u\n", counted(table, 30, 20), counted(table, 10, 50), counted(table, 0, 5));
  printf("%d %d\n", last(table, 40), last(table, 3));
  printf("%d %d\n", tried(0), tried(7));
  return 0;
}
