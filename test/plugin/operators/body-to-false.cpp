// A whole function returns false.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' body-to-false ' %s

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

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-false  {\n  return v > 3;\n} -> { return false; }
extern "C" bool truth(int v) {
  return v > 3;
}
// CHECK-LABEL: define {{.*}}@truth.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: ret i1 false
