// A `throw` doesn't happen.
//
// RUN: export ALLELE_OPTIONS="{operators: [remove-throw], rules: [-all]}"
// RUN: %clangxx -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %cxx -w -O2 -shared -fPIC %s -o %t.optimised.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-throw ' %s
// RUN: %allele list %t.so | sort > %t.list
// RUN: %allele list %t.optimised.so | sort | diff %t.list -
//
// Where removing it is the same as a condition that never holds, it is of the failure level only.
// RUN: env ALLELE_OPTIONS='{operators: [default], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.default.so
// RUN: %allele list %t.default.so | FileCheck --check-prefix=DEFAULT %s
// RUN: env ALLELE_OPTIONS='{operators: [failure], rules: [-all]}' %cxx -w -shared -fPIC %s -o %t.failure.so
// RUN: %allele list %t.failure.so | FileCheck --check-prefix=FAILURE %s

int use(int v);
struct Error {
  Error(int v);
};
struct Guard {
  ~Guard();
};
#define FAIL throw 1
[[noreturn]] void fail();

// An operand of `?:`, from a macro, in a function that isn't `throw`; where the function would end without a result; at
// its end; where something had to be destroyed.
int untouchedExpression(int v) {
  if (v == 3)
    FAIL;
  if (v == 4)
    fail();
  return v ? v : throw Error(v);
}
int untouchedEnd(int v) {
  if (v == 1)
    return 1;
  else
    throw Error(v);
}
int untouchedDestructor(int v) {
  if (v == 1) {
    use(1);
  } else {
    Guard guard;
    throw Error(v);
  }
  return 2;
}

// CHECK-LABEL: define {{.*}}@checks.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[MUTANT:[.0-9a-z]+]]
// CHECK: [[MUTANT]]:
// CHECK-NEXT: br label %[[REST:[.0-9a-z]+]]
// CHECK: call ptr @__cxa_allocate_exception
// CHECK: [[REST]]:
// CHECK: call {{.*}}@_Z3usei(
extern "C" int checks(int v) {
  if (v == 1)
    throw Error(use(v)); // LIST: :[[@LINE]]:5  remove-throw  throw Error(use(v)) -> (nothing)
  // DEFAULT-NOT: :[[@LINE-1]]:5  remove-throw
  // FAILURE: :[[@LINE-2]]:5  remove-throw
  return use(2);
}

int ends(int v) {
  if (v == 1) {
    use(1);
  } else if (v == 2) {
    use(2);
    throw Error(2); // LIST: :[[@LINE]]:5  remove-throw  throw Error(2) -> (nothing)
    // DEFAULT: :[[@LINE-1]]:5  remove-throw
    // FAILURE-NOT: :[[@LINE-2]]:5  remove-throw
  } else {
    throw Error(3); // LIST: :[[@LINE]]:5  remove-throw  throw Error(3) -> (nothing)
  }
  use(3);
  switch (v) {
  case 5:
    throw 5; // LIST: :[[@LINE]]:5  remove-throw  throw 5 -> (nothing)
  case 6:
    use(6);
    break;
  default:
    throw 7; // LIST: :[[@LINE]]:5  remove-throw  throw 7 -> (nothing)
  }
  for (int i = 0; i < v; i++) {
    if (use(i))
      continue;
    throw 8; // LIST: :[[@LINE]]:5  remove-throw  throw 8 -> (nothing)
  }
  return use(4);
}

// The handler ends.
// CHECK-LABEL: define {{.*}}@handles.twin(
// CHECK: switch i32 {{.*}} [
// CHECK-NEXT: i32 1, label %[[MUTANT:[.0-9a-z]+]]
// CHECK: [[MUTANT]]:
// CHECK-NEXT: call void @__cxa_end_catch()
// CHECK-NEXT: br label %[[REST:[.0-9a-z]+]]
extern "C" int handles(int v) {
  try {
    use(v);
  } catch (...) {
    use(1);
    throw; // LIST: :[[@LINE]]:5  remove-throw  throw -> (nothing)
  }
  return use(2);
}
