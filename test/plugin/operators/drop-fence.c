// A fence is left out.
//
// RUN: export ALLELE_OPTIONS="{operators: [drop-fence]}"
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' drop-fence ' %s

#include <stdatomic.h>

#define IN_MACRO __sync_synchronize()
void untouched(int *v) {
  *v = 1;
  IN_MACRO;
  *v = 2;
}

// CHECK-LABEL: define {{.*}}@fences.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: fence acquire
void fences(int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  drop-fence  atomic_thread_fence(memory_order_acquire) -> (nothing)
  atomic_thread_fence(memory_order_acquire);
  if (v)
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  drop-fence  __sync_synchronize() -> (void)0
    __sync_synchronize();
}
