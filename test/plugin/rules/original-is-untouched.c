// The original only gains a check of one byte before its body; every site stands in the twin.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK-LABEL: define {{.*}}i32 @f(
// CHECK: %[[BYTE:.*]] = load i8, ptr @{{.*}}
// CHECK: %[[ARMED:.*]] = icmp ne i8 %[[BYTE]], 0
// CHECK: br i1 %[[ARMED]], {{.*}}!prof
// CHECK: call i32 @f.twin(
// CHECK-NOT: __allele_
// CHECK-LABEL: define internal i32 @f.twin(
// CHECK: call i64 @__allele_int_v1(
int f(int a, int b) { return a + b; }
