// Values that variables of namespaces, classes and functions begin with, and what is initialised by them.
// operators: strong
#include "show.h"

static void put(long value) {
  show(value);
}

namespace settings {
int depth = 4;
int braced{5};
int both = {6};
int called(7);
unsigned positive{8};
bool verbose = true, quiet{false};
double ratio{1.5};
inline int shared = 9;
constexpr int fixed = 10;
const int constant = 11;
thread_local int perThread = 12;
} // namespace settings

namespace {
int hidden = 13;
int onlyRead = 14;
} // namespace

struct Counter {
  static int start;
  static const int step = 15;
  static inline int more = 16;
};
int Counter::start = 18;

template <typename T> struct Of {
  static int value;
};
template <typename T> int Of<T>::value = 19;

template <typename T> int tick() {
  static int ticks = 20;
  return ++ticks;
}

static int twice(int v) {
  return v * 2;
}
int computed = twice(settings::depth);
int copied = settings::depth;

inline int bump() {
  static int bumps = 21;
  return ++bumps;
}

static int step() {
  static int steps = 22;
  static const int by = 2;
  return steps += by;
}

int main() {
  put(settings::depth), put(settings::braced), put(settings::both), put(settings::called), put(settings::positive);
  put(settings::verbose), put(settings::quiet), put(settings::shared), put(settings::fixed), put(settings::constant);
  showFloat(settings::ratio);
  put(settings::perThread), put(hidden++), put(onlyRead), put(Counter::start), put(Counter::step), put(Counter::more);
  put(Of<int>::value), put(tick<int>()), put(computed), put(copied), put(bump()), put(step());
  put(step()), put(hidden);
  return 0;
}
