// A whole function returns a null pointer.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' body-to-null ' %s

// Empty, accessors, in lambdas, constructors and destructors, results that have no such value: none.
struct untouched {
  int member;
  untouched(int v) { member = v + 1; }
  ~untouched() { member *= 2; }
  int get() const { return member; }
  int number() const { return -1; }
  void set(int v) { member = v; }
  const char *name() const { return "name"; }
  int &reference(int v) {
    member += v;
    return member;
  }
  void nothing() {}
};
[[noreturn]] void untouchedEnd(int v) {
  for (;;)
    ++v;
}
int untouchedUse(untouched p) { return p.member; }
untouched untouchedClass(int v) {
  return v + 1;
}

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-null  {\n  return p + v;\n} -> { return nullptr; }
extern "C" int *pointer(int *p, int v) {
  return p + v;
}
// CHECK-LABEL: define {{.*}}@pointer.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: ret ptr null
