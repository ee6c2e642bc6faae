// Comparisons and conditions of C++: enumerations, members, casts, templates, pointers to members, calls as operands;
// choices between scalars and between classes.
#include "show.h"

namespace {

enum class Colour : unsigned char { kRed, kGreen, kBlue };
enum Plain { kNone, kSome = 5 };

struct Text {
  Text(const char *characters, int length) : characters(characters), length(length) {}
  Text(const Text &other) = default;
  ~Text() {}
  int size() const { return length; }
  const char *characters;
  int length;
};

struct Base {
  int depth;
  unsigned width;
  bool isOpen;
};
struct Node : Base {
  Node *next;
  Colour colour;
  Plain plain;
  long weight;
};

int calls;
int called(int value) {
  ++calls;
  return value;
}

void put(long value) {
  show(value);
}

template <typename T> T larger(T a, T b) {
  if (a > b)
    return a;
  return b;
}

template <int N, typename T> bool isWithin(T value) {
  return value >= 0 && value < N;
}

void members(const Node &a, const Node *b) {
  bool result = a.depth == b->depth;
  put(result);
  result = a.width != b->width;
  put(result);
  result = a.colour == b->colour;
  put(result);
  result = a.colour != Colour::kGreen;
  put(result);
  result = a.plain == kSome;
  put(result);
  result = a.plain < b->plain;
  put(result);
  result = a.next == nullptr;
  put(result);
  result = a.next != b->next;
  put(result);
  result = a.weight == 3;
  put(result);
  result = a.isOpen == b->isOpen;
  put(result);
  result = a.isOpen != true;
  put(result);
  int Node::*member = a.depth > 0 ? &Node::depth : nullptr;
  result = member == nullptr;
  put(result);
}

void casts(int a, unsigned b, long c, unsigned char d) {
  bool result = static_cast<unsigned>(a) == b;
  put(result);
  result = a == static_cast<int>(b);
  put(result);
  result = (unsigned)a != b;
  put(result);
  result = unsigned(a) == b;
  put(result);
  result = c == static_cast<long>(b);
  put(result);
  result = d == a;
  put(result);
  result = (a + b) == 1;
  put(result);
  result = (a - 1) != 2;
  put(result);
  result = sizeof(int) * d == 4;
  put(result);
  result = larger<int>(a, 2) < larger<int>(3, d);
  put(result);
  result = called(a) < called(d);
  put(result);
  result = called(a) == 1 || called(a) != 2;
  put(result);
  put(calls);
}

void choices(int a, int b, const Node *p) {
  int v = a < b ? a : b;
  put(v);
  v = p ? p->depth : -1;
  put(v);
  v = a == b && p ? 1 : 2;
  put(v);
  bool truth = a > b ? p != nullptr : b != 0;
  put(truth);
  put(a ? 3 : 4);
  put((a != 0) ? called(a) : called(b));
  Text text = a < b ? Text("less", 4) : Text("more or equal", 13);
  put(text.size());
  Text other = p ? text : Text("none", 4);
  put(other.size() == 4);
  const Text &reference = a ? text : other;
  put(reference.length);
  put((a && b ? text : other).length);
  double real = a > 1 ? 0.5 : b;
  put(real * 4);
  put(calls);
}

void loops(int n, const Node *list) {
  for (int i = 0; i < n; ++i) {
    STEP();
    put(i);
  }
  for (int i = n; i > 0; i -= 1) {
    STEP();
    put(i);
  }
  for (int i = 0; i != n; i++) {
    STEP();
    put(i * 2);
  }
  for (const Node *node = list; node != nullptr; node = node->next) {
    STEP();
    put(node->depth);
  }
  int i = 0;
  while (i <= n) {
    STEP();
    i += 2;
  }
  do {
    STEP();
    i--;
  } while (i >= n);
  put(i);
}

} // namespace

int main() {
  Node last{{2, 3, true}, nullptr, Colour::kGreen, kSome, 3};
  EACH(int, a, -1, 0, 1, 2) EACH(int, b, 0, 1, 2, 3) {
    Node node{{a, static_cast<unsigned>(b), a > 0}, &last, static_cast<Colour>(b % 3), a ? kNone : kSome, b};
    members(node, &last);
    members(last, &node);
    casts(a, b, a, b);
    choices(a, b, &node);
    choices(a, b, nullptr);
    steps = 0;
    loops(b, &node);
    put(larger(a, b)), put(larger(a + 0.5, b * 1.0) > 1);
    put(isWithin<2>(a)), put(isWithin<3>(static_cast<long>(b)));
  }
  return 0;
}
