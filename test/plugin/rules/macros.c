// What comes out of a macro isn't mutated: its body nowhere, its arguments not before LLVM 22, which gives them their own
// places, and then only where the macro evaluates them once.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | env ALLELE_OPTIONS='{operators: [default, -remove-assignment]}' %instrument -o - | FileCheck %if macro-arguments %{ --check-prefix=TWIN --implicit-check-not=twice.twin %} %else %{ --implicit-check-not=.twin %} %s
// CHECK: define {{.*}}@untouched(
// TWIN: define {{.*}}@untouched.twin(
//
// RUN: %if macro-arguments %{ env ALLELE_OPTIONS='{operators: [default, -remove-assignment]}' %cc -shared -fPIC %s -o %t.so && %allele list %t.so | FileCheck --check-prefix=ARGUMENT --implicit-check-not=-to- %s %}
//
// But where that leaves operators out, it is said.
// RUN: %cc -c %s -o %t.o
// RUN: readelf -p allele_ignored %t.o | sed 's/\^I/ /g' | FileCheck --check-prefix=SAID %s
// RUN: readelf -p allele_ignored %t.o | grep -c '\^Imacro\^I' | grep -x %if macro-arguments %{ 5 %} %else %{ 4 %}
#define SUM(a, b) ((a) + (b))
#define IF_LESS(a, b, c)                                                                                                       \
  if ((a) < (b))                                                                                                               \
    c;
#define RESULT result = 1
#define TWICE(a) ((a) + (a))
void untouched(int a, int b, int *p) {
  // ARGUMENT: :[[@LINE+3]]:22 mul-to-div * -> /
  // ARGUMENT: :[[@LINE+2]]:29 sub-to-add - -> +
  // SAID-DAG: macro SUM {{.*}} [[@LINE+1]] 16 [[@LINE+1]] 33 SUM(a * 2, b - 1)
  int result = SUM(a * 2, b - 1);
  // ARGUMENT: :[[@LINE+2]]:16 land-to-lor && -> ||
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
void twice(int a) {
  // SAID-DAG: macro TWICE {{.*}} [[@LINE+1]] 7
  a = TWICE(a * 3);
}
