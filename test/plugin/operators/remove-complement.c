// `~a` becomes `a`.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-complement ' %s

// In a macro, in a constant, and as a binary operator: none.
#define IN_MACRO(a) (~(a))
void untouched(int *a) {
  *a = IN_MACRO(*a); // ~a
  *a = ~3;
}

void ofChar(signed char *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedChar(unsigned char *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofShort(short *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofShort.twin(
// CHECK: call i64 @__allele_int_v1(

void ofInt(int *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofInt.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsigned(unsigned *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofUnsigned.twin(
// CHECK: call i64 @__allele_int_v1(

void ofLong(long *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedLong(unsigned long *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofWide(__int128 *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofWide.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofSeven(_BitInt(7) *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofSeven.twin(
// CHECK: call i64 @__allele_int_v1(

void ofSixtyFive(unsigned _BitInt(65) *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-complement  ~ -> (nothing)
  *a = ~*a;
}
// CHECK-LABEL: define {{.*}}@ofSixtyFive.twin(
// CHECK: call i32 @__allele_pick_v1(
