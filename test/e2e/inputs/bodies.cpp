// Whole bodies replaced: every type of result, members, operators, templates, several functions on a line.
//
// flags: -fwrapv
#include "show.h"

static int total;

enum Plain { kZero, kOne };
enum class Scoped : unsigned char { kNone, kSome };
enum NoZero { kFirst = 1, kSecond };
struct Small {
  int first, second;
};
struct Large {
  long cells[6];
  Small small;
  const char *text;
};
struct Floats {
  double x;
  float y;
};
struct Single {
  float value;
};
struct Initialised {
  int value = 7;
};
class WithConstructor {
public:
  WithConstructor() : value(9) {}
  int value;
};
struct Guard {
  int v;
  ~Guard() { total += v; }
};

static void nothing(int v) {
  Guard guard{v};
  total += v;
}
static bool truth(int v) {
  return v > 1;
}
static int number(int v) {
  if (v == 1)
    return 5;
  return v * 3;
}
static unsigned char small(int v) {
  return v + 7;
}
static double real(int v) {
  return v / 2.0;
}
static float single(int v) {
  return v / 4.0f;
}
static const char *text(int v) {
  return v ? "a" : "b";
}
static Plain plain(int v) {
  return v ? kOne : kZero;
}
static Scoped scoped(int v) {
  return v ? Scoped::kSome : Scoped::kNone;
}
static NoZero noZero(int v) {
  return v ? kFirst : kSecond;
}
static Small smallStruct(int v) {
  return {v + 1, v + 2};
}
static Large largeStruct(int v) {
  Large large = {{v + 1, v + 2}, {3, 4}, "text"};
  return large;
}
static Floats floats(int v) {
  return {v + 0.5, v + 0.25f};
}
static Single singleFloat(int v) {
  return {v + 0.5f};
}
static Initialised initialised(int v) {
  Initialised made;
  made.value += v;
  return made;
}
static WithConstructor constructed(int v) {
  WithConstructor made;
  made.value += v;
  return made;
}
static int empty() {
  return 3;
}
static int &reference(int &v) {
  v += 1;
  return v;
}
static Guard guarded(int v) {
  return {v + 3};
}
template <typename T> static T generic(T v) {
  return v + 1;
}
// clang-format off
namespace space { struct OneLine { int get(int v) const noexcept { return v + 5; } int other(int v) { return v * 2; } }; }
// clang-format on
struct Class {
  int member = 3;
  int get() const { return member; }
  void set(int v) { member = v; }
  void add(int v) { member += v; }
  Class &self() { return *this; }
  virtual int dynamic(int v) { return v + member; }
  bool operator==(const Class &other) const { return member == other.member; }
  int operator()(int v) { return v + 1; }
  operator int() const { return member + 2; }
  static int make(int v) { return v + 4; }
  virtual ~Class() { total += 1; }
};
static int defaults(int v = number(2)) {
  return v + 1;
}
static int tried(int v) try {
  if (v == 1)
    throw v;
  return v + 2;
} catch (int e) {
  return e + 3;
}
static int variable(int count, ...) {
  __builtin_va_list list;
  __builtin_va_start(list, count);
  int value = __builtin_va_arg(list, int);
  __builtin_va_end(list);
  return value + count;
}

int main() {
  EACH(int, v, 0, 1, 2) {
    total = v;
    nothing(v), show(total);
    show(truth(v)), show(number(v)), show(small(v)), showFloat(real(v)), showFloat(single(v));
    const char *letters = text(v);
    show(letters ? *letters : 0);
    show(plain(v)), show(static_cast<int>(scoped(v))), show(noZero(v));
    Small made = smallStruct(v);
    show(made.first), show(made.second);
    Large large = largeStruct(v);
    show(large.cells[1]), show(large.small.second), show(large.text != nullptr);
    Floats both = floats(v);
    showFloat(both.x), showFloat(both.y);
    showFloat(singleFloat(v).value), show(initialised(v).value), show(constructed(v).value);
    show(empty()), show(reference(v)), show(guarded(v).v);
    show(generic(v)), show(generic(v + 1L));
    show(space::OneLine().get(v)), show(space::OneLine().other(v));
    Class object, other;
    other.set(v), other.add(2);
    show(object.get()), show(other.self().get()), show(object.dynamic(v)), show(object == other), show(object(v));
    show(int(object)), show(Class::make(v)), show(defaults()), show(tried(v)), show(variable(1, v));
    auto lambda = [](int w) { return w + 1; };
    show(lambda(v));
    show(total);
  }
  return 0;
}
