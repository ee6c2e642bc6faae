// Overloaded operators whose counterparts exist: members, friends, functions of namespaces and templates; operands by
// reference and by value; results in memory, in registers and by reference; operators that throw. And some without a
// counterpart.
//
// flags: -std=c++17
// operators: add-to-sub, add-to-mul, add-to-div, sub-to-add, sub-to-mul, mul-to-div, mul-to-add, mul-to-rem
// operators: div-to-mul, div-to-sub, rem-to-mul, rem-to-div, and-to-or, and-to-xor, or-to-and, or-to-xor, xor-to-and
// operators: xor-to-or, shl-to-shr, shr-to-shl, add-assign-to-sub-assign, add-assign-to-mul-assign
// operators: sub-assign-to-add-assign, or-assign-to-and-assign, and-assign-to-or-assign, inc-to-dec, dec-to-inc
// operators: lt-to-le, lt-to-gt, lt-to-ge, lt-to-eq, le-to-lt, le-to-gt, gt-to-ge, gt-to-le, ge-to-lt, ge-to-ne
// operators: eq-to-ne, eq-to-lt, ne-to-eq, ne-to-ge, land-to-lor, lor-to-land, call-to-zero, call-to-false
#include "show.h"

// Functions, since what is in the argument of a macro has no mutants.
static void put(long long value, int line = __builtin_LINE()) {
  printf("%d: %lld\n", line, value);
}
static void putFloat(double value, int line = __builtin_LINE()) {
  printf("%d: %a\n", line, value);
}

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
Number operator&&(const Number &a, const Number &b) {
  return Number(a.value > 1 && b.value > 1);
}
Number operator||(const Number &a, const Number &b) {
  return Number(a.value > 1 || b.value > 1);
}

// In registers.
struct Pair {
  float x, y;
};
inline Pair operator+(Pair a, Pair b) {
  return {a.x + b.x, a.y + b.y};
}
inline Pair operator-(Pair a, Pair b) {
  return {a.x - b.x, a.y - b.y};
}
inline Pair operator*(Pair a, float f) {
  return {a.x * f, a.y * f};
}
inline Pair operator/(Pair a, float f) {
  return {a.x / f, a.y / f};
}
struct Metres {
  double value;
};
// All are `double (double, double)`, but not for the source.
inline Metres operator+(Metres a, Metres b) {
  return {a.value + b.value};
}
inline Metres operator-(Metres a, Metres b) {
  return {a.value - b.value};
}
inline double operator/(Metres a, Metres b) {
  return a.value / b.value;
}

// As a template needs it that also takes Number.
struct Whole {
  int value;
  Whole &operator+=(const Whole &other) { return value += other.value, *this; }
  Whole &operator-=(const Whole &other) { return value -= other.value, *this; }
  bool operator==(const Whole &other) const { return value == other.value; }
  bool operator!=(const Whole &other) const { return value != other.value; }
};
inline Whole operator+(Whole a, Whole b) {
  return {a.value + b.value};
}
inline Whole operator-(Whole a, Whole b) {
  return {a.value - b.value};
}

enum class Flags : unsigned { kNone = 0, kA = 1, kB = 2, kC = 4 };
constexpr Flags operator|(Flags a, Flags b) {
  return Flags(unsigned(a) | unsigned(b));
}
constexpr Flags operator&(Flags a, Flags b) {
  return Flags(unsigned(a) & unsigned(b));
}
constexpr Flags operator^(Flags a, Flags b) {
  return Flags(unsigned(a) ^ unsigned(b));
}
inline Flags &operator|=(Flags &a, Flags b) {
  return a = a | b;
}
inline Flags &operator&=(Flags &a, Flags b) {
  return a = a & b;
}

template <typename T> struct Box {
  T value;
  Box operator<<(int n) const { return {T(value * (1 << n))}; }
  Box operator>>(int n) const { return {T(value / (1 << n))}; }
  template <typename U> friend bool operator==(const Box<U> &a, const Box<U> &b);
};
template <typename T> bool operator==(const Box<T> &a, const Box<T> &b) {
  return a.value == b.value;
}
template <typename T> bool operator!=(const Box<T> &a, const Box<T> &b) {
  return a.value != b.value;
}

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

// A minimal iterator, by value in registers.
struct Iterator {
  const int *at;
  int operator*() const { return *at; }
  Iterator &operator++() {
    ++at;
    return *this;
  }
  Iterator &operator--() {
    --at;
    return *this;
  }
  Iterator operator++(int) { return {at++}; }
  Iterator operator--(int) { return {at--}; }
  bool operator==(Iterator other) const { return at == other.at; }
  bool operator!=(Iterator other) const { return at != other.at; }
};
static void iterators() {
  static const int cells[] = {0, 0, 0, 1, 2, 3, 0, 0};
  Iterator begin{cells + 3}, end{cells + 6};
  int sum = 0;
  for (Iterator it = begin; it != end && sum < 99; it++)
    sum = sum * 3 + *it;
  put(sum);
  Iterator it = begin;
  put(*it++);
  put(*++it);
  put(*--it);
  put(*it--);
  put(it == begin);
}

// Where there is no counterpart: the result is neutral.
struct Alone {
  int value;
  int operator*(Alone other) const { return value * other.value; }
  bool operator==(const Alone &other) const { return value == other.value; }
};
static double operator/(const Alone &a, const Alone &b) {
  return double(a.value) / double(b.value);
}
static Alone counted(int v) {
  put(v);
  return {v};
}
template <typename T> static bool differs(T a, T b, bool isOff) {
  return isOff || !(a == b);
}
static void alone(int i, int j) {
  Alone a{i}, b{j};
  int product = a * b;
  put(product);
  put(a * counted(j) + 1);
  bool isSame = a == b;
  put(isSame && a == counted(4));
  double ratio = a / b;
  putFloat(ratio);
  if (!(a == b))
    put(7);
  put(differs(a, b, i > 3));
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
  iterators();
  EACH(int, i, 1, 4) alone(i, 4);
  EACH(int, i, 1, 4) {
    put(combined(Number(i), Number(3)).value);
    put(combined(shapes::Whole{i}, shapes::Whole{3}).value);
  }
}
