// Results of calls that are used: every type of result, members, templates, pointers, in every kind of expression.
//
// operators: call-to-zero, call-to-null, call-to-false, remove-call, remove-assignment
// flags: -fwrapv
#include "show.h"

static int total;
enum Plain { kZero, kOne };
enum class Scoped : unsigned char { kNone, kSome };
struct Pair {
  int first, second;
};
struct Single {
  int only;
};
struct Node {
  int value;
  Node *next;
  Node(int v, Node *n) : value(v), next(n) {}
  int get() const { return value; }
  Node *following() { return next; }
  virtual unsigned dynamic(int v) { return v + value; }
  bool operator()(int v) { return v > value; }
  int &reference() { return value; }
};

static int number(int v) {
  total = total * 3 + v;
  return v + 2;
}
static unsigned natural(int v) {
  return v + 4;
}
static unsigned long size(int v) {
  return v + 1;
}
static unsigned char small(int v) {
  return static_cast<unsigned char>(v + 250);
}
static bool truth(int v) {
  return v > 0;
}
static double real(int v) {
  return v + 0.5;
}
static float single(int v) {
  return v + 0.25f;
}
static Plain plain(int v) {
  return v ? kOne : kZero;
}
static Scoped scoped(int v) {
  return v ? Scoped::kSome : Scoped::kNone;
}
static const char *text(int v) {
  return v ? "a" : "b";
}
static Pair pair(int v) {
  return {v, v + 1};
}
static Single onlyOne(int v) {
  return {v + 1};
}
static Node nodes[2] = {{3, nullptr}, {4, nodes}};
static Node *node(int v) {
  return &nodes[v & 1];
}
static int &reference(int &v) {
  return v;
}
template <typename T> static T twice(T v) {
  return v + v;
}
static int sum(int a, unsigned long b, double c) {
  return static_cast<int>(a + b + c);
}
static int overloaded(long v) {
  return static_cast<int>(v + 1);
}
static int overloaded(unsigned v) {
  return static_cast<int>(v + 2);
}

// Functions: an argument of a macro has no place of its own.
static void say(long long v) {
  show(v);
}
static void sayFloat(double v) {
  showFloat(v);
}

static void uses(int a) {
  int x = number(a);
  say(x);
  x = number(a + 1);
  say(x);
  x = number(number(a));
  say(x);
  unsigned long s = size(a);
  say(s);
  say(size(a) - 2 > 5);
  say(natural(a) - 6 > 1);
  say(small(a) + 1);
  bool b = truth(a);
  say(b);
  b = a && truth(a);
  say(b);
  if (truth(a))
    say(1);
  if (!truth(a))
    say(2);
  if (truth(a) && number(a) > 3)
    say(3);
  if (number(a) == 3)
    say(4);
  if (number(a) > a)
    say(5);
  while (truth(a - 1) && x++ < 100)
    STEP();
  for (int i = 0; i < number(1); ++i)
    STEP();
  say(x);
  double d = real(a);
  sayFloat(d + single(a));
  auto f = single(a);
  sayFloat(f);
  Plain p = plain(a);
  say(p);
  say(plain(a) == kOne);
  Scoped q = scoped(a);
  say(q == Scoped::kSome);
  say(scoped(a) == Scoped::kSome ? 4 : 5);
  const char *t = text(a);
  say(t ? *t : 0);
  auto u = text(a);
  say(u != nullptr);
  Pair made = pair(a);
  say(made.first), say(pair(a).second), say(onlyOne(a).only);
  Single other = onlyOne(a);
  say(other.only);
  Node *n = node(a);
  say(n ? n->value : -1);
  n = node(1);
  say(n ? n->dynamic(a) : 5);
  Node own = {a, nodes};
  say(own.get()), say(own.following() != nullptr), say(own(1));
  Node *dynamic = &own;
  say(dynamic->dynamic(number(1)) + 3);
  say(dynamic->following() == nodes ? 1 : 2);
  say(own.reference()), say(reference(x));
  say(twice(a)), say(twice<long>(a)), say(twice(real(a)) > 1);
  int (*pointer)(int) = number;
  say(pointer(a) * 2);
  say(sum(number(a), size(a), real(a)));
  say(overloaded(natural(a)));
  say(overloaded(size(a) > 1 ? 3L : 4L));
  switch (number(a)) {
  case 0:
    say(6);
    break;
  case 3:
    say(7);
  }
  int array[3] = {number(a), 2, number(1)};
  say(array[0] + array[2]);
  say(array[number(a) % 3]);
  x += number(2);
  say(x), say(-number(a)), say(a ? number(3) : number(4));
  auto lambda = [&](int v) { return number(v) + a; };
  say(lambda(2));
  say(total);
}

int main() {
  EACH(int, a, 0, 1, 2) {
    total = a;
    uses(a);
  }
  return 0;
}
