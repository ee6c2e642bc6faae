// Behind destructors the only `return` of a function stands at its closing brace in the IR: it has its mutants all the same,
// at each level the same ones. With several, each stands at its own place.
//
// RUN: for level in -O0 -O2; do %cxx $level -shared -fPIC %s -o %t.so && %allele list --operators return-to-zero,return-to-false %t.so | FileCheck %s || exit 1; done
struct Guard {
  ~Guard();
  int value;
};
int number();
// CHECK: :[[@LINE+3]]:10  return-to-zero  count -> 0
int only() {
  Guard guard; int count = number();
  return count; }
// CHECK-NEXT: :[[@LINE+3]]:10  return-to-false  number() > 2 -> false
bool condition() {
  Guard guard;
  return number() > 2; }
// CHECK-NEXT: :[[@LINE+5]]:12  return-to-zero  3 -> 0
// CHECK-NEXT: :[[@LINE+5]]:10  return-to-zero  number() -> 0
int several(int a) {
  Guard guard;
  if (a)
    return 3;
  return number();
}
// CHECK-NOT: return-to
