// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -fno-exceptions -fno-rtti
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -fno-exceptions -fno-asynchronous-unwind-tables
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -fno-rtti -fno-threadsafe-statics
#include <cstdio>

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square final : Shape {
  int side;
  explicit Square(int length) : side(length) {}
  int area() const override { return side * side; } // noticed
};

static const Shape &shared() {
  static const Square kSquare(3);
  return kSquare;
}

int main() {
  std::printf("%d\n", shared().area() - 1); // noticed
}
