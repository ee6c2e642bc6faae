// Where several instructions stand on one operator it can't be told which of them is it: atomic operations, whose result memory has already,
// and complex numbers. These have no mutants of the operator.
//
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --implicit-check-not='-to-' %s
volatile int result;
void untouched(_Atomic int *counter, _Complex double a, _Complex double b, _Complex int c, _Complex int d, _Complex int *sum) {
  *counter += 3;
  (*counter)++;
  *counter |= 4;
  result = a == b;
  result = a != b;
  *sum = c + d;
}
void touched(int a, int b) {
  // CHECK: several-instructions.c:[[@LINE+1]]:{{[0-9]+}} add-to-sub
  result = a + b;
}
