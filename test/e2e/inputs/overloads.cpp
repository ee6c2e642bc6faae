// Overloaded operators whose counterparts exist: members, friends, functions of namespaces and templates; operands by
// reference and by value; results in memory, in registers and by reference; operators that throw.
//
// flags: -std=c++17
// operators: default, strong
#include "show.h"

#include <map>
#include <string>
#include <vector>

// Functions, since what is in the argument of a macro has no mutants.
static void put(long long value, int line = __builtin_LINE()) { printf("%d: %lld\n", line, value); }
static void putFloat(double value, int line = __builtin_LINE()) { printf("%d: %a\n", line, value); }

namespace shapes {

// In memory: not trivially copyable, so results come through a hidden pointer.
class Number {
public:
  explicit Number(int v) : value(v) { ++alive; }
  Number(const Number &other) : value(other.value) { ++alive; }
  Number &operator=(const Number &other) = default;
  ~Number() { --alive; }
  Number &operator+=(const Number &other) {
    value += other.value;
    return *this;
  }
  Number &operator-=(const Number &other) {
    value -= other.value;
    return *this;
  }
  Number &operator*=(const Number &other) {
    value *= other.value;
    return *this;
  }
  Number &operator++() {
    value += 3;
    return *this;
  }
  Number &operator--() {
    value -= 3;
    return *this;
  }
  Number operator++(int) {
    Number before(*this);
    value += 3;
    return before;
  }
  Number operator--(int) {
    Number before(*this);
    value -= 3;
    return before;
  }
  bool operator==(const Number &other) const { return value == other.value; }
  bool operator!=(const Number &other) const { return value != other.value; }
  bool operator<(const Number &other) const { return value < other.value; }
  bool operator>(const Number &other) const { return value > other.value; }
  bool operator<=(const Number &other) const { return value <= other.value; }
  bool operator>=(const Number &other) const { return value >= other.value; }
  friend Number operator%(const Number &a, const Number &b) {
    if (b.value == 0)
      throw 7;
    return Number(a.value % b.value);
  }
  friend Number operator/(const Number &a, const Number &b) {
    if (b.value == 0)
      throw 8;
    return Number(a.value / b.value);
  }
  friend Number operator*(const Number &a, const Number &b) { return Number(a.value * b.value); }
  int value;
  static int alive;
};
int Number::alive = 0;

Number operator+(Number a, Number b) {
  a += b;
  return a;
}
Number operator-(Number a, Number b) {
  a -= b;
  return a;
}
Number operator&&(const Number &a, const Number &b) { return Number(a.value > 1 && b.value > 1); }
Number operator||(const Number &a, const Number &b) { return Number(a.value > 1 || b.value > 1); }

// In registers.
struct Pair {
  float x, y;
};
inline Pair operator+(Pair a, Pair b) { return {a.x + b.x, a.y + b.y}; }
inline Pair operator-(Pair a, Pair b) { return {a.x - b.x, a.y - b.y}; }
inline Pair operator*(Pair a, float f) { return {a.x * f, a.y * f}; }
inline Pair operator/(Pair a, float f) { return {a.x / f, a.y / f}; }
struct Metres {
  double value;
};
// All are `double (double, double)`, but not for the source.
inline Metres operator+(Metres a, Metres b) { return {a.value + b.value}; }
inline Metres operator-(Metres a, Metres b) { return {a.value - b.value}; }
inline double operator/(Metres a, Metres b) { return a.value / b.value; }

enum class Flags : unsigned { kNone = 0, kA = 1, kB = 2, kC = 4 };
constexpr Flags operator|(Flags a, Flags b) { return Flags(unsigned(a) | unsigned(b)); }
constexpr Flags operator&(Flags a, Flags b) { return Flags(unsigned(a) & unsigned(b)); }
constexpr Flags operator^(Flags a, Flags b) { return Flags(unsigned(a) ^ unsigned(b)); }
inline Flags &operator|=(Flags &a, Flags b) { return a = a | b; }
inline Flags &operator&=(Flags &a, Flags b) { return a = a & b; }

template <typename T> struct Box {
  T value;
  Box operator<<(int n) const { return {T(value * (1 << n))}; }
  Box operator>>(int n) const { return {T(value / (1 << n))}; }
  template <typename U> friend bool operator==(const Box<U> &a, const Box<U> &b);
};
template <typename T> bool operator==(const Box<T> &a, const Box<T> &b) { return a.value == b.value; }
template <typename T> bool operator!=(const Box<T> &a, const Box<T> &b) { return a.value != b.value; }

} // namespace shapes

using shapes::Box;
using shapes::Flags;
using shapes::Metres;
using shapes::Number;
using shapes::Pair;

template <typename T> static T combined(T a, T b) {
  T sum = a + b;
  sum += b;
  if (sum == a)
    return b;
  bool isOther = sum != b;
  return isOther ? sum - a : a;
}

static void numbers(int i, int j) {
  try {
    Number a(i), b(j);
    put((a + b).value);
    put((a - b - Number(2)).value);
    put((a * b + a).value);
    put((a * (b + a)).value);
    put((a + b * a / Number(2)).value);
    a += b;
    put(a.value);
    (a -= b) += b;
    put(a.value);
    put((a++).value);
    put((++a).value);
    Number *p = &a;
    put((*p)--.value);
    p->value++;
    put((--*p).value);
    put(a == b);
    put(a != b && a < b);
    put(a <= b || a > b);
    put(a >= b ? 3 : 4);
    if (a < b)
      put(5);
    while (b < a)
      ++b;
    for (Number c(0); c < Number(10); ++c)
      STEP();
    put((a && b || Number(2) && a).value);
    put(((a || b) && Number(1)).value);
    put((a % Number(j)).value);
    put((a / Number(j)).value);
  } catch (int e) {
    put(e);
  }
  put(Number::alive);
}

static int throwing(int i) {
  Number a(i);
  try {
    Number b(i);
    return (a / b).value + (a * b).value;
  } catch (int e) {
    return e;
  }
}

static void throughCaller(int i) {
  try {
    put((Number(5) % Number(i)).value);
  } catch (int e) {
    put(e);
  }
  put(Number::alive);
}

static void registers(float f) {
  Pair a{1, f}, b{f, 3};
  Pair c = a + b * 2 - b;
  putFloat(c.x), putFloat(c.y);
  c = (a - b) / 4;
  putFloat(c.x), putFloat(c.y);
  Metres m{3}, n{f};
  putFloat((m + n).value);
  putFloat((m - n).value);
  putFloat(m / n);
}

static unsigned flags(Flags f, Flags g) {
  Flags h = f | g;
  put(unsigned(h));
  h = f & (g | Flags::kC) ^ Flags::kA;
  put(unsigned(h));
  h |= g;
  put(unsigned(h));
  h &= f;
  return unsigned(h | f & g);
}

static void boxes() {
  EACH(int, i, 8, 3) {
    Box<int> a{i}, b = a << 2;
    put(b.value);
    put((b >> 1).value);
    put(a == b);
    if (a != b)
      put(a == Box<int>{i});
    Box<short> c{short(i)};
    put((c << 1 >> 2).value);
    put(c == Box<short>{8});
  }
}

static void library() {
  std::vector<int> v{1, 2, 3};
  int sum = 0;
  for (auto it = v.begin(); it != v.end(); ++it)
    sum = sum * 3 + *it;
  put(sum);
  put(v.begin() == v.end());
  std::map<int, int> m{{1, 2}, {3, 4}};
  auto it = m.begin();
  it++;
  put(it == m.end());
  put(it != m.begin());
  --it;
  put(it->second);
  std::string s = "a";
  s += "b";
  put(s == "ab");
  put(s != "ab");
  put(s < std::string("b"));
  put(s > std::string("b"));
}

int main() {
  EACH(int, i, 0, 1, 2, 5, 9)
  EACH(int, j, 0, 2, 5)
  numbers(i, j);
  EACH(int, i, 0, 3) put(throwing(i));
  EACH(int, i, 0, 3) throughCaller(i);
  EACH(float, f, 0.5f, 3.0f, -4.0f) registers(f);
  EACH(unsigned, i, 0, 1, 3, 6)
  EACH(unsigned, j, 0, 1, 2)
  put(flags(Flags(i), Flags(j)));
  boxes();
  library();
  EACH(int, i, 1, 4) {
    put(combined(Number(i), Number(3)).value);
    put(combined(i, 3));
  }
}
