// A call whose result nobody uses is not made, be it a call or an invoke; overloaded operators are calls, too.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [remove-call], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [remove-call], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-call ' %s

// Calls in macros, destructors, constructors, calls whose result is used or destroyed, calls that don't return: none.
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
Guard guarded(int v);
struct Stream {
  Stream &operator<<(int v);
  Stream &operator+=(int v);
  Stream &operator++();
  bool operator==(int v);
};

extern "C" void untouched(int v) {
  IN_MACRO(v);
  Guard guard(v);
  int used = result(v);
  guarded(v);
  Large made = large(v);
  int value = ({ result(v); });
  never(v);
}

extern "C" void elsewhere(int v) {
  if (result(v))
    v = result(v) ? result(v) : 2;
  for (; result(v);)
    ;
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

// CHECK-LABEL: define {{.*}}@results.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call {{.*}}i32 @_Z6resulti(
extern "C" void results(int *p, int *q, int (*pointer)(int)) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  result(1) -> (nothing)
  result(1);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  result(result(2)) -> (void)(result(2))
  result(result(2));
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  large(3) -> (nothing)
  large(3);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  pointer(4) -> (nothing)
  pointer(4);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  __builtin_memcpy(p, q, 8) -> (nothing)
  __builtin_memcpy(p, q, 8);
}

// CHECK-LABEL: define {{.*}}@operators.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call {{.*}}@_ZN6StreamlsEi(
extern "C" void operators(Stream &s, int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  s << 1 -> (nothing)
  s << 1;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  << 3 -> (nothing)
  s << 2 << 3;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  s += result(v) -> (void)(result(v))
  s += result(v);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-call  ++s -> (nothing)
  ++s;
  s == 1;
  (s += 2) == 3;
  v ? s += 4 : s += 5;
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
