// A returned struct is all zeros.
//
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: env ALLELE_OPTIONS='{operators: [return-to-default], rules: [-all]}' %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: env ALLELE_OPTIONS='{operators: [return-to-default], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' return-to-default ' %s

// Members or constructors that give other values, base classes, references, unions, what is all zeros already: none.
struct Small {
  int first, second;
};
struct Large {
  long cells[6];
};
struct Initialised {
  int value = 7;
};
struct Braced {
  int value{7};
};
struct Constructed {
  Constructed(int v);
  int value;
};
struct Derived : Small {};
struct Refers {
  int &value;
};
union Either {
  int number;
  float real;
};
Initialised untouched(Initialised *p) { return *p; }
Braced untouched(Braced *p) { return *p; }
Constructed untouched(Constructed *p) { return *p; }
Derived untouched(Derived *p) { return *p; }
Refers untouched(Refers *p) { return *p; }
Either untouched(Either *p) { return *p; }
Small untouched() { return {}; }

// CHECK-LABEL: define {{.*}}@registers.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: phi i64 {{.*}} [ 0, %{{.*}} ]
extern "C" Small registers(Small *p) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-default  *p -> {}
  return *p;
}
// CHECK-LABEL: define {{.*}}@memory.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: call void @llvm.memset{{.*}} i64 48
extern "C" Large memory(Large *p) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-default  *p -> {}
  return *p;
}
// CHECK-LABEL: define {{.*}}@several.twin(
// CHECK: call void @llvm.memset{{.*}} i64 8
extern "C" Small several(Small *p, int v) {
  switch (v) {
  default:
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-default  *p -> {}
    return *p;
  case 1:
    // LIST: :[[@LINE+1]]:{{[0-9]+}}  return-to-default  p[v] -> {}
    return p[v];
  }
}
