// `a << b` becomes `a >> b`.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' shl-to-shr ' %s

// The operator in a macro, in a constant expression, in text, or another operator: none of these.
#define IN_MACRO(a, b) ((a) << (b))
void untouched(int a, int b, volatile int *result) {
  static const int kConstant = 7 << 3; // a << b
  const char *text = "a << b";
  *result = IN_MACRO(a, b);
  *result = kConstant;
  *result = *text;
}

signed char ofChar(signed char a, signed char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  signed char result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofChar.twin(
// CHECK: call i64 @__allele_int_v1(

unsigned char ofUnsignedChar(unsigned char a, unsigned char b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  unsigned char result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedChar.twin(
// CHECK: call i64 @__allele_int_v1(

short ofShort(short a, short b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  short result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofShort.twin(
// CHECK: call i64 @__allele_int_v1(

int ofInt(int a, int b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  int result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofInt.twin(
// CHECK: call i64 @__allele_int_v1(

unsigned ofUnsigned(unsigned a, unsigned b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  unsigned result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsigned.twin(
// CHECK: call i64 @__allele_int_v1(

long ofLong(long a, long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  long result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofLong.twin(
// CHECK: call i64 @__allele_int_v1(

unsigned long ofUnsignedLong(unsigned long a, unsigned long b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  unsigned long result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofUnsignedLong.twin(
// CHECK: call i64 @__allele_int_v1(

__int128 ofWide(__int128 a, __int128 b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  __int128 result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofWide.twin(
// CHECK: call i32 @__allele_pick_v1(

_BitInt(7) ofSeven(_BitInt(7) a, _BitInt(7) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  _BitInt(7) result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofSeven.twin(
// CHECK: call i64 @__allele_int_v1(

unsigned _BitInt(65) ofSixtyFive(unsigned _BitInt(65) a, unsigned _BitInt(65) b) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  shl-to-shr  << -> >>
  unsigned _BitInt(65) result = a << b;
  return result;
}
// CHECK-LABEL: define {{.*}}@ofSixtyFive.twin(
// CHECK: call i32 @__allele_pick_v1(
