// A coroutine isn't split yet when the pass runs: it is left alone, and counted. What it calls has its twin.
//
// RUN: %clangxx -std=c++20 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: rm -f %t.stats && ALLELE_STATS=%t.stats %instrument %t.bc -o - | FileCheck --implicit-check-not='coroutine{{[a-z]*}}.twin(' %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// STATS: coroutine
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
// CHECK: define {{.*}}@coroutine(
extern "C" Task coroutine(int a) {
  if (a > 3)
    co_await std::suspend_always();
  called(a * 2);
}
