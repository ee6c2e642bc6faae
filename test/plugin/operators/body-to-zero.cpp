// A whole function returns 0.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' body-to-zero ' %s

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

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-zero  {\n  return v + 3;\n} -> { return 0; }
extern "C" int integer(int v) {
  return v + 3;
}
// CHECK-LABEL: define {{.*}}@integer.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: ret i32 0

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-zero  {\n  return v + 3;\n} -> { return 0; }
extern "C" double real(double v) {
  return v + 3;
}
// CHECK-LABEL: define {{.*}}@real.twin(
// CHECK: ret double 0.0

enum class Scoped { kNone, kSome };
// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-zero  {\n  return v ? Scoped::kNone : Scoped::kSome;\n} -> { return Scoped::kNone; }
extern "C" Scoped scoped(int v) {
  return v ? Scoped::kNone : Scoped::kSome;
}
