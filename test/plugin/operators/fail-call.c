// A call that is compared with an error value, or whose failure leads to one, isn't made and gives it.
//
// RUN: export ALLELE_OPTIONS="{operators: [fail-call]}"
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' fail-call ' %s

#include <stddef.h>
int number(int v);
int *pointer(int v);
_Bool truth(int v);
int use(int v);
#define IN_MACRO(v) number(v)

// In a macro; without a check; where both ways go on; a truth that isn't `!f()`; compared with what isn't constant.
int untouched(int v, int w) {
  if (IN_MACRO(v) < 0)
    return -1;
  number(v);
  if (number(v) == 2)
    ++v;
  while (number(v) != 0)
    ++v;
  if (truth(v))
    ++v;
  if (number(w) == v)
    return -1;
  int *p = pointer(v);
  if (p)
    *p = w;
  return v;
}
int untouchedTruth(int v) {
  if (truth(v))
    return -1;
  if (!truth(v) && v)
    return -1;
  if (use(number(v)) != 0)
    v = 2;
  return 0;
}

// CHECK-LABEL: define {{.*}}@direct.twin(
// CHECK: call i32 @__allele_pick_v1(
int direct(int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  number(v) -> -1
  if (number(v) < 0)
    ++v;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  number(v) -> -7
  v += number(v) != -7;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  number(v) -> -1
  if (number(v))
    return -1;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  truth(v++) -> ((void)(v++), 0)
  if (!truth(v++))
    return -2;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  pointer(v) -> NULL
  if (pointer(v) == NULL)
    return -3;
  return 0;
}

// CHECK-LABEL: define {{.*}}@throughVariables.twin(
// CHECK: call i32 @__allele_pick_v1(
int throughVariables(int v) {
  int rc;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  number(v) -> -1
  if ((rc = number(v)) != 0)
    return rc;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  number(3) -> -1
  rc = number(3);
  if (rc)
    goto fail;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  fail-call  pointer(v) -> NULL
  int *p = pointer(v);
  if (!p)
    goto fail;
  return *p;
fail:
  return -1;
}
