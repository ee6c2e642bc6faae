// A condition is forced to true.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' cond-to-true ' %s

// Conditions in macros, and constant ones: none. A loop that never ends is none either.
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
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-true  {{.*}} -> 1
  if (a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-true  {{.*}} -> 1
  if (a && b)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-true  {{.*}} -> 1
  if (!a)
    use();
  else
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-true  {{.*}} -> 1
  if (!(a || b))
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  cond-to-true  {{.*}} -> 1
  pass(a ? 1 : 2);
}
// CHECK-LABEL: define {{.*}}@branches.twin(
// CHECK: @__allele_

void loops(int a, int b) {
  while (a)
    use();
  for (; a < b;)
    use();
  do
    use();
  while (a);
}
