// RUN: %noise-cpp
#include <cstddef>
#include <functional>

struct Point {
  int x, y;
  bool operator==(const Point &other) const { return x == other.x; } // kept
};
namespace std {
template <> struct hash<Point> {
  size_t operator()(const Point &point) const { return point.x * 31 + point.y; } // noise
};
} // namespace std
size_t hash_value(const Point &point) {
  return point.x ^ point.y; // noise
}
struct Sorter {
  bool operator()(const Point &a, const Point &b) const { return a.x < b.x; } // kept
};

bool use(const Point &a, const Point &b) {
  return Sorter()(a, b) || a == b || std::hash<Point>()(a) == hash_value(b); // kept
}
