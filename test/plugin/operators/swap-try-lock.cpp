// The result of a try is taken the wrong way round.
//
// RUN: export ALLELE_OPTIONS="{operators: [swap-try-lock]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' swap-try-lock ' %s

#include <mutex>
#include <pthread.h>

struct Other {
  bool try_lock();
};
bool untouched(Other &other, std::mutex &m) {
  m.try_lock();
  return other.try_lock();
}

// CHECK-LABEL: define {{.*}}@tries.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: icmp eq i1
// CHECK: icmp eq i32
extern "C" int tries(std::mutex *m, pthread_mutex_t *other) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-try-lock  m->try_lock() -> !m->try_lock()
  if (m->try_lock())
    return 1;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-try-lock  pthread_mutex_trylock(other) -> !pthread_mutex_trylock(other)
  return pthread_mutex_trylock(other);
}
