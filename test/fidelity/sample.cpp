// What the AST's reader must make of the language. Each comment names the operators of its line, in any order: those
// that count, then behind a colon those that don't, with a word of the reason.
#define SUM(a, b) ((a) + (b))
#define PLUS +
#define SAME(a) a

struct Vector {
  Vector operator+(const Vector &other) const;
  Vector &operator++();
  int x;
};
using Four = int __attribute__((vector_size(16)));

void sink(int);

int arithmetic(int a, int b, int *p, int *q) {
  sink(a + b * 2);                // + *
  sink(/* - */ (a) - /* + */ -b); // - unary-
  sink(a +                        // +
       b);
  sink(SUM(a, b));               // : macro +
  sink(a PLUS b);                // : macro +
  sink(SAME(a - b));             // : macro -
  sink(SUM(a, b) - 1);           // - : macro +
  sink(1 - SUM(a, b));           // - : macro +
  sink(a & ~0xf);                // & : literals ~
  sink(2 * 3);                   // : literals *
  sink(-1);                      // : literals unary-
  sink(sizeof(a + b) + b);       // + : unevaluated +
  sink(static_cast<int>(p - q)); // : pointers -
  p += 2, --p, q++;              // += -- ++
  sink(*(p + 1) + p[a % b]);     // + + %
  a <<= 1, a ^= b, a >>= b;      // <<= ^= >>=
  sink(a < b ? a >> b : a > b);  // < >> >
  return a bitand b and not a;   // & && !
}

int conditional(int a, int b) {
  return a | // |
#if 0
         1 |
#else
         2 | // |
#endif
         b;
}

bool logical(int a, int b) {
  if (a < 1 && b) // < &&
    sink(1);
  if (sizeof(int) == 1 && a) // : literals == , anywhere &&
    sink(a);
  if (a || sizeof(a) == 4) // : known || , literals ==
    sink(b);
  while (!a && (b || a)) // ! && ||
    ++a;                 // ++
  return a != b;         // !=
}

int folded(int a) {
  constexpr int limit = 4 + 5;        // : compiler +
  static_assert(limit > 1);           // : compiler >
  static const int table[] = {2 - 1}; // : literals -
  enum { kTwo = 1 + 1 };              // : compiler +
  switch (a) {
  case limit - 1:        // : compiler -
    return a + kTwo;     // +
  case kTwo + 2:         // : compiler +
    return table[0] * a; // *
  }
  if constexpr (limit < 3) // : compiler <
    return a - 1;          // : anywhere -
  if (limit < 3)           // : anywhere <
    return a - 1;          // : anywhere -
  return limit % 5;        // : anywhere %
}

template <typename T> T twice(T value) {
  return value + value; // +
}
template <typename T> T never(T value) {
  return value + value;
}
template <typename T> struct Box {
  T value;
  T used() const { return value * value; }   // *
  T unused() const { return value / value; } //
  T outside() const;
};
template <typename T> T Box<T>::outside() const {
  return value % 7; // %
}
template <typename T> struct Box<T *> {
  T value;
  T outside() const;
};
template <typename T> T Box<T *>::outside() const {
  return value - 7;
}
Vector both(Vector v, Box<int> box) {
  ++v; // : overloaded ++
  twice(v);
  sink(twice(box.used() - box.outside()));              // -
  auto generic = [&](auto a) { return a ^ box.value; }; // ^
  auto plain = [&](int a) { return a | box.value; };    // |
  sink(generic(1) & plain(2));                          // &
  int values[] = {1, 2};
  for (int value : values)
    sink(value << 1); // <<
  return v + v;       // : overloaded +
}

inline int unusedInline(int a) {
  return a - 1; // : no.code -
}
static inline int usedInline(int a) {
  return a - 1; // -
}
int byDefault(int a = usedInline(2 + 1)); // : default +
struct Holder {
  int member = usedInline(3) >> 1;        // >>
  Holder() : other(usedInline(4) << 2) {} // <<
  ~Holder() { other -= 1; }               // -=
  int other;
};
Holder holder;
int dynamic = usedInline(3) / 2; // /
int constant = 8 / 2;            // : literals /
Four vectors(Four a, Four b) {
  return a + b; // : vector +
}
