// C++ constructs around operators: constructors, initialisers, default arguments, templates, lambdas, overloaded
// operators, range-for.
//
// flags: -std=c++20
#include "show.h"

#include <compare>

#define LIMIT 12

struct Vector {
  int x, y;
  int area = x * y;
  Vector(int a, int b) : x(a + b), y(a - b) {}
  explicit Vector(int a) : Vector(a, a + 1) {}
  Vector operator+(const Vector &other) const { return {x + other.x, y + other.y}; }
  Vector operator-() const { return {-x, -y}; }
  Vector &operator+=(const Vector &other) {
    x += other.x;
    y += other.y;
    return *this;
  }
  Vector &operator++() {
    ++x;
    return *this;
  }
  Vector operator++(int) {
    Vector before = *this;
    x++;
    return before;
  }
  int operator[](int i) const { return i == 0 ? x : y; }
  int operator*(const Vector &other) const { return x * other.x + y * other.y; }
  bool operator==(const Vector &other) const = default;
  auto operator<=>(const Vector &other) const = default;
  bool operator!() const { return !x && !y; }
};

struct Base {
  int value;
  explicit Base(int v) : value(v + 1) {}
  virtual ~Base() { show(value - 1); }
  virtual int twice() const { return value * 2; }
};
struct Middle : virtual Base {
  Middle() : Base(5) { value -= 2; }
};
struct Derived : Middle {
  int own = 3 << 1;
  explicit Derived(int v) : Base(v * 2) { own |= v; }
  int twice() const override { return Middle::twice() + own; }
};

static int scale(int v, int by = 1 + 2) {
  return v * by;
}

template <typename T> struct Box {
  T content;
  T half() const { return content / 2; }
  template <typename U> U plus(U other) const { return content + other; }
  static inline int made = 0;
  Box(T v) : content(v) { made++; }
};

template <int N> static int power(int v) {
  if constexpr (N == 0)
    return 1;
  else
    return v * power<N - 1>(v);
}
template <typename... T> static int sum(T... values) {
  return (values + ... + 0);
}

static int counter(int start) {
  static int calls = 10 - 3;
  return start + calls++;
}

static void operators(int a, int b) {
  Vector v(a, b), w(b);
  show(v.x), show(v.y), show(v.area), show(w.area);
  Vector s = v + w;
  show(s.x), show(s.y);
  s += v;
  s++, ++s;
  show(s.x), show(s.y);
  int scalar = v * w - s[0] + s[1];
  show(scalar);
  Vector n = -v;
  show(n.x);
  bool r = v == w;
  show(r);
  r = v != w;
  show(r);
  r = v < w;
  show(r);
  r = !v;
  show(r);
  r = (a <=> b) < 0;
  show(r);
  int t = v.x++ + w.y;
  show(t);
}

static void lambdas(int a, int b) {
  auto add = [a](int c) { return a + c; };
  auto count = [n = a + b]() mutable { return n += 2; };
  auto generic = [&]<typename T>(T v) { return v - b; };
  int r = add(b);
  show(r);
  r = count() + count();
  show(r);
  r = generic(a);
  show(r);
  double d = generic(0.5);
  showFloat(d);
  r = [](int v) -> int { return v > 1 ? v % 3 : v | 4; }(a);
  show(r);
}

static void statements(int a, int b) {
  int cells[] = {a, b, a + b, a - b}, total = 0;
  for (int cell : cells)
    total += cell;
  show(total);
  for (int &cell : cells)
    cell *= 2;
  show(cells[3]);
  auto [first, second, area] = Vector(a, b);
  int r = first - second + area;
  show(r);
  if (int c = a * b; c > 3)
    show(c);
  switch (int c = a & 3; c) {
  case 1:
    r = c + 1;
    break;
  case 2:
    r = c - 1;
    [[fallthrough]];
  default:
    r ^= 5;
  }
  show(r);
  r = scale(a) + scale(b, a);
  show(r);
  r = counter(a) + counter(b);
  show(r);
  const char *text = "operators: a + b < c && !d"; // a + b
  show(text[a & 7]);
  show(R"(a + b)"[a & 3]);
  r = a /* + */ + /* - */ b;
  show(r);
  r = 1'000 + a;
  show(r);
  r = a < b;
  show(r);
  auto *allocated = new int[LIMIT + 4]{a, b};
  r = allocated[0] + allocated[1];
  show(r);
  delete[] allocated;
  thread_local int local = 4;
  local += a;
  show(local);
  constexpr int kConstant = 3 * 4;
  r = a * kConstant;
  show(r);
  static_assert(1 + 1 == 2);
  r = int{sizeof(int) * 2} + a;
  show(r);
}

static void objects(int a) {
  Derived derived(a);
  show(derived.value), show(derived.own);
  const Base &base = derived;
  int r = base.twice() - 1;
  show(r);
  Middle middle;
  show(middle.twice());
  Box<int> box(a * 3);
  Box<double> wide(a * 0.5);
  show(box.half()), showFloat(wide.half()), show(box.plus(2L)), showFloat(box.plus(0.25)), show(Box<int>::made);
  r = power<3>(a + 1);
  show(r);
  show(sum(a, 2, 3));
}

int global = 6 * 7;
static int dynamicallyInitialised = scale(global) - 4;

int main() {
  show(dynamicallyInitialised);
  EACH(int, a, 0, 1, 2, 5) EACH(int, b, -1, 0, 3) {
    operators(a, b);
    lambdas(a, b);
    statements(a, b);
  }
  EACH(int, a, 0, 3) objects(a);
  return 0;
}
