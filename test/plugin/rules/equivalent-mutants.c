// Mutants that are equal to the original or to another one are left out, at each place with its reason, and the same ones
// at -O0 and at -O2. What a line leaves out, it says; nothing else may be.
//
// RUN: awk '/[/][/] ignored: / {split($0, all, "[/][/] ignored: "); n = split(all[2], w, ", "); for (i = 1; i <= n; i++) print NR ": " w[i]}' %s | sort > %t.expected
// RUN: env ALLELE_OPTIONS='{operators: [-default, add-to-sub, sub-to-add, mul-to-div, div-to-mul, gt-to-ge, lt-to-le, ge-to-gt, cond-to-true, cond-to-false, land-to-lor, remove-call, return-to-zero, return-to-one, shl-to-shr, add-assign-to-sub-assign, inc-to-dec], rules: [-all], equivalence: {enabled: true}}' %cc -O0 -c %s -o %t.O0.o
// RUN: env ALLELE_OPTIONS='{operators: [-default, add-to-sub, sub-to-add, mul-to-div, div-to-mul, gt-to-ge, lt-to-le, ge-to-gt, cond-to-true, cond-to-false, land-to-lor, remove-call, return-to-zero, return-to-one, shl-to-shr, add-assign-to-sub-assign, inc-to-dec], rules: [-all], equivalence: {enabled: true}}' %cc -O2 -c %s -o %t.O2.o
// RUN: llvm-objcopy --dump-section allele_ignored=%t.O0 %t.O0.o
// RUN: llvm-objcopy --dump-section allele_ignored=%t.O2 %t.O2.o
// RUN: tr '\0' '\n' < %t.O0 | awk -F'\t' '{print $7 ": " $2 " " $4}' | sort | diff %t.expected -
// RUN: cmp %t.O0 %t.O2
//
// It can be turned off.
// RUN: env ALLELE_OPTIONS='{equivalence: {enabled: false}}' %cc -c %s -o %t.off.o
// RUN: llvm-readelf -p allele_ignored %t.off.o | not grep -E '(equivalent|duplicate).*equivalent-mutants.c'
#include <stdlib.h>

// Equal to the original.
int doubled(unsigned a, unsigned b) { return a * 1 > b + 0; } // ignored: equivalent mul-to-div, equivalent add-to-sub
int isByte(unsigned char c) { return c < 256; } // ignored: equivalent return-to-one
double less(double a) { return a - 0.0; }
double fromZero(double a) { return 1.0 / (0.0 - a); }
int written(int a, int b) { int unused = a + b; unused = a; return unused; } // ignored: equivalent add-to-sub
// Only where it stands is more known.
int below(int a) {
  if (a > 5)
    return a > 4 ? a : 1; // ignored: equivalent gt-to-ge
  return 2;
}
int counted(unsigned n) {
  int found = 0;
  for (unsigned i = 0; i < 5; ++i)
    if (i < 5) // ignored: equivalent lt-to-le
      found += n;
  return found;
}

// Equal to each other.
int truth(int a, int b) { return a < 0 && b < a; }
int either(unsigned a) { return a > 0; } // ignored: duplicate return-to-one
void nothing(int *p) { *p += 0; } // ignored: equivalent add-assign-to-sub-assign
int chosen(unsigned a) {
  if (a > 0)
    return 2;
  return 3;
}

// A sum may wrap: nothing promises that it doesn't.
int wraps(int a, int b) { return a + 1 > b + 1; }
int overflows(int a) { return a * 2 / 2 == a; }
// A shift beyond the width is no reason to think the rest of the line dead.
int shifted(unsigned a, unsigned n) { return (a << n) > (a << 40); }
// A division by zero ends the program, whether its result is used or not; a multiplication doesn't.
int divided(int a, int b) { int unused = 3 / (b - 1); return a; } // ignored: equivalent div-to-mul
int multiplied(int a, int b) { int unused = a * b; return a; }
// An endless loop has behaviour.
void waits(int a) {
  while (a > 5) {
  }
}
int counts(int a) {
  for (int i = 0; i < a; i++) {
  }
  return 1;
}
// So has each access of what is volatile.
volatile int port;
int polls(int a) {
  if (port > a) { // ignored: equivalent gt-to-ge
  }
  port = a + 1;
  port = a + 2;
  return 0;
}
// What ends the program isn't passed.
void leaves(int a) {
  if (a > 2)
    exit(a + 1);
  abort();
}
// Zero has a sign, and not every number is equal to itself.
int sameNumber(double a) { return a * 1.0 > a - 1.0; } // ignored: equivalent mul-to-div
double negative(double a) { return a + 0.0; }
// Variables that were never written have some value.
int unwritten(int a) {
  int b;
  if (a > 3)
    b = a + 1;
  return b;
}
// An allocation may fail.
int allocates(int n) {
  char *p = malloc(n);
  if (!p)
    return n + 1;
  free(p);
  return 2;
}
// What is behind a pointer changes with each call.
int calls(int *p, void (*f)(void)) {
  if (*p > 5) {
    f();
    return *p > 4;
  }
  return 7;
}
// A loop's condition is known before the loop only until a mutant changes it.
int steps(int n) {
  int i = 0;
  while (i < 10)
    i += n > 0 ? 1 : 2;
  return i;
}
// A variable whose address goes nowhere yet is what it was before a call; afterwards it may be anything.
struct Buffer {
  int size, used;
};
void fill(struct Buffer *buffer);
int initialised(int n, int (*f)(int)) {
  struct Buffer buffer = {n, 0};
  f(n);
  int before = n + buffer.used; // ignored: equivalent add-to-sub
  fill(&buffer);
  f(n);
  return before - buffer.used;
}
