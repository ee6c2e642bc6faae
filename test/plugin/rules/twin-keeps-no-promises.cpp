// A mutant breaks what the compiler knows of the original: overflow, ranges, progress, effects, ends that are never reached. So the twin
// promises nothing of it; and it is neither inlined nor optimised.
//
// RUN: %clangxx -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck --implicit-check-not=' mustprogress {{.*}}optnone' %s
extern "C" {
int external();

// CHECK-LABEL: define {{.*}}@overflow(
// CHECK: call void @llvm.assume(
// CHECK: add nsw i32
// CHECK-LABEL: define internal i32 @overflow.twin(
// CHECK-NOT: call void @llvm.assume(
// CHECK: %[[SUM:.*]] = add i32
// CHECK: %[[VALUE:.*]] = freeze i32 %[[SUM]]
// CHECK: %[[WIDE:.*]] = zext i32 %[[VALUE]] to i64
// CHECK: %[[A:.*]] = freeze i32 %0
// CHECK: %[[WIDEA:.*]] = zext i32 %[[A]] to i64
// CHECK: %[[B:.*]] = freeze i32 %1
// CHECK: %[[WIDEB:.*]] = zext i32 %[[B]] to i64
// CHECK: call i64 @__allele_int_v1(ptr @allele.function.overflow, i32 {{[0-9]+}}, i64 %[[WIDE]], i64 %[[WIDEA]], i64 %[[WIDEB]])
int overflow(int a, int b) {
  __builtin_assume(a > 0);
  return a + b;
}

// CHECK-LABEL: define {{.*}}@element(
// CHECK: getelementptr inbounds
// CHECK-LABEL: define internal ptr @element.twin(
// CHECK-NOT: inbounds i32
// CHECK: getelementptr i32
__attribute__((returns_nonnull)) int *element(int *p, long i) { return p + i; }

// CHECK-LABEL: define {{.*}}@truth(
// CHECK: load i8, {{.*}}!range {{.*}}!noundef
// CHECK-LABEL: define internal zeroext i1 @truth.twin(
// CHECK-NOT: {{!range|!noundef}}
// CHECK-LABEL: define {{.*}}@loop(
bool truth(bool *p) { return !*p; }

// CHECK: br label {{.*}}!llvm.loop
// CHECK-LABEL: define internal i32 @loop.twin(
// CHECK-NOT: !llvm.loop
// CHECK-LABEL: define {{.*}}@fallsOff(
int loop(int a) {
  while (a < 5)
    a += external();
  return a;
}

// CHECK-NOT: @llvm.trap
// CHECK: unreachable
// CHECK-LABEL: define internal i32 @fallsOff.twin(
// CHECK: call void @llvm.trap()
// CHECK-NEXT: unreachable
int fallsOff(int a) {
  switch (a) {
  case 1:
    return a + 1;
  default:
    __builtin_unreachable();
  }
}

// CHECK: define internal i32 @pure.twin({{.*}} #[[TWIN:[0-9]+]]
// CHECK: attributes #[[TWIN]] = { cold noinline nounwind optnone uwtable "
__attribute__((const)) int pure(int a) { return a / 2; }
}
