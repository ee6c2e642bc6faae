// The original's variables keep their slots in the entry block: elsewhere the stack would be moved for them at run time.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
int use(int *cells);
// CHECK-LABEL: define {{.*}}@variables(
// CHECK-NEXT: alloca i32
// CHECK-NEXT: alloca [8 x i32]
// CHECK: br i1
// CHECK-NOT: alloca
// CHECK-LABEL: define internal {{.*}}@variables.twin(
int variables(int a) {
  int cells[8] = {a};
  return use(cells) + a;
}
