// What a function may call: directly, through what the standard library makes of a function that it is given, virtually, and through
// pointers.
//
// RUN: %cxx -O1 -c %s -o %t.o && %code | FileCheck %s

#include <functional>

int outside(int);
static int inside(int a) { return outside(a) + 1; }

// CHECK-DAG: table _ZN4Base3runEi
// CHECK-DAG: table _ZN7Derived3runEi
struct Base {
  virtual int run(int a) { return a; }
};
struct Derived : Base {
  int run(int a) override { return inside(a); }
};

// CHECK-DAG: taken {{.*}}_Z6tabledi
int tabled(int a) { return a + 2; }
int (*const kTable[])(int) = {tabled};

// CHECK-DAG: _Z6directi calls: _ZL6insidei
int direct(int a) { return inside(a); }

// CHECK-DAG: _Z9virtuallyR4Basei virtual: 0 run
int virtually(Base &base, int a) { return base.run(a); }

// CHECK-DAG: _Z10indirectlyPFiiEi indirect: i32 (i32)
int indirectly(int (*function)(int), int a) { return function(a); }

// CHECK-DAG: _Z7throughi calls: _Z6tabledi
int through(int a) { return kTable[a](a); }

// CHECK-DAG: _Z9wrapsFuncv calls: _ZZ9wrapsFuncvENK3$_0clEi
int wrapsFunc() {
  std::function<int(int)> function = [](int a) { return outside(a); };
  return function(1);
}

// CHECK-DAG: _Z5entryi flows: payment
[[clang::annotate("allele::flow=payment")]] int entry(int a) { return Derived().run(a); }
