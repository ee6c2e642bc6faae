// Numbers that variables of static storage begin with are mutated where no other object's may take their place and the
// optimiser doesn't take them for constants.
//
// RUN: export ALLELE_OPTIONS="{operators: [literal-increment]}"
// RUN: for level in -O0 -O2; do %cxx $level -w -shared -fPIC %s -o %t.so && %allele list %t.so | FileCheck --implicit-check-not=literal-increment %s || exit 1; done
// RUN: ALLELE_OPTIONS="{operators: [literal-increment], functions: {include: [change]}}" %cxx -w -shared -fPIC %s -o %t.so
// RUN: not %allele list %t.so 2>&1 | FileCheck --check-prefix=NONE %s
// RUN: %clangxx -O2 -S -emit-llvm %s -w -fpass-plugin=%plugin -o - | FileCheck --check-prefix=FOLDED %s

// NONE: no mutants

int take(const int *);
int compute();
#define NUMBER 5

// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
int outside = 5;
// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  -5 -> (-4)
double negative = -5;
// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
int braced{5}, plain;
// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
static int written(5);
// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
static int shown = 5;

static int onlyRead = 5;
const int constant = 5;
constexpr int fixed = 5;
inline int shared = 5;
thread_local int local = 5;
int folded = 5 + 5;
int expanded = NUMBER;
int dynamic = compute();
int list[] = {5, 5};
unsigned char narrow{5};
__attribute__((weak)) int weak = 5;
__attribute__((section("mine"))) int placed = 5;

struct Class {
  static int member;
  static inline int shared = 5;
};
// CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
int Class::member = 5;
template <typename T> struct Template {
  static T member;
};
template <typename T> T Template<T>::member = 5;
template struct Template<int>;

inline int inlined() {
  static int inside = 5;
  return ++inside;
}

int change() {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}  literal-increment  5 -> 6
  static int inside = 5;
  written = inside++;
  return take(&shown) + inlined() + Class::shared + Class::member + shared;
}

// FOLDED-LABEL: define {{.*}}i32 @_Z4readv()
// FOLDED-NOT: onlyRead
// FOLDED: ret i32 5
int read() {
  return onlyRead;
}
