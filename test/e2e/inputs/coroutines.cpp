// Coroutines: loops that yield, awaited values, frames with destructors, exceptions through them, lambdas, one that
// gives nothing back.
//
// flags: -std=c++20
// operators: all
#include "show.h"

#include <coroutine>
#include <exception>

static int order;

struct Loud {
  int value;
  explicit Loud(int v) : value(v) { order = order * 3 + v; }
  ~Loud() { order = order * 5 + value; }
};

struct Sequence {
  struct promise_type {
    int value = 0;
    int failure = 0;
    Sequence get_return_object() { return Sequence{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int next) {
      value = next;
      return {};
    }
    void return_value(int last) { value = last; }
    void unhandled_exception() {
      try {
        throw;
      } catch (int code) {
        failure = code;
      }
    }
  };
  std::coroutine_handle<promise_type> handle;
  ~Sequence() { handle.destroy(); }
  bool next() {
    handle.resume();
    return !handle.done();
  }
  int value() const { return handle.promise().value; }
  int failure() const { return handle.promise().failure; }
};

static Sequence squares(int from, int to) {
  Loud loud(from);
  for (int i = from; i < to; ++i) {
    STEP();
    if (i % 3 == 1)
      continue;
    co_yield i *i;
  }
  co_return loud.value + to;
}

static Sequence failing(int a) {
  Loud outer(a);
  co_yield a + 1;
  try {
    Loud inner(a * 2);
    if (a > 1)
      throw a - 1;
    co_yield inner.value;
  } catch (int code) {
    order += code;
    if (code == 2)
      throw code + 5;
  }
  co_return order - a;
}

struct Ready {
  int value;
  bool await_ready() const { return value > 2; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return value * 2; }
};

struct Flag {
  int value;
  bool await_ready() const { return value > 3; }
  void await_suspend(std::coroutine_handle<>) const {}
  bool await_resume() const { return value % 2 == 0; }
};

static Sequence deciding(int a) {
  int steps = 0;
  while (co_await Flag{a + steps})
    steps += 3;
  if (co_await Flag{a})
    co_return steps;
  co_return !co_await Flag{steps} && co_await Flag{a + 1} ? steps + 10 : -steps;
}

static Sequence awaiting(int a, int b) {
  const int first = co_await Ready{a};
  const int second = co_await Ready{first - b} + co_await Ready{b};
  co_yield second != 0 ? first / second : first;
  co_return co_await Ready{second} || a < b;
}

struct Nothing {};
template <typename... Arguments> struct std::coroutine_traits<void, Nothing, Arguments...> {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

static void fireAndForget(Nothing, int a) {
  order = order * 2 + a;
  if (a > 1)
    co_return;
  order += 7;
  co_return;
}

static void all(Sequence &&sequence) {
  while (sequence.next()) {
    STEP();
    show(sequence.value());
  }
  show(sequence.value());
  show(sequence.failure());
}

int main() {
  EACH(int, a, 0, 1, 2, 3, 5) {
    order = 1;
    all(squares(a, 6));
    show(order);
    all(failing(a));
    show(order);
    all(awaiting(a, 2));
    all(deciding(a));
    fireAndForget(Nothing(), a);
    show(order);
    auto lambda = [a](int by) -> Sequence {
      co_yield a + by;
      co_return a - by;
    };
    all(lambda(4));
  }
}
