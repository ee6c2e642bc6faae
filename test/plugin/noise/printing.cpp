// RUN: %noise-cpp
#include <ostream>

struct Point {
  int x, y;
};
struct Bits {
  int value;
  Bits operator<<(int count) const { return {value << count}; } // kept
};

std::ostream &operator<<(std::ostream &out, const Point &point) {
  if (point.x < 0)        // noise
    out << "negative "; // noise
  return out << point.x + point.y; // noise
}
void PrintTo(const Point &point, std::ostream *out) {
  *out << point.x * 2; // noise
  (void)(Bits{point.x} << point.y);
}
void print(std::ostream &out, const Point &point) {
  out << point.x * 2; // kept
}
