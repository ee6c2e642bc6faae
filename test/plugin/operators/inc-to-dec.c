// `++a` becomes `--a`, `a++` becomes `a--`.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' inc-to-dec ' %s

// The operator in a macro: none; on `_Bool`, whose other direction is no subtraction: none.
#define IN_MACRO(a) ((a)++)
void untouched(int *a) {
  IN_MACRO(*a); // (*a)++
}

void ofChar(signed char *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedChar(unsigned char *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedChar.twin(
// CHECK: call i64 @__allele_int_v1(

void ofShort(short *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofShort.twin(
// CHECK: call i64 @__allele_int_v1(

void ofInt(int *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofInt.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsigned(unsigned *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofUnsigned.twin(
// CHECK: call i64 @__allele_int_v1(

void ofLong(long *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofUnsignedLong(unsigned long *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedLong.twin(
// CHECK: call i64 @__allele_int_v1(

void ofWide(__int128 *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofWide.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofSeven(_BitInt(7) *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofSeven.twin(
// CHECK: call i64 @__allele_int_v1(

void ofSixtyFive(unsigned _BitInt(65) *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofSixtyFive.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofHalf(_Float16 *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofHalf.twin(
// CHECK: call double @__allele_float_v1(

void ofFloat(float *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofFloat.twin(
// CHECK: call double @__allele_float_v1(

void ofDouble(double *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofDouble.twin(
// CHECK: call double @__allele_float_v1(

void ofLongDouble(long double *a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  ++*a;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*a)++;
}
// CHECK-LABEL: define {{.*}}@ofLongDouble.twin(
// CHECK: call i32 @__allele_pick_v1(

void ofPointer(int **p) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  inc-to-dec  ++ -> --
  (*p)++;
}
// CHECK-LABEL: define {{.*}}@ofPointer.twin(
// CHECK: call i64 @__allele_int_v1(
