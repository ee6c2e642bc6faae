// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -O1 -O3 -Os -Oz
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 %{libcxx}
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -static
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

struct Guard {
  int &count;
  ~Guard() { count += 2; }
};

struct Base : std::exception {
  const char *what() const noexcept override { return "base"; }
};
struct Derived : Base {
  int code;
  explicit Derived(int value) : code(value * 2) {} // noticed
};

static int depth(int level, int &count) {
  Guard guard{count};
  if (level == 0)             // noticed
    throw Derived(count + 1); // noticed
  return depth(level - 1, count) + 1;
}

static int codeOf(int level) {
  int count = 0;
  try {
    try {
      depth(level, count);
    } catch (const std::runtime_error &) {
      return -1;
    } catch (...) {
      ++count; // noticed
      throw;
    }
  } catch (const Derived &derived) {
    return derived.code * 100 + count; // noticed
  }
  return -2;
}

struct Member {
  int value;
  explicit Member(int wanted) try : value(wanted) {
    if (wanted > 2) // noticed
      throw std::logic_error("wanted");
  } catch (const std::logic_error &) {
    std::puts("rolled back");
    throw;
  }
};

static bool isSafe() noexcept {
  try {
    Member member(3);
    return member.value != 0;
  } catch (const std::exception &) {
    return false; // noticed
  }
}

int main() {
  std::printf("%d\n", codeOf(3));
  std::printf("%d %d\n", isSafe(), std::uncaught_exceptions()); // noticed
  const std::exception_ptr kept = std::make_exception_ptr(std::runtime_error("kept"));
  try {
    std::rethrow_exception(kept);
  } catch (const std::exception &error) {
    std::printf("%s\n", error.what());
  }
}
