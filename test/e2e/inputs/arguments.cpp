// Exchanged arguments in C++: members, virtual functions, references, templates, defaults, conversions, calls that are
// invokes.
// operators: swap-arguments
#include "show.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

static void put(long value) {
  show(value);
}

static int calls;
static int act(int v) {
  printf("act %d\n", v);
  return v + ++calls;
}

static int minus(int a, int b) {
  return a - 2 * b;
}
static int three(int a, int b, int c) {
  if (a == 5)
    throw a;
  return a * 100 + b * 10 + c;
}
static int withDefault(int a, int b, int c = 4) {
  return three(a, b, c);
}
static void assign(int &a, int &b, const int &c) {
  a = b + c;
}
static long byReference(const long &a, const long &b) {
  return a * 10 + b;
}

struct Tag {};
struct Base {
  virtual ~Base() = default;
  virtual int weigh(int a, int b) const { return a + b * 3; }
  int own = 2;
};
struct Other {
  int more = 5;
};
struct Derived : Base, Other {
  explicit Derived(int seed, int step = 1) : first(seed), second(seed + step) {}
  int weigh(int a, int b) const override { return minus(a, b) + minus(first, second); }
  static int shared(int a, int b) { return a * 5 - b; }
  int tagged(Tag, int a, int b) const { return minus(a, b) + first; }
  int viewed(std::string_view text, int a, int b) const { return minus(a, b) + static_cast<int>(text.size()); }
  static long sharedView(std::string_view text, long a, long b) { return a * 9 - b + static_cast<long>(text.size()); }
  bool operator<(const Derived &other) const { return first < other.first; }
  int first, second;
};

static int fromBase(const Base *a, const Base *b) {
  return a->own * 10 + b->own;
}
static int fromOther(Other *a, Other *b) {
  return a->more * 10 + b->more;
}
static int mixedBases(const Base &a, const Other &b) {
  return a.own * 10 + b.more;
}

enum class Kind { kOne, kTwo };
static int kinds(Kind a, Kind b) {
  return static_cast<int>(a) * 2 + static_cast<int>(b);
}

struct Counted {
  Counted(int v) : v(v), at(++calls) {}
  Counted(const Counted &other) : v(other.v), at(++calls) {}
  int v, at;
};
static int counted(const Counted &a, const Counted &b) {
  return a.v * 1000 + a.at * 100 + b.v * 10 + b.at;
}
static int countedByValue(Counted a, Counted b) {
  return a.v * 1000 + a.at * 100 + b.v * 10 + b.at;
}

struct Convertible {
  operator int() const { return act(value); }
  int value;
};

static int overloaded(int a, int b) {
  return a * 2 + b;
}
static int overloaded(long a, short b) {
  return static_cast<int>(a) * 3 + b;
}

template <typename T, typename U> static long generic(T a, U b) {
  return static_cast<long>(a) * 10 + static_cast<long>(b);
}
template <typename T> static long within(T a, T b) {
  return generic(a, b) + generic<T, T>(b, a);
}
template <typename... Arguments> static long forwarded(Arguments &&...arguments) {
  return three(std::forward<Arguments>(arguments)...);
}

static void numbers(int a, int b, short s, long l, double x) {
  put(minus(a, b));
  put(minus(a, 3));
  put(minus(3, b));
  put(three(a, b, 7));
  put(three(act(a), b, a));
  put(three(act(a), act(b), a));
  put(three(a++, b, a));
  put(withDefault(a, b));
  put(withDefault(a, b, 6));
  put(minus(s, a));
  put(minus(static_cast<int>(x), static_cast<int>(l)));
  put(minus(static_cast<int>(l), static_cast<int>(l * 2)));
  put(byReference(l, l + 1));
  put(byReference(a, b));
  put(byReference(l, act(b)));
  int c = 4;
  assign(a, b, c);
  put(a);
  assign(a, c, c + 1);
  put(a);
  put(overloaded(a, b));
  put(overloaded(s, a));
  put(overloaded(l, s));
  printf("%d %d %d\n", a, b, c);
  Convertible left{1}, right{2};
  put(minus(left, right));
  put(minus(left, a));
  put(kinds(Kind::kOne, Kind::kTwo));
  put(generic(a, b));
  put(generic(a, l));
  put(within(a, b));
  put(forwarded(a, b, c));
  put(forwarded(1, 2, 3));
}

static void objects(int a, int b) {
  Derived one(3), two(a, b);
  put(two.second);
  put(one.weigh(a, b));
  const Base &base = two;
  put(base.weigh(a, b));
  put(Derived::shared(a, b));
  put(one.shared(a, b));
  put(one.tagged(Tag(), a, b));
  put(one.viewed("text", a, b));
  put(one.sharedView("text", a, b));
  put(Derived::sharedView("text", a, b));
  two.own = 7;
  two.more = 8;
  put(fromBase(&one, &two));
  put(fromOther(&one, &two));
  put(mixedBases(one, two));
  put(counted(a, b));
  put(countedByValue(a, b));
  Counted first(1), second(2);
  put(counted(first, second));
  put(counted(first, b));
  put(countedByValue(first, second));
  put(std::min(one, two).first);
  put(Derived(a, b).second);
  Derived *made = new Derived(b, a);
  put(made->second);
  delete made;
}

static void guarded(int a, int b) {
  std::string text = "a text to be cut";
  try {
    put(three(a, b, 1));
    text.replace(a, b, "--");
    printf("%s\n", text.c_str());
    printf("%s\n", text.substr(a, b).c_str());
  } catch (int thrown) {
    put(thrown);
  }
  std::string other = text.substr(2, 3);
  text.swap(other);
  std::vector<std::pair<int, int>> pairs;
  pairs.emplace_back(a, b);
  pairs.emplace_back(1, 2);
  pairs.push_back(std::make_pair(b, a));
  for (const auto &[first, second] : pairs)
    put(first * 10 + second);
  int list[] = {5, 2, 8, 1};
  std::sort(std::begin(list), std::end(list));
  put(*std::lower_bound(list, list + 3, b));
  auto lambda = [&](int x, int y) { return minus(x, y) + a; };
  put(lambda(a, b));
}

int main() {
  numbers(6, 2, 3, 9, 4.5);
  objects(3, 4);
  guarded(2, 5);
  guarded(5, 2);
  return 0;
}
