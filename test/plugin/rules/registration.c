// The module registers its records by one hidden constructor before all others; the sections keep their bounds when all records are collected.
//
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck %s
// CHECK: $allele.register = comdat any
// CHECK-DAG: @allele.anchor.allele_functions = linkonce_odr hidden constant [0 x i8] zeroinitializer, section "allele_functions", comdat($allele.register), align 8
// CHECK-DAG: @allele.anchor.allele_function_switches = linkonce_odr hidden global [0 x i8] zeroinitializer, section "allele_function_switches", comdat($allele.register), align 1
// CHECK-DAG: @allele.anchor.allele_site_switches = linkonce_odr hidden global [0 x i8] zeroinitializer, section "allele_site_switches", comdat($allele.register), align 1
// CHECK-DAG: @llvm.used = {{.*}}@allele.anchor.allele_functions, ptr @allele.anchor.allele_function_switches, ptr @allele.anchor.allele_site_switches
// CHECK-DAG: @__start_allele_functions = external hidden global
// CHECK-DAG: @__stop_allele_site_switches = external hidden global
// CHECK-DAG: @llvm.global_ctors = {{.*}} { i32 0, ptr @allele.register, ptr @allele.register }]
// CHECK: define linkonce_odr hidden void @allele.register() #[[ATTRIBUTES:[0-9]+]] comdat {
// CHECK: call void @__allele_register_v1(
// CHECK: declare hidden void @__allele_register_v1(
// CHECK: attributes #[[ATTRIBUTES]] = { disable_sanitizer_instrumentation noprofile nosanitize_coverage nounwind
int instrumented(int a) { return a + 1; }
