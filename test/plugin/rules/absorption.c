// The original of a caller calls copies without a check of small functions, and its record lists all whose bodies it took that way, also
// through others; its twin calls the functions themselves. Functions that something else may replace, or that call themselves, aren't copied.
//
// RUN: %clang -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK-DAG: @allele.absorbed.middle = {{.*}}[1 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @allele.function.small to i64), i64 ptrtoint (ptr @allele.absorbed.middle to i64)) to i32)]
// CHECK-DAG: @allele.absorbed.outer = {{.*}}[2 x i32] [i32 trunc (i64 sub (i64 ptrtoint (ptr @allele.function.middle to i64), {{.*}}ptr @allele.function.small to i64),
// CHECK-DAG: @allele.function.outer = {{.*}}@allele.absorbed.outer {{.*}}, i32 2, {{.*}}, i32 0, i64 0, i64 0 }, section "allele_functions"
// CHECK-DAG: @allele.function.others = {{.*}}, i32 0, i32 0, {{.*}}, i32 0, i64 0, i64 0 }, section "allele_functions"

static int small(int a) { return a + 1; }

static int middle(int a) { return small(a) * 2; }

// CHECK-LABEL: define {{.*}}@outer(
// CHECK: call i32 @middle.unchecked(
// CHECK-LABEL: define internal i32 @outer.twin(
// CHECK: call i32 @middle(
int outer(int a) { return middle(a) - 3; }

__attribute__((weak)) int replaceable(int a) { return a + 1; }
__attribute__((noinline)) int apart(int a) { return a + 1; }
int recursive(int a) { return a > 0 ? recursive(a - 1) : a; }

// CHECK-LABEL: define {{.*}}@others(
// CHECK: call i32 @replaceable(
// CHECK: call i32 @apart(
// CHECK: call i32 @recursive(
int others(int a) { return replaceable(a) + apart(a) + recursive(a); }
