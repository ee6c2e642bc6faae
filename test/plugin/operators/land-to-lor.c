// `a && b` becomes `a || b`, wherever a truth value may stand.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' land-to-lor ' %s

// In a macro, and in a constant: none.
#define IN_MACRO(a, b) ((a) && (b))
int use(void);
int pass(int v);
int untouched(volatile int *a, int b) {
  *a = IN_MACRO(*a, b); // a && b
  *a = 1 && 0;
}

int place0(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  if (a && b)
    use();
}
// CHECK-LABEL: define {{.*}}@place0.twin(
// CHECK: call i32 @__allele_pick_v1(

int place1(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  while (a && b)
    use();
}
// CHECK-LABEL: define {{.*}}@place1.twin(
// CHECK: call i32 @__allele_pick_v1(

int place2(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  for (; a && b;)
    use();
}
// CHECK-LABEL: define {{.*}}@place2.twin(
// CHECK: call i32 @__allele_pick_v1(

int place3(int a, int b) {
  do
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  while (a && b);
}
// CHECK-LABEL: define {{.*}}@place3.twin(
// CHECK: call i32 @__allele_pick_v1(

int place4(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  pass(a && b);
}
// CHECK-LABEL: define {{.*}}@place4.twin(
// CHECK: call i32 @__allele_pick_v1(

int place5(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  int v = a && b;
}
// CHECK-LABEL: define {{.*}}@place5.twin(
// CHECK: call i32 @__allele_pick_v1(

int place6(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  pass((a && b) + 1);
}
// CHECK-LABEL: define {{.*}}@place6.twin(
// CHECK: call i32 @__allele_pick_v1(

int place7(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  pass(a && b ? 1 : 2);
}
// CHECK-LABEL: define {{.*}}@place7.twin(
// CHECK: call i32 @__allele_pick_v1(

int place8(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  land-to-lor  && -> ||
  return a && b;
}
// CHECK-LABEL: define {{.*}}@place8.twin(
// CHECK: call i32 @__allele_pick_v1(
