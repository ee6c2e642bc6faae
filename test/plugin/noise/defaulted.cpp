// A defaulted function has nothing to change but the initialisers of members, which are compiled in it.
//
// RUN: %noise-cpp
struct Base {
  int held = 0;
  Base();
  Base(const Base &);
  Base &operator=(const Base &other);
};
struct Derived : Base {
  int more[4] = {held - 1}; // kept
  Derived() = default;
  Derived(const Derived &) = default;
  Derived &operator=(const Derived &other) = default;
};
bool use(Derived &a, Derived &b) {
  Derived c(a), d;
  d = b;
  auto lambda = [&](int v) { return v + 1; }; // kept
  return lambda(d.held) > c.held; // kept
}
