// `&&`, `||`, `!` and their alternative tokens in C++: temporaries with destructors, declarations in conditions,
// lambdas, templates.
//
// flags: -std=c++20
#include "show.h"

#define LOW(a) ((a) & 1)

static int count;

struct Loud {
  int value;
  explicit Loud(int v) : value(v) { count = count * 3 + v; }
  ~Loud() { count = count * 5 + 1; }
  operator bool() const { return value != 0; }
  bool isPositive() const { return value > 0; }
  bool operator!() const { return value == 0; }
};

struct Overloaded {
  int value;
  bool operator&&(const Overloaded &other) const { return value + other.value > 2; }
  bool operator||(const Overloaded &other) const { return value - other.value > 2; }
  bool operator!() const { return value == 3; }
};

static void temporaries(int a, int b, int c) {
  count = 0;
  if (Loud(a) && Loud(b))
    show(1);
  show(count);
  if (Loud(a).isPositive() || Loud(b).isPositive())
    show(2);
  show(count);
  if ((Loud(a) || Loud(b)) && !Loud(c).isPositive())
    show(3);
  show(count);
  bool v = Loud(a) && Loud(b);
  show(v), show(count);
  v = Loud(a) || (Loud(b) && Loud(c));
  show(v), show(count);
  v = !Loud(a);
  show(v), show(count);
  int w = Loud(a) && b ? 4 : 5;
  show(w), show(count);
  count = 0;
  while (count < 100 && Loud(a).isPositive())
    STEP();
  show(count);
  count = 0;
  for (int i = 0; i < 2 && !Loud(b).isPositive(); ++i)
    STEP();
  show(count);
}

static void alternatives(bool a, bool b, bool c) {
  if (a and b)
    show(1);
  if (a or not b)
    show(2);
  if (not(a and b) or c)
    show(3);
  bool v = a and b or c;
  show(v);
  int w = (a bitand b) + (a bitor c) + (a xor b);
  show(w);
  w and_eq 1;
  show(w);
  v = a not_eq b;
  show(v);
  w = compl w;
  show(w);
}

static const int *find(int a) {
  static const int kValues[] = {0, 7};
  return a ? &kValues[LOW(a)] : nullptr;
}

static void declarations(int a, int b) {
  if (const int *p = find(a))
    show(*p);
  else
    show(1);
  if (const int *p = find(a); p && *p > 3)
    show(2);
  if (int v = a; v > b || !v)
    show(3);
  if (int v = a + b) {
    show(v);
  }
  while (int v = a) {
    STEP();
    show(v);
    a--;
  }
  for (int i = 0; int left = 3 - i; ++i) {
    STEP();
    show(left);
  }
}

template <typename T> static bool within(T value, T low, T high) {
  return low <= value && value < high;
}
template <typename T, typename... Rest> static bool all(T first, Rest... rest) {
  if constexpr (sizeof...(rest) > 0)
    return first && all(rest...);
  else
    return first;
}
template <typename... T> static bool any(T... values) {
  return (values || ...);
}

static void functions(int a, int b, int c) {
  bool v = within(a, b, c) || within<double>(a, 0.5, c);
  show(v);
  v = all(a, b, c);
  show(v);
  v = any(a, b, c);
  show(v);
  auto lambda = [&](int x) { return x && (a || !b); };
  v = lambda(c);
  show(v);
  v = [=] { return a && b; }() || c;
  show(v);
  bool &&reference = a && b;
  show(reference);
  Overloaded x{a}, y{b};
  v = x && y;
  show(v);
  v = x || y;
  show(v);
  v = !x;
  show(v);
  if (x && y)
    show(4);
  const bool isBoth = a && b, isEither = a || b;
  show(isBoth), show(isEither);
  bool array[] = {a && b, !a, !(a || b)};
  show(array[0]), show(array[1]), show(array[2]);
  if (!isBoth && (isEither || !array[1]))
    show(5);
  if (a > 0 ? b > 0 && c > 0 : b < 0 || c < 0)
    show(6);
  v = static_cast<bool>(a) && bool(b);
  show(v);
  if (!static_cast<bool>(a))
    show(7);
  if (!bool{b != 0})
    show(8);
}

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  bool isSet = false;
};

static void members(Base *base, bool set) {
  if (auto *derived = dynamic_cast<Derived *>(base); derived && !derived->isSet)
    show(1);
  if (auto *derived = dynamic_cast<Derived *>(base)) {
    derived->isSet = set || !derived->isSet;
    show(derived->isSet);
  }
  if (!base)
    show(2);
}

int main() {
  EACH(int, a, 0, 1, 3) EACH(int, b, 0, 1) EACH(int, c, 0, 4) {
    temporaries(a, b, c);
    alternatives(a, b, c);
    declarations(a, b);
    functions(a, b, c);
  }
  Base base;
  Derived derived;
  members(&base, false);
  members(&derived, false);
  members(&derived, true);
  members(nullptr, true);
  return 0;
}
