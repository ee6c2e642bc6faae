// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

struct Machine {
  int state = 1;
  auto step() {
    return [this, by = 2](int count) mutable {
      by += count;                                      // noticed
      state += by;                                      // noticed
      return [copy = *this] { return copy.state * 3; }; // noticed
    };
  }
};

static std::function<int(int)> fibonacci() {
  static std::function<int(int)> self = [](int n) { return n < 2 ? n : self(n - 1) + self(n - 2); }; // noticed
  return self;
}

int main() {
  Machine machine;
  auto step = machine.step();
  std::printf("%d\n", step(3)());
  std::vector<int> values{3, 1, 2};
  std::sort(values.begin(), values.end(), [](int a, int b) { return a > b; }); // noticed
  int (*plain)(int) = [](int value) { return value << 1; };                    // noticed
  std::printf("%d %d %d\n", values.front(), plain(5), fibonacci()(10));
}
