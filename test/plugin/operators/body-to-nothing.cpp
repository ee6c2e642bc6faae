// A whole function without result does nothing.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [extreme], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' body-to-nothing ' %s

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

// LIST: :[[@LINE+1]]:{{[0-9]+}}  body-to-nothing  {\n  *p = v;\n  p[1] = 2;\n} -> {}
extern "C" void nothing(int *p, int v) {
  *p = v;
  p[1] = 2;
}
// CHECK-LABEL: define {{.*}}@nothing.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: ret void

template <typename T> void generic(T *p) {
  p[0] = p[1];
  p[1] = T();
}
// LIST: :[[@LINE-4]]:{{[0-9]+}}  body-to-nothing  {\n  p[0] = p[1];\n  p[1] = T();\n} -> {}
void use(int *p, long *q) {
  generic(p);
  generic(q);
}
// LIST: :[[@LINE-4]]:{{[0-9]+}}  body-to-nothing  {\n  generic(p);\n  generic(q);\n} -> {}
