// The twin shifts what is wider than the runtime's integers itself: the other way by the amount modulo the width, as the runtime does.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK-LABEL: define {{.*}}@wide.twin(
// CHECK: call i32 @__allele_pick_v1(
// CHECK: %[[AMOUNT:.*]] = urem i128 %{{.*}}, 128
// CHECK: ashr i128 %{{.*}}, %[[AMOUNT]]
__int128 wide(__int128 a, int b) { return a << b; }
