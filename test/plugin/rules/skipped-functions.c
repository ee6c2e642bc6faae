// Functions that can't have a twin are left alone, and counted with their reason; the others of the module have theirs.
//
// RUN: %clang -O1 -std=gnu17 -mgeneral-regs-only -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: rm -f %t.stats && ALLELE_STATS=%t.stats %instrument %t.bc -o - | FileCheck --implicit-check-not='untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// STATS-DAG: available externally
// STATS-DAG: naked
// STATS-DAG: ifunc resolver
// STATS-DAG: varargs with byval or sret
// STATS-DAG: stored label address
// STATS-DAG: interrupt handler
// STATS-DAG: label in inline assembly
struct Large {
  long cells[8];
};
__attribute__((naked)) int untouchedNaked(int a) { __asm__("ret"); }
static int implementation(int a) { return a + 1; }
static int (*untouchedResolver(void))(int) {
  int v = 3;
  return v > 2 ? implementation : 0;
}
__attribute__((ifunc("untouchedResolver"))) int chosen(int a);
struct Large untouchedVarargs(int a, ...) {
  struct Large large = {{a + 1}};
  return large;
}
void *stored;
int untouchedLabel(int a) {
  if (a > 3)
    stored = &&label;
  goto *stored;
label:
  return a + 1;
}
// It must not be inlined either: in a caller it would define its label a second time.
// CHECK: define {{.*}}@untouchedAsmLabel({{.*}} #[[APART:[0-9]+]]
int untouchedAsmLabel(int a) {
  __asm__ volatile("ownLabel:");
  return a + 1;
}
int untouchedAsmLabels(int a) {
  if (a > 1)
    __asm__ volatile("probe%c0:\n\tnop" ::"i"(7));
  return a + 1;
}
int untouchedAsmComment(int a) {
  __asm__ volatile("/* x */ probe8: nop");
  return a + 1;
}
int untouchedAsmMacro(int a) {
  __asm__ volatile(".macro ownMacro\nnop\n.endm");
  return a + 1;
}
// CHECK: define {{.*}}@uniqueAsmLabel.twin(
int uniqueAsmLabel(int a) {
  __asm__ volatile("own%=:\n1: nop" ::);
  return a + 1;
}
__attribute__((interrupt)) void untouchedInterrupt(void *frame) {
  static int count;
  count += 2;
}
inline int untouchedInline(int a) { return a + 1; }
// CHECK: define {{.*}}@ofAll.twin(
int ofAll(int a) { return chosen(a) + implementation(a) + untouchedInline(a); }
// CHECK: attributes #[[APART]] = { noinline
