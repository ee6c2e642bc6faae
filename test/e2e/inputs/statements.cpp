// Removed statements: calls with results that nobody uses, operators of classes, assignments of scalars and classes.
//
// flags: -fwrapv
#include "show.h"

static int total;
static int counted(int v) {
  total = total * 5 + v;
  return total;
}

struct Pair {
  int first, second;
};
struct Large {
  long cells[6];
};
struct Empty {};
static Pair pairOf(int v) {
  counted(v);
  return {v, v + 1};
}
static Large largeOf(int v) {
  counted(v);
  return {{v, v + 1, v + 2}};
}
static Empty emptyOf(int v) {
  counted(v);
  return {};
}

struct Owner {
  int state;
  Owner(int v) : state(v) { counted(v); }
  Owner(const Owner &other) : state(other.state) { counted(1); }
  ~Owner() { counted(2); }
  Owner &operator=(const Owner &other) {
    state = other.state * 2;
    return *this;
  }
  Owner &operator+=(int v) {
    state += v;
    return *this;
  }
  Owner &operator<<(int v) {
    state = 100 - state + v;
    return *this;
  }
  Owner &operator++() {
    state += 7;
    return *this;
  }
  Owner operator++(int) {
    Owner old = *this;
    state += 9;
    return old;
  }
  int &operator[](int v) {
    counted(v);
    return state;
  }
  int operator()(int v) { return counted(v); }
  int get() { return counted(state); }
  Owner made() { return Owner(3); }
};
static Owner operator+(const Owner &left, const Owner &right) {
  return Owner(left.state + right.state);
}
static Owner &operator>>(Owner &left, int v) {
  left.state -= v;
  return left;
}
struct Bits {
  int a : 3, b : 5;
  unsigned c : 7;
};
struct Trivial {
  int a;
  double b;
  int array[3];
};

static void results(int a) {
  counted(a);
  show(total);
  pairOf(a);
  show(total);
  largeOf(a);
  show(total);
  emptyOf(a);
  show(total);
  counted(counted(a));
  show(total);
  (void)counted(a);
  show(total);
  if (a)
    counted(1);
  else
    counted(2);
  for (int i = 0; i < 3; counted(i), ++i)
    counted(3);
  show(total);
  a ? counted(4) : counted(5);
  a &&counted(6);
  show(total);
  Owner owner(a);
  owner.get();
  show(total);
  owner.made();
  owner.made().get();
  show(total);
  Owner *pointer = &owner;
  pointer->get();
  show(total);
  int (*function)(int) = counted;
  function(a);
  show(total);
  owner(a);
  show(total);
  int value = ({
    counted(a);
    counted(a + 1);
  });
  show(value);
  auto lambda = [&](int v) { return counted(v + a); };
  lambda(1);
  show(total);
  try {
    counted(a);
    owner.get();
    if (a == 2)
      throw a;
  } catch (int e) {
    counted(e);
  }
  show(total);
}

static void operators(int a) {
  Owner x(a), y(a + 1);
  x += a;
  show(x.state);
  x += counted(a);
  show(x.state);
  x << a;
  show(x.state);
  x << a << counted(2) << 3;
  show(x.state);
  (x << 1) << 2;
  show(x.state);
  x >> a;
  show(x.state);
  ++x;
  x++;
  show(x.state);
  ++x += 3;
  show(x.state);
  x = y;
  show(x.state);
  x = Owner(5);
  show(x.state);
  x = x + y;
  show(x.state);
  y = x = Owner(a);
  show(x.state + y.state);
  x[3] = 5;
  show(x.state);
  x[3] = counted(4);
  show(x.state);
  show(total);
  if (a)
    x = y;
  else
    x += 2;
  show(x.state);
  for (x = y; x.state < 100; x += 50)
    STEP();
  show(x.state);
  x += 1, y += 2;
  show(x.state + y.state);
  a ? x += 3 : y += 4;
  show(x.state + y.state);
}

static void assignments(int a) {
  int x = a, y = 1, array[8] = {1, 2, 3, 4}, *p = &array[2];
  x = 5;
  show(x);
  x = y = a + 2;
  show(x + y);
  x = counted(a);
  show(x);
  *p++ = 9;
  *p++ = counted(3);
  show(p - array), show(array[0]), show(array[1]);
  array[x & 3] = 4;
  array[counted(x) & 3] = 5;
  show(array[0] + array[1] * 3 + array[2] * 7 + array[3] * 11);
  x = (a + y) * 3;
  show(x);
  x = a ? counted(1) : counted(2);
  show(x);
  Bits bits = {1, 2, 3};
  bits.a = a;
  bits.b = x;
  bits.c = counted(a) & 127;
  show(bits.a), show(bits.b), show(bits.c);
  Trivial one = {1, 2, {3, 4, 5}}, two = {6, 7, {8, 9, 10}};
  one = two;
  show(one.a), show(one.array[1]);
  two.b = a;
  showFloat(two.b);
  Pair pair = pairOf(1);
  pair = pairOf(2);
  show(pair.first);
  Large large = largeOf(1);
  large = largeOf(2);
  show(large.cells[1]);
  Trivial *pointer = &one;
  *pointer = two;
  pointer->a = 3;
  show(one.a), show(one.array[1]);
  if ((x = counted(2)))
    y = x;
  show(y);
  while ((x = x / 2))
    y = x;
  show(y);
  for (x = 1; x < 10; x = x + 1) {
    STEP();
    y = x * y;
  }
  show(y);
  volatile int hidden = 1;
  hidden = a;
  show(hidden);
  double real = 1;
  real = a;
  showFloat(real);
  const char *text = "a";
  text = a ? "b" : "c";
  show(*text);
  bool truth = true;
  truth = a > 1;
  show(truth);
  auto lambda = [x, z = y]() mutable {
    x = z;
    z = 3;
    return x + z;
  };
  show(lambda());
  switch (a) {
  case 1:
    x = 1;
    break;
  case 2:
    x = 2;
    // falls through
  default:
    y = 3;
  }
label:
  x = x + 2;
  show(x + y);
  if (x < 10)
    goto label;
}

template <typename T> static T generic(T v) {
  T copy = v;
  copy = v + v;
  counted(1);
  return copy;
}

int main() {
  EACH(int, a, 0, 1, 2) {
    total = a;
    results(a);
    operators(a);
    assignments(a);
    show(generic(a));
    show(generic(long(a) << 33));
    show(total);
  }
  return 0;
}
