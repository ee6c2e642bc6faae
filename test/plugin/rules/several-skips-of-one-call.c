// A call that several families leave out, its result used: each mutant gives its own result, the original its own.
//
// RUN: export ALLELE_OPTIONS='{operators: [call-to-zero, fail-call, ignore-error]}'
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// RUN: %cc %s -o %t
// RUN: %t | grep -x 7
// RUN: ALLELE_MUTANT=$(%mutant call-to-zero 21 %t) %t | grep -x 0
// RUN: ALLELE_MUTANT=$(%mutant fail-call 21 %t) %t | grep -x -- -3
// RUN: ALLELE_MUTANT=$(%mutant ignore-error 21 %t) %t | grep -x 0
#include <stdio.h>
#include <unistd.h>

int made;
__attribute__((noinline)) int open7(int number) {
  made = number;
  return 7;
}
// CHECK-LABEL: define {{.*}}@checked.twin(
// CHECK-COUNT-2: phi i32
int checked(void) {
  int descriptor = open7(3);
  if (descriptor < 0)
    return -3;
  return descriptor;
}
int main(void) {
  printf("%d\n", checked());
  return 0;
}
