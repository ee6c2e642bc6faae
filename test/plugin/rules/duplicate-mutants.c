// Mutants that are equal to each other where they stand, in loops too: all but the first are left out, the same ones at
// -O0 and at -O2. What a line leaves out, it says; nothing else may be.
//
// RUN: awk '/[/][/] ignored: / {split($0, all, "[/][/] ignored: "); n = split(all[2], w, ", "); for (i = 1; i <= n; i++) print NR ": " w[i]}' %s | sort > %t.expected
// RUN: env ALLELE_OPTIONS='{operators: [-default, lt-to-le, lt-to-gt, lt-to-ge, lt-to-eq, lt-to-false, gt-to-eq, gt-to-false, eq-to-false, cond-to-false, remove-assignment, remove-call, literal-to-one, literal-increment, index-increment], rules: [-all], equivalence: {enabled: true}}' %cc -O0 -c %s -o %t.O0.o
// RUN: env ALLELE_OPTIONS='{operators: [-default, lt-to-le, lt-to-gt, lt-to-ge, lt-to-eq, lt-to-false, gt-to-eq, gt-to-false, eq-to-false, cond-to-false, remove-assignment, remove-call, literal-to-one, literal-increment, index-increment], rules: [-all], equivalence: {enabled: true}}' %cc -O2 -c %s -o %t.O2.o
// RUN: llvm-objcopy --dump-section allele_ignored=%t.O0 %t.O0.o
// RUN: llvm-objcopy --dump-section allele_ignored=%t.O2 %t.O2.o
// RUN: tr '\0' '\n' < %t.O0 | awk -F'\t' '$1 {print $7 ": " $2 " " $4}' | sort | diff %t.expected -
// RUN: cmp %t.O0 %t.O2
void use(int);
int next(void);

// A loop that doesn't begin.
void begins(int *p) {
  for (int i = 0; i < 5; i = next()) // ignored: duplicate lt-to-eq, duplicate lt-to-ge, duplicate lt-to-gt, duplicate lt-to-le
    use(p[i]);
}
// Where the loop begins is known, but it isn't left at once.
void stays(int n) {
  for (int i = next(); i < 5; i = next()) // ignored: duplicate lt-to-le
    use(i);
}
// In each iteration more is known than before the loop, by what the iteration itself did ...
void known(int n) {
  while (n > 3) {
    if (n < 3) // ignored: duplicate lt-to-ge, equivalent literal-increment, equivalent literal-to-one, equivalent lt-to-eq, equivalent lt-to-false, equivalent lt-to-le
      use(1); // ignored: equivalent literal-increment, equivalent remove-call
    n = next();
  }
}
// ... but not by what the ones before did: a mutant may have done otherwise.
void unknown(int n) {
  int first = 7;
  while (next()) {
    if (first < 7) // ignored: duplicate lt-to-le
      use(1); // ignored: duplicate remove-call
    first = n;
  }
}

// A block that does nothing but go on.
void both(int a, int b) {
  if (a == 4 && b < 5) // ignored: duplicate eq-to-false, duplicate lt-to-false, duplicate lt-to-le
    use(1); // ignored: duplicate remove-call
}
void only(int a) {
  if (a == 4)
    use(1); // ignored: duplicate remove-call
}
// What is read may not be there.
void checked(int a, int *p) {
  if (a == 4 && *p < 5) // ignored: duplicate eq-to-false, duplicate lt-to-le
    use(1); // ignored: duplicate remove-call
}
struct pair {
  int one, two;
};
void member(struct pair *p) {
  if (p->one == 4 && p->two < 5) // ignored: duplicate eq-to-false, duplicate lt-to-false, duplicate lt-to-le
    use(1); // ignored: duplicate remove-call
}
void freed(struct pair *p) {
  if (p->one == next() && p->two < 5) // ignored: duplicate eq-to-false, duplicate lt-to-le
    use(1); // ignored: duplicate remove-call
}

// What two ways give where they meet.
int least(int a, int b) {
  if (a > b) // ignored: duplicate gt-to-eq
    a = b; // ignored: duplicate remove-assignment
  return a;
}
int most(int a, int b) {
  return a < b ? b : a; // ignored: duplicate lt-to-eq, duplicate lt-to-ge, equivalent lt-to-le
}
int other(int a, int b) {
  if (a > b)
    a = b + 1; // ignored: duplicate remove-assignment
  return a;
}

// A store of what stands there already.
int same(int a) {
  int is = 1;
  if (a == 4) // ignored: duplicate eq-to-false
    is = 0; // ignored: duplicate remove-assignment
  return is;
}

// What functions return.
static int fails(int *p) {
  if (*p == 3)
    return -2;
  return 0;
}
void results(int *p) {
  if (fails(p) < 3) // ignored: duplicate lt-to-eq, duplicate lt-to-ge, duplicate lt-to-gt, equivalent literal-increment, equivalent literal-to-one, equivalent lt-to-le
    use(1); // ignored: duplicate remove-call
}
int element(const int *p, int i) { return p[i + 5]; } // ignored: duplicate literal-increment
