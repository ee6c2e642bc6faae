// With -ffast-math Clang promises that no result is infinite or no number; a mutant's may be.
//
// RUN: %clang -O1 -ffast-math -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck --implicit-check-not='nofpclass(nan inf) double @ratio' %s
// CHECK: define dso_local double @ratio(
// CHECK: define internal double @ratio.twin(
double ratio(double a, double b) { return a / b; }
// CHECK: call {{.*}}double @ratio(
#define CALL return ratio(1, 2)
double untouched(void) { CALL; }
