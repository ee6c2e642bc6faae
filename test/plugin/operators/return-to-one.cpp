// A returned number is 1.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-to-one ' %s

// In macros, and where the value is the replacement already: none.
#define IN_MACRO return a
int untouched(int a) { IN_MACRO; }
struct untouchedPair {
  int a, b;
};
untouchedPair untouched(untouchedPair p) { return p; }
int &untouched(int &a, int) { return a; }
void untouched() { return; }

extern "C" int value1(int a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value1.twin(
// CHECK: call i64 @__allele_int_v1(

extern "C" unsigned char value2(unsigned char a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value2.twin(
// CHECK: call i64 @__allele_int_v1(

extern "C" long value3(long a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value3.twin(
// CHECK: call i64 @__allele_int_v1(

extern "C" __int128 value4(__int128 a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value4.twin(
// CHECK: call i32 @__allele_pick_v1(

extern "C" double value5(double a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value5.twin(
// CHECK: call double @__allele_float_v1(

extern "C" float value6(float a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value6.twin(
// CHECK: call double @__allele_float_v1(

extern "C" long double value7(long double a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-one  a -> 1
  return a;
}
// CHECK-LABEL: define {{.*}}@value7.twin(
// CHECK: call i32 @__allele_pick_v1(
