// An error value that is returned becomes the value of success.
//
// RUN: export ALLELE_OPTIONS="{operators: [return-success-for-error]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-success-for-error ' %s

#define IN_MACRO return -1
#define ERROR_OF_INPUT 5

// In a macro; where the function knows no success or no error; truth values and pointers, which others replace.
int untouched(int v) {
  if (v)
    IN_MACRO;
  return 0;
}
int untouchedWithoutSuccess(int v) {
  if (v)
    return -1;
  return v;
}
bool untouched(bool v) {
  if (v)
    return false;
  return true;
}
const char *untouched(char v) {
  if (v)
    return nullptr;
  return "";
}

// CHECK-LABEL: define {{.*}}@number.twin(
// CHECK: call i32 @__allele_pick_v1(
extern "C" int number(int v) {
  if (v == 1)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-success-for-error  -3 -> 0
    return -3;
  if (v == 2)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-success-for-error  ERROR_OF_INPUT -> 0
    return ERROR_OF_INPUT;
  return 0;
}

namespace files {
enum class Status { kOk, kOpenFailed, kReadError, kPending };
}
// CHECK-LABEL: define {{.*}}statusOf{{.*}}.twin(
// CHECK: call i32 @__allele_pick_v1(
files::Status statusOf(int v) {
  using files::Status;
  if (v == 1)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-success-for-error  Status::kOpenFailed -> Status::kOk
    return Status::kOpenFailed;
  if (v == 2)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-success-for-error  Status::kReadError -> Status::kOk
    return Status::kReadError;
  if (v == 3)
    return Status::kPending;
  return Status::kOk;
}
