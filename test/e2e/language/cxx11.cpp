// RUN: mkdir -p %t && cd %t && %construct %s -std=c++11 -pedantic-errors
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++14
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++11 %{libcxx}
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

enum class Level : unsigned char { kLow = 1, kHigh = 4 };

struct Counter {
  int total = 0;
  Counter() = default;
  explicit Counter(int start) : total(start + 1) {} // noticed
  Counter(std::initializer_list<int> values) : Counter(0) {
    for (int value : values)
      total += value; // noticed
  }
  Counter(Counter &&other) noexcept : total(other.total) { other.total = 0; }
};

template <typename T> T sum(T start) {
  return start;
}
template <typename T, typename... Rest> T sum(T start, T first, Rest... rest) {
  return sum(start + first, rest...); // noticed
}
template <typename... Values> int weigh(Values... values) {
  return sum(0, values...) * 2; // noticed
}

constexpr int operator""_dozen(unsigned long long count) {
  return static_cast<int>(count * 12);
}

static std::function<int(int)> adder(int by) {
  return [by](int value) { return value + by; }; // noticed
}

int main() {
  std::unique_ptr<Counter> counter(new Counter{1, 2, 3});
  Counter moved(std::move(*counter));
  std::map<std::string, int> named = {{"a", 1}, {"b", 2}};
  std::tuple<int, std::string> pair{4, "four"};
  std::printf("%d %d %d\n", moved.total, counter->total, weigh(1, 2, 3));                      // noticed
  std::printf("%d %d %d\n", adder(2_dozen)(1), named.at("b"), static_cast<int>(Level::kHigh)); // noticed
  std::printf("%s %d\n", std::get<1>(pair).c_str(), [] { return 3; }());
}
