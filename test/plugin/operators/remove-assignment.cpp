// An assignment that is a statement is not done.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [remove-assignment], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [remove-assignment], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-assignment ' %s

// In macros, in declarations and initialisers, in the heads of loops, where the value is used, by several instructions:
// none.
#define IN_MACRO(v) v = 1
int result(int v);
struct Pair {
  int first = 3, second;
  Pair(int v) : second(v) {}
  Pair &operator=(const Pair &other);
};
struct Bits {
  int a : 3, b : 5;
};
struct Large {
  long cells[8];
};
Large large(int v);
int consume(int v);

extern "C" void untouched(int v, _Complex double *z, Pair &p) {
  IN_MACRO(v);
  int a = v, b{a};
  Pair made = p;
  *z = 1;
  int c = consume(b = v);
  auto lambda = [c = v] {};
  v = a, v = b;
  p = {1};
  int value = ({ a = 5; });
}

extern "C" void elsewhere(int v, int a, int b) {
  a ? v = a : v = b;
  for (v = 1; result(v); v = 2)
    ;
  while ((v = result(v)))
    ;
}

// CHECK-LABEL: define {{.*}}@assignments.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: store i32 1, ptr
extern "C" void assignments(int v, int *p, Bits &bits, Large *s, Pair &x, Pair &y) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  v = 1 -> (nothing)
  v = 1;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  v = result(2) -> (void)(result(2))
  v = result(2);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  *p++ = v -> (void)(*p++)
  *p++ = v;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  v = *p = 3 -> (void)(*p = 3)
  v = *p = 3;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  bits.b = v -> (nothing)
  bits.b = v;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  s[0] = s[1] -> (nothing)
  s[0] = s[1];
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  s[0] = large(v) -> (void)(large(v))
  s[0] = large(v);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  x = y -> (nothing)
  x = y;
  if (v)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-assignment  x.first = 4 -> (nothing)
    x.first = 4;
}
