// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -pedantic-errors
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 %{libcxx}
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++20
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++2b
#include <any>
#include <cstdio>
#include <map>
#include <optional>
#include <string_view>
#include <variant>

inline int shared = 3;
inline constexpr int kFactor = 2;

struct Config {
  static inline int created = 0;
  int width = 1, height = 1;
  Config(int w, int h) : width(w), height(h) { ++created; } // noticed
};

template <auto Value> int scaled(int by) {
  if constexpr (Value > 2)
    return by * Value; // noticed
  else
    return by + Value; // noticed
}

template <typename... Values> auto total(Values... values) {
  return (values + ... + 0); // noticed
}

static std::optional<int> parse(std::string_view text) {
  int value = 0;
  for (char letter : text) {
    if (letter < '0' || letter > '9') // noticed
      return std::nullopt;
    value = value * 10 + (letter - '0'); // noticed
  }
  return value;
}

struct Describe {
  int operator()(int value) const { return value + 1; }                                     // noticed
  int operator()(std::string_view text) const { return static_cast<int>(text.size()) * 2; } // noticed
};

int main() {
  const std::map<int, int> squares{{1, 1}, {2, 4}};
  for (const auto &[number, square] : squares)
    std::printf("%d ", square - number); // noticed
  Config config(4, 5);
  if (const auto value = parse("42"); value && !parse("4x"))
    std::printf("%d\n", *value + config.width * config.height + Config::created); // noticed
  std::variant<int, std::string_view> either = 5;
  std::printf("%d ", std::visit(Describe(), either));
  either = std::string_view("word");
  std::printf("%d %d %d %d\n", std::visit(Describe(), either), scaled<3>(2), scaled<1>(2),
              total(1, 2, shared * kFactor));
}
