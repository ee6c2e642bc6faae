// Removed calls: plain, by pointer, virtual, static and template members, lambdas, operators; calls that are invokes.
//
// flags: -fwrapv
#include "show.h"

static int total;
static void add(int v) {
  total = total * 7 + v;
}
static void mayThrow(int v) {
  if (v == 2)
    throw v;
  total += v;
}
static int value(int v) {
  return v * 2;
}

namespace outer {
namespace inner {
static void deep(int v) {
  add(v + 1);
}
template <typename T> static void generic(T v) {
  add(static_cast<int>(v));
}
} // namespace inner
} // namespace outer

struct Guard {
  int tag;
  explicit Guard(int v) : tag(v) { add(v); }
  ~Guard() { total = total * 3 + tag; }
};

struct Shape {
  int state = 1;
  virtual ~Shape() = default;
  virtual void draw(int v) { state += v; }
  void move(int v) { state *= v; }
  Shape &chain(int v) {
    state -= v;
    return *this;
  }
  static void count(int v) { add(v); }
  void operator()(int v) { state ^= v; }
  Shape *self() { return this; }
};
struct Square : Shape {
  void draw(int v) override {
    Shape::draw(v);
    state *= 2;
  }
  void finish();
};
void Square::finish() {
  move(3);
  this->move(2);
}

static void plain(int a) {
  add(a);
  show(total);
  ::add(a);
  show(total);
  outer::inner::deep(a);
  show(total);
  outer::inner::generic(a);
  outer::inner::generic<double>(a + 0.5);
  show(total);
  if (a)
    add(1);
  else
    add(2);
  show(total);
  for (int i = 0; i < 2; add(i), ++i)
    STEP();
  show(total);
  a ? add(3) : add(4);
  show(total);
  add(5), add(6);
  show(total);
  (add)(7);
  show(total);
  (void)add(8);
  show(total);
  switch (a) {
  case 1:
    add(9);
    break;
  default:
    add(10);
  }
  show(total);
  do
    add(11);
  while (false);
label:
  add(12);
  show(total);
  if (total % 5 == 4 && total < 0)
    goto label;
  value(a);
  add(value(a));
  show(total);
}

static void (*pointer)(int) = add;
struct Table {
  void (*member)(int);
  void (*array[2])(int);
};

static void indirect(int a) {
  pointer(a);
  show(total);
  (*pointer)(a);
  show(total);
  Table table = {add, {add, outer::inner::deep}};
  table.member(a);
  show(total);
  table.array[a & 1](a);
  show(total);
  Table *other = &table;
  other->member(a);
  show(total);
  void (&reference)(int) = add;
  reference(a);
  show(total);
  auto lambda = [](int v) { add(v); };
  lambda(a);
  show(total);
  [&] { add(a); }();
  show(total);
}

static void members(int a) {
  Square square;
  Shape shape, *dynamic = a ? &square : &shape;
  shape.move(a);
  shape.draw(a);
  show(shape.state);
  dynamic->draw(a);
  show(dynamic->state);
  square.finish();
  show(square.state);
  shape.self()->self()->move(3);
  show(shape.state);
  dynamic->self()->self()->draw(a);
  show(dynamic->state);
  Shape::count(a);
  shape.count(a);
  show(total);
  shape(a);
  show(shape.state);
  shape.operator()(a);
  show(shape.state);
  square.Shape::draw(a);
  show(square.state);
  void (Shape::*member)(int) = &Shape::draw;
  (dynamic->*member)(a);
  show(dynamic->state);
}

static void exceptions(int a) {
  try {
    Guard guard(a);
    mayThrow(a);
    add(1);
  } catch (int v) {
    add(v);
    show(v);
  }
  show(total);
  try {
    Guard guard(1);
    try {
      mayThrow(a);
    } catch (...) {
      add(3);
      throw;
    }
  } catch (int) {
    add(4);
  }
  show(total);
}

static void cleanup(int a) noexcept {
  Guard guard(a);
  add(guard.tag);
  Guard *made = new Guard(a);
  delete made;
  show(total);
}

static void defaults(int v = value(3)) {
  add(v);
}

int main() {
  EACH(int, a, 0, 1, 2, 3) {
    total = a;
    plain(a);
    indirect(a);
    members(a);
    exceptions(a);
    cleanup(a);
    defaults();
    defaults(a);
    show(total);
  }
  return 0;
}
