// A twin takes 1 from its function's budget where it is entered, if it calls something, and at each turn of a loop; where nothing is
// left, the runtime is told.
//
// RUN: %clang -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK-DAG: @allele.budget.loops = internal global i64 -1, section "allele_budgets", align 8
// CHECK-DAG: @allele.anchor.allele_budgets = linkonce_odr hidden global [0 x i8] zeroinitializer, section "allele_budgets", comdat($allele.register), align 8

int other(int);

// CHECK-LABEL: define {{.*}}@loops(
// CHECK-NOT: @allele.budget.loops
// CHECK-LABEL: define internal i32 @loops.twin(
// CHECK-NOT: @allele.budget.loops
// CHECK: phi
// CHECK: %[[LEFT:.*]] = load i64, ptr @allele.budget.loops
// CHECK-NEXT: %[[TAKEN:.*]] = add i64 %[[LEFT]], -1
// CHECK-NEXT: store i64 %[[TAKEN]], ptr @allele.budget.loops
// CHECK-NEXT: %[[NONE:.*]] = icmp eq i64 %[[LEFT]], 0
// CHECK-NEXT: br i1 %[[NONE]], label %[[EXHAUSTED:.*]], label
// CHECK: [[EXHAUSTED]]:
// CHECK-NEXT: call void @__allele_exhausted_v1(ptr @allele.function.loops)
// CHECK-NOT: @allele.budget.loops
// CHECK-LABEL: define {{.*}}@calls(
int loops(int a) {
  int sum = 0;
  while (sum < a)
    sum += a;
  return sum;
}

// CHECK-LABEL: define internal i32 @calls.twin(
// CHECK: load i64, ptr @allele.budget.calls
// CHECK: call i32 @other(
// CHECK-LABEL: define {{.*}}@neither(
int calls(int a) { return other(a + 1); }

// CHECK-LABEL: define internal i32 @neither.twin(
// CHECK-NOT: load i64, ptr @allele.budget.neither
// CHECK-LABEL: define {{.*}}@jumps(
int neither(int a) { return a + 1; }

// A cycle without a natural loop.
// CHECK-LABEL: define internal i32 @jumps.twin(
// CHECK: load i64, ptr @allele.budget.jumps
int jumps(int a) {
  if (a > 3)
    goto second;
first:
  a += 2;
second:
  a -= 1;
  if (a > 0)
    goto first;
  return a;
}
