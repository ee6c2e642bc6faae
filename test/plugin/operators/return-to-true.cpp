// A returned truth value is true.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-to-true ' %s

// In macros, and where the value is the replacement already: none.
#define IN_MACRO return a
int untouched(int a) { IN_MACRO; }
struct untouchedPair {
  int a, b;
};
untouchedPair untouched(untouchedPair p) { return p; }
int &untouched(int &a, int) { return a; }
void untouched() { return; }

extern "C" bool value1(bool a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-true  a -> true
  return a;
}
// CHECK-LABEL: define {{.*}}@value1.twin(
// CHECK: call i64 @__allele_int_v1(

extern "C" bool value2(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-true  a < b -> true
  return a < b;
}
// CHECK-LABEL: define {{.*}}@value2.twin(
// CHECK: call i64 @__allele_int_v1(
