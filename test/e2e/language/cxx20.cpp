// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20 %{libcxx}
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++2b
#include <compare>
#include <concepts>
#include <cstdio>
#include <span>
#include <string>

template <typename T>
concept Measured = requires(const T &value) {
  { value.length() } -> std::convertible_to<std::size_t>;
};

int lengthOf(const Measured auto &value) {
  return static_cast<int>(value.length()) + 1; // noticed
}
int lengthOf(std::integral auto value) {
  return static_cast<int>(value) * 2; // noticed
}

consteval int power(int base, int exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

constexpr int half(int value) {
  return value / 2; // noticed
}

constinit int started = power(2, 5);

struct Version {
  int major = 0, minor = 0;
  auto operator<=>(const Version &) const = default;
};

static int newest(std::span<const Version> versions) {
  Version best;
  for (int index = 0; const Version &version : versions) {
    ++index;
    if (version > best) // noticed
      best = version;
  }
  return best.major * 10 + best.minor; // noticed
}

struct Options {
  int depth = 1, width = 2, height = 3;
};

static int volume(Options options) {
  return options.depth * options.width * options.height; // noticed
}

int main() {
  const Version versions[] = {{1, 2}, {.major = 3, .minor = 1}, {2, 9}};
  auto generic = []<typename T>(T value) { return value + T(1); }; // noticed
  std::printf("%d %d %d\n", lengthOf(std::string("four")), lengthOf(21), half(started));
  std::printf("%d %d %d\n", newest(versions), volume({.depth = 4, .height = 5}), generic(6));
}
