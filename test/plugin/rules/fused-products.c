// `a * b + c` is one llvm.fmuladd. Its mutants change the operand on the right of the operator, or the product's operator, and stay
// fused where their source would be.
//
// RUN: %clang -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s

// CHECK-LABEL: define internal double @productLeft.twin(
// CHECK: %[[VALUE:[0-9]+]] = call double @llvm.fmuladd.f64(double %[[A:[0-9]+]], double %[[B:[0-9]+]], double %[[C:[0-9]+]])
// CHECK: switch i32 %{{[0-9]+}}, label %{{.*}} [
// CHECK-NEXT: i32 1, label
// CHECK-NEXT: i32 2, label
// CHECK-NEXT: ]
// CHECK: %[[MINUS:[0-9]+]] = fneg double %[[C]]
// CHECK-NEXT: %[[DIFFERENCE:[0-9]+]] = call double @llvm.fmuladd.f64(double %[[A]], double %[[B]], double %[[MINUS]])
// CHECK: %[[QUOTIENT:[0-9]+]] = fdiv double %[[A]], %[[B]]
// CHECK-NEXT: %[[SUM:[0-9]+]] = fadd double %[[QUOTIENT]], %[[C]]
double productLeft(double a, double b, double c) { return a * b + c; }

// CHECK-LABEL: define internal double @productRight.twin(
// CHECK: call double @llvm.fmuladd.f64(double %[[A:[0-9]+]], double %[[B:[0-9]+]], double %[[C:[0-9]+]])
// CHECK: %[[MINUS:[0-9]+]] = fneg double %[[A]]
// CHECK-NEXT: call double @llvm.fmuladd.f64(double %[[MINUS]], double %[[B]], double %[[C]])
double productRight(double a, double b, double c) { return c + a * b; }

// CHECK-LABEL: define internal double @subtracted.twin(
// CHECK: %[[NEGATED:[0-9]+]] = fneg double %[[A:[0-9]+]]
// CHECK-NEXT: call double @llvm.fmuladd.f64(double %[[NEGATED]], double %[[B:[0-9]+]], double %[[C:[0-9]+]])
// CHECK: %[[BACK:[0-9]+]] = fneg double %[[NEGATED]]
// CHECK-NEXT: call double @llvm.fmuladd.f64(double %[[BACK]], double %[[B]], double %[[C]])
double subtracted(double a, double b, double c) { return c - a * b; }

// CHECK-LABEL: define internal double @accumulated.twin(
// CHECK: call double @llvm.fmuladd.f64(double %[[A:[0-9]+]], double %[[B:[0-9]+]], double %[[C:[0-9]+]])
// CHECK: %[[MINUS:[0-9]+]] = fneg double %[[A]]
// CHECK-NEXT: call double @llvm.fmuladd.f64(double %[[MINUS]], double %[[B]], double %[[C]])
double accumulated(double a, double b, double c) {
  c += a * b;
  return c;
}
