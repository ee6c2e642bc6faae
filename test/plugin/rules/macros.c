// Nothing that comes out of a macro is mutated, neither its body nor its arguments.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | env ALLELE_OPTIONS='{operators: [default, -remove-assignment]}' %instrument -o - | FileCheck --implicit-check-not=.twin %s
// CHECK: define {{.*}}@untouched(
#define SUM(a, b) ((a) + (b))
#define IF_LESS(a, b, c)                                                                                                       \
  if ((a) < (b))                                                                                                               \
    c;
#define RESULT result = 1
void untouched(int a, int b, int *p) {
  int result = SUM(a * 2, b - 1);
  IF_LESS(a, b && a, *p = result)
  RESULT;
  *p = SUM(1, SUM(a, b));
}
