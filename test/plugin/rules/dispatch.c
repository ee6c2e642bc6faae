// The original hands everything to its twin as it got it, and never returns where it promised not to.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
struct Large {
  long cells[6];
};

// CHECK-LABEL: define {{.*}}@ofStructs(
// CHECK: {{^ *}}call void @ofStructs.twin(ptr {{.*}}sret(%struct.Large) align 8 %{{.*}}, ptr noundef byval(%struct.Large) align 8 %{{.*}}, i8 noundef signext %{{.*}})
// CHECK-NEXT: ret void
struct Large ofStructs(struct Large large, signed char v) {
  large.cells[0] += v;
  return large;
}

// CHECK-LABEL: define {{.*}}@variadic(
// CHECK: musttail call i32 (i32, ...) @variadic.twin(i32 noundef %{{.*}}, ...)
int variadic(int count, ...) { return count + 1; }

// CHECK-LABEL: define {{.*}}@convention(
// CHECK: call preserve_mostcc i32 @convention.twin(
// CHECK: define internal preserve_mostcc i32 @convention.twin(
__attribute__((preserve_most)) int convention(int v) { return v | 8; }

// CHECK-LABEL: define {{.*}}@ends(
// CHECK: call void @ends.twin(
// CHECK-NEXT: call void @llvm.trap()
// CHECK-NEXT: unreachable
__attribute__((noreturn)) void ends(int a) {
  while (a < 5)
    a = a * 2;
  __builtin_trap();
}
