// Structs that are returned by value: in registers and in memory, from functions with one and several returns.
//
// flags: -fwrapv
#include "show.h"

struct Small {
  int first, second;
};
struct Large {
  long cells[6];
};
struct Floats {
  double x;
  float y;
};
struct Single {
  float value;
};
struct Pointer {
  const char *text;
};
struct Guard {
  int *target;
  ~Guard() { *target += 1; }
};
template <typename T> struct Box {
  T value;
  T more;
};

static Small pool[3] = {{1, 2}, {3, 4}, {5, 6}};

static Small oneSmall(int v) {
  return {v + 1, v + 2};
}
static Small manySmall(int v) {
  if (v == 1)
    return {v + 3, v + 4};
  if (v == 2)
    return pool[v];
  Small local = {v + 5, v + 6};
  return local;
}
static Large oneLarge(int v) {
  Large local = {{v + 1, v + 2, v + 3}};
  return local;
}
static Large manyLarge(int v) {
  switch (v) {
  case 0:
    return oneLarge(v + 3);
  case 1:
    return {{v + 4, v + 5}};
  default:
    Large local = {{v + 7}};
    return local;
  }
}
static Floats floats(int v) {
  if (v > 1)
    return {v + 0.5, 1};
  return {v - 0.5, 2};
}
static Single single(int v) {
  return {v + 0.5f};
}
static Pointer pointer(int v) {
  return v ? Pointer{"a"} : Pointer{"b"};
}
static Small cleaned(int v, int &count) {
  Guard guard{&count};
  if (v == 1) {
    Guard inner{&count};
    return {v + 10, v + 11};
  }
  return {v + 12, v + 13};
}
template <typename T> static Box<T> boxed(T v) {
  return {v + 1, v + 2};
}
static Small caught(int v) {
  try {
    if (v == 1)
      throw v;
    return {v + 1, 8};
  } catch (int e) {
    return {e, 9};
  }
}
static Small already() {
  return {};
}

int main() {
  EACH(int, v, 0, 1, 2) {
    Small small = oneSmall(v), many = manySmall(v);
    show(small.first), show(small.second), show(many.first), show(many.second);
    Large large = oneLarge(v), larges = manyLarge(v);
    show(large.cells[1]), show(larges.cells[0]);
    showFloat(floats(v).x), showFloat(floats(v).y), showFloat(single(v).value);
    Pointer text = pointer(v);
    show(text.text ? *text.text : 0);
    int count = 0;
    Small clean = cleaned(v, count);
    show(clean.first), show(count), show(boxed(v).more), showFloat(boxed(v + 0.5).value), show(caught(v).first),
        show(already().first);
    auto lambda = [](int w) -> Small { return {w, w}; };
    show(lambda(v + 1).first);
  }
  return 0;
}
