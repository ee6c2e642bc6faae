// A returned pointer is null.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [return-to-null], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [return-to-null], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-to-null ' %s

// In macros, and where the value is the replacement already: none.
#define IN_MACRO return a
int untouched(int a) { IN_MACRO; }
struct untouchedPair {
  untouchedPair(int);
  int a, b;
};
untouchedPair untouched(untouchedPair p) { return p; }
int &untouched(int &a, int) { return a; }
void untouched() { return; }
int *untouched(long) { return nullptr; }

extern "C" int *value1(int *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-null  a -> nullptr
  return a;
}
// CHECK-LABEL: define {{.*}}@value1.twin(
// CHECK: call i64 @__allele_int_v1(

extern "C" const char *value2(int a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-null  a ? "text" : "other" -> nullptr
  return a ? "text" : "other";
}
// CHECK-LABEL: define {{.*}}@value2.twin(
// CHECK: call i64 @__allele_int_v1(

typedef void (*Function)();
extern "C" Function value3(Function a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-null  a -> nullptr
  return a;
}
// CHECK-LABEL: define {{.*}}@value3.twin(
// CHECK: call i64 @__allele_int_v1(
