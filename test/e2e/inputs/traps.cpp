// C++ functions that a copy or a dispatch may break: exceptions, cleanups, coroutines, thunks, initialisers,
// thread-local state.
//
// flags: -std=c++20
#include "show.h"

#include <coroutine>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

static int trail;
struct Tracker {
  int tag;
  explicit Tracker(int v) : tag(v) { trail = trail * 3 + v; }
  Tracker(const Tracker &other) : tag(other.tag + 1) {}
  ~Tracker() { trail = trail * 5 - tag; }
};

static int thrower(int v) {
  if (v > 2)
    throw std::runtime_error("large");
  if (v == 2)
    throw v + 1;
  return v + 1;
}
static int catcher(int v) {
  Tracker outer(1);
  try {
    Tracker inner(2);
    return thrower(v) * 2;
  } catch (const std::exception &error) {
    return error.what()[0] - v;
  } catch (int e) {
    return e + 10;
  }
}
static int rethrower(int v) {
  try {
    try {
      return thrower(v);
    } catch (...) {
      trail++;
      throw;
    }
  } catch (...) {
    return -v;
  }
}
static int functionTry(int v) try { return thrower(v); } catch (...) {
  return v * 7;
}
static int doesNotThrow(int v) noexcept {
  return catcher(v) + 1;
}

struct Generator {
  struct promise_type {
    int current = 0;
    Generator get_return_object() { return Generator{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      current = v + 1;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
  ~Generator() { handle.destroy(); }
  bool next() {
    handle.resume();
    return !handle.done();
  }
};
static Generator squares(int n) {
  for (int i = 0; i < n; ++i)
    co_yield i *i;
}
static int coroutine(int v) {
  Generator generator = squares(v);
  int total = 0;
  while (generator.next()) {
    STEP();
    total += generator.handle.promise().current;
  }
  return total;
}

struct Left {
  int l = 1;
  virtual ~Left() = default;
  virtual int left() { return l + 1; }
};
struct Right {
  int r = 2;
  virtual ~Right() = default;
  virtual int right(int v) { return r + v; }
  virtual Right *clone() { return this; }
};
struct Both : Left, virtual Right {
  int right(int v) override { return l * r - v; }
  Both *clone() override { return this; }
  int left() override { return r * 5; }
};

static std::string text(int v) {
  std::string result = "a";
  if (v > 1)
    result += std::string(v, 'b');
  return result + "c";
}
static std::vector<int> numbers(int v) {
  std::vector<int> result;
  for (int i = 0; i < v; ++i)
    result.push_back(i * 2);
  return result;
}
static Tracker tracker(int v) {
  return Tracker(v - 1);
}

static int early(int v) {
  return v * 4 + 2;
}
static int initialised = early(3);
struct Static {
  int value;
  Static() : value(early(initialised)) {}
  ~Static() { show(value + 1); }
};
static Static object;
static thread_local Tracker threadLocal(early(1));
static int localStatic(int v) {
  static Static inner;
  static const int kFirst = v + 1;
  return inner.value + kFirst - v;
}
inline int inlineVariable = early(5);

template <typename T> struct Lazy {
  T make;
  auto operator()(int v) const { return make(v) + 1; }
};
template <typename T> Lazy(T) -> Lazy<T>;
static auto adder(int a) {
  return [a](int b) { return [a, b](int c) { return a + b - c; }; };
}
constexpr int power(int v) {
  return v * v;
}
consteval int immediate(int v) {
  return v + 3;
}

int main() {
  show(initialised), show(object.value), show(inlineVariable);
  EACH(int, v, 0, 1, 2, 3) {
    show(catcher(v)), show(trail), show(rethrower(v)), show(trail), show(functionTry(v)), show(doesNotThrow(v));
    show(coroutine(v)), show(trail);
    Both both;
    Left *left = &both;
    Right *right = &both;
    show(left->left()), show(right->right(v)), show(right->clone()->right(1)), show((both.*(&Left::left))());
    printf("%s\n", text(v).c_str());
    int total = 0;
    for (int n : numbers(v))
      total += n;
    show(total), show(tracker(v).tag), show(trail), show(localStatic(v)), show(threadLocal.tag);
    show(Lazy{[](int w) { return w * 3; }}(v)), show(adder(v)(2)(1)), show(power(v)), show(immediate(4));
  }
  return 0;
}
