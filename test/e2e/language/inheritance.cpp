// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -O1 -O3 -Os -Oz
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 -fwhole-program-vtables -flto=thin -fuse-ld=lld-%{major}
// -fvisibility=hidden Functions that are reached through thunks, virtual bases and pointers to members.
#include <cstdio>

struct Base {
  int base = 1;
  virtual ~Base() = default;
  virtual int left() const { return base + 1; } // noticed
};
struct Other {
  int other = 2;
  virtual ~Other() = default;
  virtual Other *clone() const { return new Other(*this); }
  virtual int right(int by) const { return other * by; } // noticed
};
struct Middle : virtual Base {
  int left() const override { return base + 10; } // noticed
};
struct Both : Middle, Other, virtual Base {
  int left() const override { return Middle::left() * 2; }       // noticed
  int right(int by) const override { return other - by + base; } // noticed
  Both *clone() const override {
    Both *copy = new Both(*this);
    copy->other = other + 5; // noticed
    return copy;
  }
};

static int seen(const Base &base, const Other &other) {
  return base.left() * 100 + other.right(1); // noticed
}

int main() {
  Both both;
  const Other *copy = static_cast<const Other &>(both).clone();
  int (Other::*member)(int) const = &Other::right;
  std::printf("%d %d %d\n", seen(both, both), copy->other, (copy->*member)(3));
  std::printf("%d %d\n", Base().left(), Other().right(4)); // noticed
  std::printf("%d\n", dynamic_cast<const Both *>(copy) != nullptr ? 1 : 0);
  delete copy;
}
