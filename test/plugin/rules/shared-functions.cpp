// All that belongs to the twin of a COMDAT function lies in a hidden COMDAT of its own, so that the linker keeps one twin, one record and
// one switch, of one translation unit; a local function's are local. A record lives as long as its twin.
//
// Its body absorbs nothing: the linker may keep the record of another.
//
// RUN: %clangxx -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %instrument -o - | FileCheck --implicit-check-not=@allele.absorbed.caller %s
// CHECK-DAG: $allele.shared = comdat any
// CHECK-DAG: @allele.function.shared = linkonce_odr hidden constant {{.*}}, section "allele_functions", comdat($allele.shared), align 8, !associated ![[SHARED:[0-9]+]]
// CHECK-DAG: @allele.switch.shared = linkonce_odr hidden global i8 0, section "allele_function_switches", comdat($allele.shared), align 1
// CHECK-DAG: @allele.switches.shared = linkonce_odr hidden global {{.*}}, section "allele_site_switches", comdat($allele.shared), align 1
// CHECK-DAG: @allele.data.shared = linkonce_odr hidden constant {{.*}}, comdat($allele.shared), align 8
// CHECK-DAG: @allele.function._ZL5locali = internal constant {{.*}}, section "allele_functions", align 8, !associated ![[LOCAL:[0-9]+]]
// CHECK-DAG: @allele.switch._ZL5locali = internal global i8 0, section "allele_function_switches", align 1
// CHECK-DAG: @llvm.compiler.used = {{.*}}@allele.function.shared, ptr @shared.twin
// CHECK-DAG: define internal {{.*}}@_ZL5locali.twin(
// CHECK-DAG: define linkonce_odr hidden {{.*}}@shared.twin({{.*}} comdat($allele.shared)
// CHECK-DAG: ![[SHARED]] = !{ptr @shared.twin}
// CHECK-DAG: ![[LOCAL]] = !{ptr @_ZL5locali.twin}
extern "C" {
inline int shared(int a, int b) { return a + b; }
inline int caller(int a) { return shared(a, 1); }
static int local(int a) { return a * 2; }
int user(int a) { return caller(a) - local(a); }
}
