// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20 -O1 -O3 -Os -Oz
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20 -fno-exceptions
#include <coroutine>
#include <cstdio>
#include <cstdlib>

template <typename T> class Generator {
public:
  struct promise_type {
    T value{};
    Generator get_return_object() { return Generator(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  explicit Generator(std::coroutine_handle<promise_type> started) : handle(started) {}
  Generator(const Generator &) = delete;
  ~Generator() { handle.destroy(); }
  bool next() {
    handle.resume();
    return !handle.done();
  }
  T value() const { return handle.promise().value; }

private:
  std::coroutine_handle<promise_type> handle;
};

static Generator<int> squares(int count) {
  for (int i = 1; i <= count; ++i) // noticed
    co_yield i *i;                 // noticed
}

struct Doubled {
  int value;
  bool await_ready() const { return value > 100; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return value * 2; } // noticed
};

struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
  };
  std::coroutine_handle<promise_type> handle;
};

static Task compute(int start, int &result) {
  const int first = co_await Doubled{start};
  const int second = co_await Doubled{first + 1}; // noticed
  result = second - first;                        // noticed
}

int main() {
  Generator<int> generator = squares(4);
  int total = 0;
  while (generator.next())
    total += generator.value(); // noticed
  int result = 0;
  Task task = compute(5, result);
  task.handle.resume();
  task.handle.resume();
  std::printf("%d %d\n", total, result);
}
