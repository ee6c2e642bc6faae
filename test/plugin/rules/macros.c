// Nothing that comes out of a macro is mutated, neither its body nor its arguments.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | env ALLELE_OPTIONS='{operators: [default, -remove-assignment]}' %instrument -o - | FileCheck --implicit-check-not=.twin %s
// CHECK: define {{.*}}@untouched(
//
// But where that leaves operators out, it is said.
// RUN: %cc -c %s -o %t.o
// RUN: readelf -p allele_ignored %t.o | sed 's/\^I/ /g' | FileCheck --check-prefix=SAID %s
// RUN: readelf -p allele_ignored %t.o | grep -c macro | grep -x 3
#define SUM(a, b) ((a) + (b))
#define IF_LESS(a, b, c)                                                                                                       \
  if ((a) < (b))                                                                                                               \
    c;
#define RESULT result = 1
void untouched(int a, int b, int *p) {
  // SAID-DAG: macro SUM {{.*}} [[@LINE+1]] 16 [[@LINE+1]] 33 SUM(a * 2, b - 1)
  int result = SUM(a * 2, b - 1);
  // SAID-DAG: macro IF_LESS {{.*}} [[@LINE+1]] 3
  IF_LESS(a, b && a, *p = result)
  RESULT;
  // SAID-DAG: macro SUM {{.*}} [[@LINE+1]] 8
  *p = SUM(1, SUM(a, b));
  struct {
    unsigned flag : 3;
  } bits = {1};
  *p = bits.flag;
}
