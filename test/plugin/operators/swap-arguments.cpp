// Two neighbouring arguments of one type are exchanged.
//
// RUN: export ALLELE_OPTIONS="{operators: [swap-arguments]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck "--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(" %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' swap-arguments ' %s

struct Base {};
struct Derived : Base {
  int member(int a, int b) const;
  static int shared(int a, int b, int c);
};
struct Pair {
  int a, b;
};
struct Handle {
  Handle(const Handle &);
  ~Handle();
  int *p;
};
enum Kind { kOne, kTwo };
int number(int a, int b);
int mixed(int a, unsigned b, long c, double d);
int kinds(Kind a, int b);
int pointers(const char *a, const char *b, void *c);
int references(int &a, int &b, const int &c);
int withDefault(int a, int b, int c = 3);
int withTag(Pair a, int b, int c);
int withPairs(Pair a, Handle b, int c, int d);
int handles(Handle a, Handle b);
int min(int a, int b);
bool isEqual(const char *a, const char *b, int length);
extern "C" int strcmp(const char *a, const char *b);
extern "C" int declared(const char *a, const char *b, int c, int d);
extern "C" int kindOf(Kind a, Kind b);
extern "C" int print(const char *format, ...);
extern int given;
int act(int v);
#define IN_MACRO(a, b) number(a, b)
extern int (*behindMacro)(int, int, int);
#define ORDERED(a, b, c) behindMacro(c, a, b)

// In a macro; of other types; the same text and number; symmetric; both act, or one sees what the other does; classes
// by value; where default arguments or classes hide which argument is which.
int untouched(int v, int w, unsigned u, Pair pair, const Handle &handle, const char *s, char *t) {
  v += IN_MACRO(v, w) + ORDERED(v, w, v) + mixed(v, u, w, 2) + kinds(kOne, v);
  v += number(v, v) + number(2, 2) + min(v, w);
  v += number(act(v), act(w)) + number(given, act(v));
  v += withPairs(pair, handle, v, w) + handles(handle, handle);
  if (strcmp(s, t) == 0 || isEqual(s, t, v))
    ++v;
  return v + declared(s, t, 1, 1) + kindOf(kOne, kTwo) + print(s, t);
}

// CHECK-LABEL: define {{.*}}@direct.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call {{.*}}i32 @_Z6numberii(i32 {{.*}}[[V:%[0-9]+]], i32 {{.*}}2)
// CHECK: call {{.*}}i32 @_Z6numberii(i32 {{.*}}2, i32 {{.*}}[[V]])
extern "C" int direct(int v, int w, const char *s, char *t, Derived &object, int x, int (*f)(int, int)) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v = number(v, w);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, 2 -> 2, v
  v += number(v, 2);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  s, t -> t, s
  v += pointers(s, t, nullptr);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v += references(v, w, 3);
  // LIST: :[[@LINE+2]]:{{[0-9]+}}  swap-arguments  v + 1, w -> w, v + 1
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  w, 3 -> 3, w
  v += Derived::shared(v + 1, w, 3);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v += object.member(v, w);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v += f(v, w);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  act(v), x -> x, act(v)
  v += number(act(v), x);
  // LIST: :[[@LINE+2]]:{{[0-9]+}}  swap-arguments  s, s + 1 -> s + 1, s
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v += declared(s, s + 1, v, w);
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, w -> w, v
  v += print("%d %d", v, w);
  if (strcmp(s, t) < 0)
    ++v;
  return v;
}

// CHECK-LABEL: define {{.*}}@guarded.twin(
// CHECK: invoke {{.*}}i32 @_Z6numberii(i32 {{.*}}[[V:%[0-9]+]], i32 {{.*}}2)
// CHECK: invoke {{.*}}i32 @_Z6numberii(i32 {{.*}}2, i32 {{.*}}[[V]])
extern "C" int guarded(int v, const Handle &handle) {
  Handle copy = handle; // so that the call is an invoke
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  swap-arguments  v, 2 -> 2, v
  return number(v, 2);
}
