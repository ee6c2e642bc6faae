// An atomic operation has a relaxed ordering: an argument in C++, an instruction in C.
//
// RUN: export ALLELE_OPTIONS="{operators: [weaken-ordering]}"
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' weaken-ordering ' %s

#include <stdatomic.h>

// Relaxed already; not said.
int untouched(atomic_int *a) {
  atomic_store_explicit(a, 1, memory_order_relaxed);
  return *a;
}

// CHECK-LABEL: define {{.*}}@orders.twin(
// CHECK-DAG: store atomic i32 {{.*}} release
// CHECK-DAG: store atomic i32 {{.*}} monotonic
// CHECK-DAG: atomicrmw add {{.*}} acq_rel
// CHECK-DAG: atomicrmw add {{.*}} monotonic
// CHECK-DAG: cmpxchg {{.*}} acq_rel acquire
// CHECK-DAG: cmpxchg {{.*}} monotonic acquire
// CHECK-DAG: load atomic i32, {{.*}} acquire
// CHECK-DAG: load atomic i32, {{.*}} monotonic
int orders(atomic_int *a, int *b, int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  weaken-ordering  memory_order_release -> memory_order_relaxed
  atomic_store_explicit(a, v, memory_order_release);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  weaken-ordering  memory_order_acq_rel -> memory_order_relaxed
  v += atomic_fetch_add_explicit(a, 1, memory_order_acq_rel);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  weaken-ordering  __ATOMIC_ACQ_REL -> __ATOMIC_RELAXED
  v += __atomic_compare_exchange_n(b, &v, 2, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  weaken-ordering  __ATOMIC_ACQUIRE -> __ATOMIC_RELAXED
  return v + __atomic_load_n(b, __ATOMIC_ACQUIRE);
}
