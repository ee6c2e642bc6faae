// Returned values of every scalar type, from functions with one and with several returns, with cleanups, from lambdas
// and templates.
#include "show.h"

enum Plain { kZero, kOne, kTwo };
enum NoZero { kFirst = 1, kSecond };
enum class Scoped : unsigned char { kNone, kSome };
typedef unsigned long Size;
using Text = const char *;
struct Pair {
  int first, second;
};
struct Guard {
  int *target;
  ~Guard() { *target += 1; }
};

static bool oneBool(int v) {
  return v > 1;
}
static bool manyBools(int v) {
  if (v == 0)
    return true;
  if (v == 1)
    return false;
  return v > 2;
}
static char oneChar(int v) {
  return static_cast<char>(v);
}
static unsigned char manyChars(int v) {
  if (v > 1)
    return static_cast<unsigned char>(v * 100);
  return 7;
}
static short oneShort(short v) {
  return v;
}
static int oneInt(int v) {
  return v;
}
static int manyInts(int v) {
  switch (v) {
  case 0:
    return 0;
  case 1:
    return 1;
  case 2:
    return -1;
  default:
    return v * v;
  }
}
static unsigned oneUnsigned(unsigned v) {
  return v + 1;
}
static long oneLong(long v) {
  while (v > 2)
    return v << 33;
  return v;
}
static Size oneSize(int v) {
  return sizeof(int) * v;
}
static float oneFloat(int v) {
  return v / 2.0f;
}
static double manyDoubles(int v) {
  if (v == 1)
    return 1.0;
  if (v == 2)
    return 0.0;
  return v;
}
static long double oneLongDouble(int v) {
  return v + 0.25L;
}
static const int *onePointer(const int *p) {
  return p;
}
static Text oneText(int v) {
  return v ? "text" : nullptr;
}
static int &oneReference(int &v) {
  return v;
}
static Plain onePlain(int v) {
  return v > 1 ? kTwo : kOne;
}
static NoZero noZero(int v) {
  return v ? kFirst : kSecond;
}
static Scoped oneScoped(int v) {
  if (v)
    return Scoped::kSome;
  return Scoped::kNone;
}
static Pair onePair(int v) {
  return {v, v + 1};
}
static void *(*oneFunction(int v))(int) {
  return v ? nullptr : nullptr;
}
static auto deduced(int v) {
  return v + 3;
}
static auto trailing(int v) -> long {
  return v - 3;
}
static int cleaned(int v) {
  int count = 0;
  Guard guard{&count};
  if (v > 1) {
    Guard other{&count};
    return v + count;
  }
  return v - 1;
}
static int caught(int v) {
  try {
    if (v == 1)
      throw v;
    return v + 10;
  } catch (int e) {
    return e + 20;
  }
}
template <typename T> static T generic(T v) {
  return v + v;
}
struct Class {
  int member;
  int get() const { return member; }
  operator int() const { return member + 1; }
  bool operator<(const Class &other) const { return member < other.member; }
  Class &operator+=(int v) {
    member += v;
    return *this;
  }
  static int make(int v) { return v * 3; }
};
static int (*volatile function)(int) = oneInt;
static int nested(int v) {
  return oneInt(function(v) + 1);
}
static int comma(int v) {
  return v++, v;
}
static int parenthesised(int v) {
  return (v + 4);
}
static int unparenthesised(int v) {
  return (v + 5);
}
static int multiline(int v) {
  return v + // the first
         /* and */ 2;
}
static int conditional(int v) {
  return v > 1 ? v : -v;
}
static bool logical(int v) {
  return v && v < 3 || !v;
}

static unsigned long widened(unsigned v) {
  return v;
}
static long fromUnsigned(unsigned v) {
  return v;
}
static long fromInt(int v) {
  return v;
}
static int fromChar(signed char v) {
  return v;
}
static double fromLarge(unsigned v) {
  return v;
}
static int fromFloat(double v) {
  return v;
}
static int fromBool(bool v) {
  return v;
}
static signed char narrowed(int v) {
  return v;
}
static float narrowedFloat(double v) {
  return v;
}

static int guards;
static int guardedInt(int v) {
  Guard guard{&guards};
  int w = v * 3;
  return w;
}
static bool guardedBool(int v) {
  Guard guard{&guards}, other{&guards};
  if (v == 2)
    guards += 5;
  return guards > v;
}
static long guardedConditional(int v) {
  Guard guard{&guards};
  return v > 1 ? v : guards;
}
static double guardedDouble(int v) {
  Guard guard{&guards};
  for (int i = 0; i < v; ++i)
    guards += i;
  return guards / 2.0;
}
static const int *guardedPointer(const int *v) {
  Guard guard{&guards};
  return v;
}
static int guardedInner(int v) {
  Guard guard{&guards};
  {
    Guard other{&guards};
    return guards * v;
  }
}
static int guardedThrow(int v) {
  Guard guard{&guards};
  if (v == 3)
    throw v;
  auto lambda = [v] {
    Guard other{&guards};
    return v + 4;
  };
  return lambda() - 1;
}
static int guardedSeveral(int v) {
  Guard guard{&guards};
  if (v == 1)
    return 5;
  return v + guards;
}
static int tryGuarded(int v) {
  try {
    return guardedThrow(v);
  } catch (int caught) {
    return caught + 20;
  }
}

int main() {
  EACH(int, v, 0, 1, 2, 3) {
    bool b = oneBool(v);
    show(b), show(manyBools(v)), show(logical(v));
    show(oneChar(v)), show(manyChars(v)), show(oneShort(v)), show(oneInt(v)), show(manyInts(v)), show(oneUnsigned(v));
    show(oneLong(v)), show(oneSize(v)), showFloat(oneFloat(v)), showFloat(manyDoubles(v)), showLong(oneLongDouble(v));
    show(onePointer(&v) != nullptr), show(oneText(v) != nullptr), show(oneReference(v)), show(onePlain(v)),
        show(noZero(v));
    show(static_cast<int>(oneScoped(v))), show(onePair(v).first), show(onePair(v).second),
        show(oneFunction(v) == nullptr);
    show(deduced(v)), show(trailing(v)), show(cleaned(v)), show(caught(v)), show(generic(v)),
        showFloat(generic(v + 0.5));
    Class object{v}, other{2};
    show(object.get()), show(int(object)), show(object < other), show((object += 2).member), show(Class::make(v));
    show(nested(v)), show(comma(v)), show(parenthesised(v)), show(unparenthesised(v)), show(multiline(v)),
        show(conditional(v));
    show(widened(v)), show(fromUnsigned(v)), show(fromInt(v)), show(fromChar(v)), showFloat(fromLarge(v));
    show(fromFloat(v + 0.5)), show(fromBool(v)), show(narrowed(v)), showFloat(narrowedFloat(v));
    auto lambda = [&](int w) { return w * v + 1; };
    show(lambda(3));
    auto typed = [](int w) -> double {
      if (w)
        return 0.5;
      return w;
    };
    showFloat(typed(v));
    show(guardedInt(v)), show(guardedBool(v)), show(guardedConditional(v)), showFloat(guardedDouble(v));
    show(guardedPointer(&v) != nullptr), show(guardedInner(v)), show(tryGuarded(v)), show(guardedSeveral(v));
    show(guards);
  }
  return 0;
}
