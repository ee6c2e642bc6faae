// What locks and what unlocks are left out together, by one mutant with several sites.
//
// RUN: export ALLELE_OPTIONS="{operators: [remove-lock]}"
// RUN: %clangxx -std=c++17 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -std=c++17 -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-lock ' %s

#include <mutex>
#include <pthread.h>
void use(int);

// Unlocked elsewhere; locked elsewhere; with a way from one lock to the unlock of another; guards that are used.
void untouched(std::mutex &m) {
  m.lock();
}
void untouchedUnlock(std::mutex &m) {
  m.unlock();
}
void untouchedLoop(std::mutex &m, int n) {
  m.lock();
  while (n--) {
    m.unlock();
    use(n);
    m.lock();
  }
  m.unlock();
}
void untouchedGuard(std::mutex &m) {
  std::unique_lock<std::mutex> used(m);
  use(1);
  used.unlock();
}
void untouchedAdopted(std::mutex &m) {
  std::lock_guard<std::mutex> adopted(m, std::adopt_lock);
}

// CHECK-LABEL: define {{.*}}@pairs.twin(
// CHECK: call i32 @__allele_pick_v1({{.*}}, i32 0)
// CHECK: call i32 @pthread_mutex_lock(
// CHECK: call i32 @__allele_pick_v1({{.*}}, i32 1)
// CHECK: call i32 @pthread_mutex_unlock(
extern "C" void pairs(pthread_mutex_t *m, int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-lock  {{.*}} -> ;\n  use(v);\n
  pthread_mutex_lock(m);
  use(v);
  pthread_mutex_unlock(m);
}

// The destructor is skipped on the way of an exception, too.
// CHECK-LABEL: define {{.*}}@guards.twin(
// CHECK: call i32 @__allele_pick_v1({{.*}}, i32 0)
// CHECK: call void @_ZNSt10lock_guardISt5mutexEC2ERS0_(
// CHECK-COUNT-2: call i32 @__allele_pick_v1({{.*}}, i32 {{[12]}})
extern "C" void guards(std::mutex *m, int v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-lock  std::lock_guard<std::mutex> guard(*m); -> (nothing)
  std::lock_guard<std::mutex> guard(*m);
  use(v);
}
