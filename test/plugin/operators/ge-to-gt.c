// `a >= b` becomes `a > b`, for integers and floats of every width.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' ge-to-gt ' %s

// The operator in a macro, in a constant expression, in text, or another operator: none of these.
#define IN_MACRO(a, b) ((a) >= (b))
void untouched(int a, int b, volatile int *result) {
  static const int kConstant = 7 >= 3; // a >= b
  const char *text = "a >= b";
  *result = IN_MACRO(a, b);
  *result = kConstant;
  *result = *text;
}

int ofChar(signed char a, signed char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofChar.twin(
// CHECK: call i64 @__allele_int_v1(

int ofUnsignedChar(unsigned char a, unsigned char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedChar.twin(
// CHECK: call i64 @__allele_int_v1(

int ofShort(short a, short b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofShort.twin(
// CHECK: call i64 @__allele_int_v1(

int ofInt(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofInt.twin(
// CHECK: call i64 @__allele_int_v1(

int ofUnsigned(unsigned a, unsigned b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsigned.twin(
// CHECK: call i64 @__allele_int_v1(

int ofLong(long a, long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofLong.twin(
// CHECK: call i64 @__allele_int_v1(

int ofUnsignedLong(unsigned long a, unsigned long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedLong.twin(
// CHECK: call i64 @__allele_int_v1(

int ofWide(__int128 a, __int128 b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofWide.twin(
// CHECK: call i32 @__allele_pick_v1(

int ofSeven(_BitInt(7) a, _BitInt(7) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofSeven.twin(
// CHECK: call i64 @__allele_int_v1(

int ofSixtyFive(unsigned _BitInt(65) a, unsigned _BitInt(65) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofSixtyFive.twin(
// CHECK: call i32 @__allele_pick_v1(

int ofHalf(_Float16 a, _Float16 b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofHalf.twin(
// CHECK: call i64 @__allele_fcmp_v1(

int ofFloat(float a, float b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofFloat.twin(
// CHECK: call i64 @__allele_fcmp_v1(

int ofDouble(double a, double b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofDouble.twin(
// CHECK: call i64 @__allele_fcmp_v1(

int ofLongDouble(long double a, long double b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  ge-to-gt  >= -> >
  int result = a >= b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofLongDouble.twin(
// CHECK: call i32 @__allele_pick_v1(
