// What stands behind literals and comments is found, however they are written; what stands in them isn't.
//
// RUN: %cxx -w -std=c++20 -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --implicit-check-not='-to-' %s
#define KEPT(x) /* a comment \
  of a directive */ x
volatile int result;
void texts(int a, int b) {
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} add-to-sub
  result = *R"x(a - b " ( )y"" ' )x" + a;
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} sub-to-add
  result = 1'000 - a; // it's
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} mul-to-div
  result = '"' * a;
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} div-to-mul
  result = '\'' / b;
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} rem-to-mul
  result = u8"\"// "[0] % a;
  // a comment that goes on: \
     /* a + b
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} and-to-or
  result = a & b; // */
  /* a - b; // */ // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} or-to-and
  result = a | b;
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} xor-to-and
  result = 0x1e'1 ^ a;
  // CHECK: cpp:[[@LINE+1]]:{{[0-9]+}} shl-to-shr
  result = a<<KEPT(b);
}
