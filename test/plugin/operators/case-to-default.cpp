// A label of a switch is taken away.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [case-to-default], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [case-to-default], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: env ALLELE_OPTIONS='{operators: [case-to-default], rules: [-all]}' %cxx -w -O2 -shared -fPIC %s -o %t.optimised.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' case-to-default ' %s
// RUN: %allele list %t.so | sort > %t.list
// RUN: %allele list %t.optimised.so | sort | diff %t.list -

// Labels from macros, ranges, and where the value would go to the same place: none.
#define CASE case
#define BOTH(v)                                                                                                        \
  case v:                                                                                                              \
  case v + 1
void use(int v);
void untouchedRange(int v) {
  switch (v) {
  case 1 ... 5:
    break;
  default:;
  }
}

int elsewhere(int v) {
  switch (v) {
  CASE 1:
    use(1);
    break;
  case 2:
    use(2);
    break;
  }
  switch (v) {
  BOTH(1):
    use(3);
    break;
  case 3:
    use(4);
  }
  switch (v) {
  case 1:
  default:
  case 2:
    use(5);
    break;
  }
  switch (v) {
  case 1:
    break;
  }
  switch (v)
  case 1:
    use(6);
  switch (v) {
  case 1:
    use(7);
    break;
  default:
    __builtin_unreachable();
  }
  return v;
}

// CHECK-LABEL: define {{.*}}@cases.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: select i1 %{{.*}}, i32 0, i32
extern "C" void cases(int v) {
  switch (v) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  case-to-default  case 1: -> (nothing)
  case 1:
    use(1);
    break;
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  case-to-default  case 'a' + 2: -> (nothing)
  case 'a' + 2:
    switch (v & 1) {
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  case-to-default  case 5: -> (nothing)
    case 5:
      use(2);
    }
  default:
    use(3);
    break;
  // LIST: :[[@LINE+2]]:{{[0-9]+}}  case-to-default  case 3: -> (nothing)
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  case-to-default  case 4: -> (nothing)
  case 3: case 4:
    break;
  }
}
