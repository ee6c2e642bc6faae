// A call of a function without result is not made, be it a call or an invoke.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-call ' %s

// Calls in macros, destructors, constructors, calls with a result, calls that don't return: none.
#define IN_MACRO(v) use(v)
void use(int v);
int result(int v);
[[noreturn]] void never(int v);
struct Guard {
  Guard(int v);
  ~Guard();
  void member(int v);
  virtual void dynamic(int v);
};
struct Large {
  long cells[8];
};
Large large(int v);

extern "C" void untouched(int v) {
  IN_MACRO(v);
  Guard guard(v);
  result(v);
  Large made = large(v);
  never(v);
}

// CHECK-LABEL: define {{.*}}@calls.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call void @_Z3usei(
extern "C" void calls(Guard *p, void (*pointer)(int), bool b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  use(1) -> (nothing)
  use(1);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  p->member(2) -> (nothing)
  p->member(2);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  p->dynamic(3) -> (nothing)
  p->dynamic(3);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  pointer(4) -> (nothing)
  pointer(4);
  // LIST: :[[@LINE+2]]:{{[0-9]+}}  remove-call  use(5) -> (void)0
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  use(6) -> (void)0
  b ? use(5) : use(6);
}

// CHECK-LABEL: define {{.*}}@invokes.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: invoke void @_Z3usei(
extern "C" void invokes(int v) {
  Guard guard(v);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  use(7) -> (nothing)
  use(7);
  try {
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  guard.member(8) -> (nothing)
    guard.member(8);
  } catch (...) {
  }
}
