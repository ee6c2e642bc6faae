// The value of success becomes an error value that the function returns elsewhere.
//
// RUN: export ALLELE_OPTIONS="{operators: [return-error-for-success]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-error-for-success ' %s

#define IN_MACRO return 0
#define ERROR_OF_INPUT 5

// In a macro; where the function knows no error; what isn't constant; truth values.
int untouched(int v) {
  if (v)
    return -1;
  IN_MACRO;
}
int untouchedWithoutError(int v) {
  if (v)
    return v;
  return 0;
}
bool untouched(bool v) {
  if (v)
    return false;
  return true;
}

// CHECK-LABEL: define {{.*}}@number.twin(
// CHECK: call i32 @__allele_pick_v1(
extern "C" int number(int v) {
  if (v == 1)
    return -3;
  if (v == 2)
    return ERROR_OF_INPUT;
  if (v == 3)
    return v;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-error-for-success  0 -> -3
  return 0;
}

// CHECK-LABEL: define {{.*}}@named.twin(
// CHECK: call i32 @__allele_pick_v1(
extern "C" int named(int v) {
  if (v == 2)
    return ERROR_OF_INPUT;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-error-for-success  (0) -> ERROR_OF_INPUT
  return (0);
}

enum Status { kOk, kOpenFailed, kReadError };
// CHECK-LABEL: define {{.*}}statusOf{{.*}}.twin(
// CHECK: call i32 @__allele_pick_v1(
Status statusOf(int v) {
  if (v == 1)
    return kOpenFailed;
  if (v == 2)
    return kReadError;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-error-for-success  kOk -> kOpenFailed
  return kOk;
}
