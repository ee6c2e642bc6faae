// `a += b` becomes `a -= b`.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' add-assign-to-sub-assign ' %s

// The operator in a macro, or on text: none.
#define IN_MACRO(a, b) ((a) += (b))
void untouched(int *a, int b) {
  IN_MACRO(*a, b); // *a += b
}

void ofChar(signed char *a, signed char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedChar(unsigned char *a, unsigned char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofShort(short *a, short b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofShort.twin(
// CHECK: call i64 @__allele_int_v1(

void ofInt(int *a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofInt.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsigned(unsigned *a, unsigned b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofUnsigned.twin(
// CHECK: call i64 @__allele_int_v1(

void ofLong(long *a, long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedLong(unsigned long *a, unsigned long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofWide(__int128 *a, __int128 b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofWide.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofSeven(_BitInt(7) *a, _BitInt(7) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofSeven.twin(
// CHECK: call i64 @__allele_int_v1(

void ofSixtyFive(unsigned _BitInt(65) *a, unsigned _BitInt(65) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofSixtyFive.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofHalf(_Float16 *a, _Float16 b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofHalf.twin(
// CHECK: call double @__allele_float_v1(

void ofFloat(float *a, float b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofFloat.twin(
// CHECK: call double @__allele_float_v1(

void ofDouble(double *a, double b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofDouble.twin(
// CHECK: call double @__allele_float_v1(

void ofLongDouble(long double *a, long double b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  add-assign-to-sub-assign  += -> -=
  *a += b;
}
// CHECK-LABEL: define {{.*}}@ofLongDouble.twin(
// CHECK: call i32 @__allele_pick_v1(
