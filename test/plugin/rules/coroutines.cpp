// A coroutine isn't split yet when the pass runs: its twin is a coroutine of its own. That it waits unless `await_ready`
// says otherwise is no condition of the source.
//
// RUN: %clangxx -std=c++20 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o %t.ll && FileCheck %s < %t.ll
// RUN: opt -passes='default<O2>' -S %t.ll -o - | FileCheck --check-prefix=SPLIT %s
// RUN: %cxx -std=c++20 -shared -fPIC %s -o %t.so && %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=':28:' %s
#include <coroutine>
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
// CHECK: define {{.*}}@called.twin(
extern "C" int called(int a) { return a + 1; }
// CHECK: define {{.*}}@coroutine.twin({{.*}} [[ATTRIBUTES:#[0-9]+]] {{.*}}{
// CHECK: call {{.*}} @llvm.coro.id(
// CHECK: attributes [[ATTRIBUTES]] = { {{.*}}presplitcoroutine
// SPLIT-DAG: define {{.*}}@coroutine(
// SPLIT-DAG: define {{.*}}@coroutine.resume(
// SPLIT-DAG: define {{.*}}@coroutine.twin.resume(
extern "C" Task coroutine(int a) {
  if (a > 3)
    co_await std::suspend_always();
  called(a * 2);
}
// LIST-DAG: coroutines.cpp:27:9  gt-to-ge
// LIST-DAG: coroutines.cpp:29:12  mul-to-div
