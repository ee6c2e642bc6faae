// A condition is forced to false.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' cond-to-false ' %s

// Conditions in macros, and constant ones: none.
#define IN_MACRO(a)                                                                                                            \
  if (a)                                                                                                                       \
  use()
int use(void);
int pass(int v);
void untouched(int a) {
  IN_MACRO(a); // if (a)
  if (1)
    use();
  for (;;)
    use();
}

void branches(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  if (a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  if (a && b)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  if (!a)
    use();
  else
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  if (!(a || b))
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  pass(a ? 1 : 2);
}
// CHECK-LABEL: define {{.*}}@branches.twin(
// CHECK: @__allele_

void loops(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  while (a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  for (; a < b;)
    use();
  do
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-false  {{.*}} -> 0
  while (a);
}
