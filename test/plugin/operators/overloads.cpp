// A call of an overloaded operator becomes one of another operator of the same scope and signature, be it a call or an
// invoke, under the ids of the built-in operators.
//
// DEFINE: %{operators} = add-to-sub, add-to-mul, add-assign-to-sub-assign, inc-to-dec, mul-to-div, rem-to-div, div-to-rem, eq-to-ne, eq-to-lt, eq-to-gt, eq-to-ge, lt-to-gt, lt-to-ge, lt-to-eq, lt-to-ne, ne-to-eq, land-to-lor
// RUN: %clangxx -std=c++20 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [%{operators}], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [%{operators}], rules: [-all]}' %cxx -std=c++20 -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not='-to-' %s
// Of the default level: the negation of a comparison that isn't all of a condition.
// RUN: env ALLELE_OPTIONS='{operators: [default, -cond-to-true, -cond-to-false], rules: [-all]}' %cxx -std=c++20 -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=DEFAULT --implicit-check-not='{{lt|eq}}-to-' %s

struct Guard {
  ~Guard();
};

// In memory, by a hidden pointer.
struct Large {
  Large(const Large &);
  ~Large();
  Large &operator+=(const Large &);
  Large &operator-=(const Large &);
  Large &operator++();
  Large &operator--();
  Large operator++(int);
  Large operator--(int);
  bool operator==(const Large &) const;
  bool operator!=(const Large &) const;
  bool operator<(const Large &) const;
  bool operator>=(const Large &) const;
  bool operator>(const Large &) const;
  bool operator>(const Large &); // none of the others' kind
};
Large operator+(const Large &, const Large &);
Large operator-(const Large &, const Large &);
Large operator*(const Large &, Large);
bool operator&&(const Large &, const Large &);
bool operator||(const Large &, const Large &);

// So that the module has them.
extern "C" void untouchedUses(Large &a, const Large &b) {
  a.operator-=(b), a.operator--(), a.operator--(0), operator-(b, b), operator*(b, b), operator||(b, b);
  b.operator!=(b), b.operator>=(b), a.operator>(b);
}

// CHECK-LABEL: define {{.*}}@members.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call {{.*}}ptr @_ZN5LargemIERKS_(ptr {{.*}}, ptr {{.*}})
extern "C" void members(Large &a, const Large &b) {
  // LIST: :[[@LINE+1]]:5  add-assign-to-sub-assign  += -> -=
  a += b;
  // LIST: :[[@LINE+1]]:3  inc-to-dec  ++ -> --
  ++a;
  // LIST: :[[@LINE+1]]:4  inc-to-dec  ++ -> --
  a++;
}

// CHECK-LABEL: define {{.*}}@_Z7friendsRK5LargeS1_.twin(
// CHECK: call void @_ZmiRK5LargeS1_(ptr {{.*}}sret(%struct.Large) {{.*}}, ptr {{.*}}, ptr {{.*}})
Large friends(const Large &a, const Large &b) {
  // LIST: :[[@LINE+1]]:12  add-to-sub  + -> -
  return a + b;
}

// CHECK-LABEL: define {{.*}}@invokes.twin(
// CHECK: invoke void @_ZplRK5LargeS1_(
// CHECK-NEXT: to label %{{[0-9]+}} unwind label %[[PAD:[0-9]+]]
// CHECK: invoke void @_ZmiRK5LargeS1_(
// CHECK-NEXT: to label %{{[0-9]+}} unwind label %[[PAD]]
extern "C" void invokes(const Large &a, const Large &b) {
  Guard guard;
  // LIST: :[[@LINE+1]]:15  add-to-sub  + -> -
  Large c = a + b;
}

// CHECK-LABEL: define {{.*}}@comparisons.twin(
// CHECK: call {{.*}}i1 @_ZNK5LargeneERKS_(
extern "C" int comparisons(const Large &a, const Large &b) {
  // LIST-DAG: :[[@LINE+4]]:14  eq-to-ne  == -> !=
  // LIST-DAG: :[[@LINE+3]]:14  eq-to-lt  == -> <
  // LIST-DAG: :[[@LINE+2]]:14  eq-to-ge  == -> >=
  // DEFAULT: :[[@LINE+1]]:14  eq-to-ne  == -> !=
  bool c = a == b;
  // LIST-DAG: :[[@LINE+3]]:9  lt-to-ge  < -> >=
  // LIST-DAG: :[[@LINE+2]]:9  lt-to-eq  < -> ==
  // LIST-DAG: :[[@LINE+1]]:9  lt-to-ne  < -> !=
  if (a < b)
    return 1;
  // LIST: :[[@LINE+1]]:16  land-to-lor  && -> ||
  return c ? a && b : 2;
}

// Nothing that could stand in: the counterpart isn't in the module, has other parameters, returns something else, or
// throws where the original can't.
struct Alone {
  Alone operator+(const Alone &) const;
  Alone operator-(Alone) const;
  Alone &operator+=(const Alone &);
  void operator-=(const Alone &);
  bool operator==(const Alone &) const;
  double cell;
  double operator*(const Alone &) const;
  int operator%(const Alone &) const noexcept;
  int operator/(const Alone &) const;
};
struct Metres {
  double value;
};
inline Metres operator+(Metres a, Metres b) {
  return {a.value};
}
inline double operator/(Metres a, Metres b) {
  return a.value;
}
inline double operator%(Metres a, Metres b) {
  return b.value;
}
// What is written isn't what is called.
struct Spaceship {
  bool operator==(const Spaceship &) const;
};
struct Left {};
struct Right {};
bool operator==(Left, Right);
bool operator<(Left, Right);
extern "C" int untouched(Alone &a, const Alone &b, const Spaceship &c, const Spaceship &d, Left l, Right r) {
  operator<(l, r);
  bool isReversed = r == l; // calls `l == r`
  a.operator-(b), a.operator-=(b), a.operator/(b);
  Alone e = a + b;
  a += b;
  int v = a % b;
  double w = a * b;
  bool x = a == b, y = c != d;
  Metres m{};
  m = m + m;
  return x ? y : v;
}

// CHECK-LABEL: define {{.*}}@registers.twin(
// CHECK: call {{.*}}double @_Zrm6MetresS_(
extern "C" double registers(Metres m) {
  // LIST: :[[@LINE+1]]:16  rem-to-div  % -> /
  double r = m % m;
  // LIST: :[[@LINE+1]]:16  div-to-rem  / -> %
  return r ? m / m : 0;
}

// Written `<`, called `<=>`: `==` is another function.
struct ThreeWay {
  int operator<=>(const ThreeWay &) const;
  bool operator==(const ThreeWay &) const;
};
// CHECK-LABEL: define {{.*}}@threeWay.twin(
extern "C" bool threeWay(const ThreeWay &a, const ThreeWay &b) {
  // LIST-DAG: :[[@LINE+4]]:12  lt-to-gt  < -> >
  // LIST-DAG: :[[@LINE+3]]:12  lt-to-ge  < -> >=
  // DEFAULT-DAG: :[[@LINE+2]]:12  lt-to-le  < -> <=
  // DEFAULT-DAG: :[[@LINE+1]]:10  lt-to-false  a < b -> false
  return a < b;
}

// One mutant for all instances, where all can have it: not `>=`, which others lack.
struct Other {};
bool operator==(Other, Other);
bool operator!=(Other, Other);
bool operator<(Other, Other);
template <typename T> bool both(T a, T b) {
  // LIST-DAG: :[[@LINE+3]]:12  eq-to-ne  == -> !=
  // LIST-DAG: :[[@LINE+2]]:12  eq-to-lt  == -> <
  // DEFAULT: :[[@LINE+1]]:12  eq-to-ne  == -> !=
  return a == b;
}
template <typename T> bool partly(T a, T b) {
  // LIST-DAG: :[[@LINE+2]]:12  lt-to-eq  < -> ==
  // LIST-DAG: :[[@LINE+1]]:12  lt-to-ne  < -> !=
  return a < b;
}
// CHECK-LABEL: define {{.*}}@_Z4bothI5LargeEbT_S1_.twin(
// CHECK: call {{.*}}i1 @_ZNK5LargeneERKS_(
// CHECK-LABEL: define {{.*}}@_Z4bothI5OtherEbT_S1_.twin(
// CHECK: call {{.*}}i1 @_Zne5OtherS_(
extern "C" bool untouchedInstances(const Large &a, Other o) {
  operator!=(o, o);
  both(a, a), both(o, o), partly(a, a), partly(o, o);
  return true;
}
