// Callers must not assume of a function what its twin doesn't keep: that it has no effects, returns in any case, and returns no null pointer.
//
// RUN: %clang -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s

// CHECK: define dso_local i32 @half({{.*}} #[[FUNCTION:[0-9]+]]
__attribute__((const, noinline)) int half(int a) { return a / 2; }
// CHECK: define dso_local ptr @next(
__attribute__((returns_nonnull, noinline)) int *next(int *p) { return p + 1; }

// A function without mutants keeps its calls.
// CHECK: define dso_local i32 @untouched(
// CHECK: call i32 @half({{.*}} #[[CALL:[0-9]+]]
// CHECK: call ptr @next(
// CHECK-NOT: @untouched.twin
#define BODY return half(1) + *next(p)
int untouched(int *p) { BODY; }

// What isn't instrumented keeps its promises.
// CHECK: declare {{.*}}i32 @external({{.*}} #[[EXTERNAL:[0-9]+]]
__attribute__((const)) int external(int a);
#define CALL return external(1)
int alsoUntouched(void) { CALL; }

// CHECK-DAG: attributes #[[FUNCTION]] = { noinline nounwind uwtable "
// CHECK-DAG: attributes #[[CALL]] = { nounwind }
// CHECK-DAG: attributes #[[EXTERNAL]] = { {{.*}}willreturn memory(none)
