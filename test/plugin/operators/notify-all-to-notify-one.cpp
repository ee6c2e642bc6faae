// One waiting thread is woken instead of all.
//
// RUN: export ALLELE_OPTIONS="{operators: [notify-all-to-notify-one]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' notify-all-to-notify-one ' %s

#include <condition_variable>
#include <pthread.h>

struct Other {
  void notify_all();
};
void untouched(std::condition_variable &c, Other &other) {
  c.notify_one();
  other.notify_all();
}

// CHECK-LABEL: define {{.*}}@notifies.twin(
// CHECK: call void @_ZNSt18condition_variable10notify_allEv(
// CHECK: call void @_ZNSt18condition_variable10notify_oneEv(
// CHECK: call i32 @pthread_cond_signal(
extern "C" void notifies(std::condition_variable *c, pthread_cond_t *other) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  notify-all-to-notify-one  notify_all -> notify_one
  c->notify_all();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  notify-all-to-notify-one  pthread_cond_broadcast -> pthread_cond_signal
  pthread_cond_broadcast(other);
}
