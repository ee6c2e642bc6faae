// What tells of each line: probes, mutants that stand for one, several for a line with several blocks.
//
// RUN: export ALLELE_OPTIONS="{operators: [-all]}"
// RUN: %cxx -O1 -c %s -o %t.o && %code | FileCheck %s
// RUN: %clangxx -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o - | %measure -o - | FileCheck --check-prefix=IR %s
// RUN: ALLELE_OPTIONS="{operators: [add-to-sub]}" %cxx -O1 -c %s -o %t.o && %code | FileCheck --check-prefix=SITES %s

int work(int);

// Without mutants too a function has a twin, for its probes.
// IR: @allele.probes._Z8branchesi = internal global [3 x i8] zeroinitializer, section "allele_probes"
// IR-LABEL: define {{.*}}@_Z8branchesi(
// IR: call {{.*}}@_Z8branchesi.twin(
// IR-NOT: __allele_probe_delta_v1
// IR-LABEL: define internal {{.*}}@_Z8branchesi.twin(
// IR: load i64, ptr @__allele_probe_delta_v1
// IR: store i8 1,
int branches(int a) {
  // CHECK: function _Z8branchesi [[@LINE-1]]-[[@LINE+16]] measured
  // The condition's outcomes are told by the blocks that it leads to, and the lines with braces by what is in them.
  // CHECK-DAG: _Z8branchesi line [[@LINE+6]]: [[ALWAYS:[0-9]$]]
  // CHECK-DAG: _Z8branchesi line [[@LINE+6]]: [[THEN:[0-9]$]]
  // CHECK-DAG: _Z8branchesi line [[@LINE+6]]: [[THEN]]
  // CHECK-DAG: _Z8branchesi line [[@LINE+6]]: [[ELSE:[0-9]$]]
  // CHECK-DAG: _Z8branchesi line [[@LINE+6]]: [[ELSE]]
  // CHECK-DAG: _Z8branchesi line [[@LINE+8]]: [[ALWAYS]]
  if (a > 1) {
    work(1);
  } else {
    work(2);
  }
  // What follows both is executed whenever the condition is.
  // CHECK: _Z8branchesi branch [[@LINE-6]]:{{[0-9]+}}: [[ELSE]] [[THEN]]
  return work(3);
}

// The other way goes on for ever: what stands on this one isn't executed whenever the condition is.
// CHECK: _Z7foreveri line [[@LINE+4]]: [[ONLY:[0-9]$]]
// CHECK: _Z7foreveri branch [[@LINE+2]]:{{[79]}}: {{[0-9]}} [[ONLY]]
int forever(int a) {
  if (a > 1)
    work(1);
  for (;;)
    work(2);
}

// Of two probes; the mutant's number follows theirs.
// SITES-DAG: _Z5sitesi line [[@LINE+5]]: 2
// SITES-DAG: _Z5sitesi line [[@LINE+5]]: {{[01]$}}
// SITES-DAG: _Z5sitesi branch [[@LINE+2]]:{{7|15}}: {{[01]}} 2
int sites(int a) {
  if (work(a) > 1)
    return a + 1;
  return 3;
}

struct Class {
  // CHECK: uncompiled Class::unused [[@LINE+1]]-[[@LINE+3]]: [[@LINE+1]] [[@LINE+2]] [[@LINE+3]]
  int unused(int a) {
    return work(a);
  }
  // CHECK-NOT: uncompiled
  int used(int a) { return work(a); }
#ifdef NEVER
  int leftOut(int a) { return work(a); }
#endif
  int declared(int a);
};
template <typename T> T instantiatedNowhere(T a) { return work(a); }
// CHECK: function _ZN5Class4usedEi
int use(Class &object) { return object.used(1); }
