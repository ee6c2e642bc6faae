// RUN: mkdir -p %t && cd %t && %construct %s -std=c++2b
#include <cstdio>
#include <vector>

struct Grid {
  std::vector<int> cells = std::vector<int>(6);
  int &operator[](int row, int column) { return cells[row * 3 + column]; } // noticed
#if __clang_major__ >= 18
  template <typename Self> auto &&first(this Self &&self) { return self.cells[0]; }
#endif
};

struct Doubler {
  static int operator()(int value) { return value * 2; } // noticed
};

constexpr int where(int value) {
  if consteval {
    return value;
  } else {
    return value + 100; // noticed
  }
}

int main() {
  Grid grid;
  grid[1, 2] = 7;
#if __clang_major__ >= 18
  grid.first() = 1;
#endif
  int at = 5;
  auto nothing = [at] mutable { return at++; };
  std::printf("%d %d %d %zu\n", grid.cells[5], Doubler()(4), where(at), sizeof(nothing));
}
