// `!a` loses its `!`, as a condition and as a value.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [remove-not], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [remove-not], rules: [-all]}' %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-not ' %s

// In a macro, and in a constant: none.
#define IN_MACRO(a) (!(a))
int use(void);
void untouched(volatile int *a) {
  *a = IN_MACRO(*a); // !a
  *a = !0;
}

void ofCondition(int a, double b, const char *c) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-not  ! ->
  if (!a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-not  ! ->
  while (!b)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-not  ! ->
  if (!c)
    use();
}
// CHECK-LABEL: define {{.*}}@ofCondition.twin(
// CHECK: @__allele_

int ofValue(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-not  ! ->
  int v = !a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-not  ! ->
  if (!(a && b))
    use();
  return v;
}
// CHECK-LABEL: define {{.*}}@ofValue.twin(
// CHECK: @__allele_
