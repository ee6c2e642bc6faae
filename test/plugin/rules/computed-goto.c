// A table of label addresses is copied for the twin, which must never jump into the original.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK-DAG: @run.kTable = internal {{.*}}blockaddress(@run,
// CHECK-DAG: @run.kTable.twin = internal {{.*}}blockaddress(@run.twin,
// CHECK: define {{.*}}@run.twin(
// CHECK: @run.kTable.twin
int run(const char *code, int v) {
  static void *const kTable[] = {&&more, &&stop};
  goto *kTable[(int)*code];
more:
  v = v + 1;
  goto *kTable[(int)*++code];
stop:
  return v;
}
