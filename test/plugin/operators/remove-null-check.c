// A check for null beside other conditions is left out: the pointer is taken not to be null.
//
// RUN: export ALLELE_OPTIONS='{operators: [remove-null-check], rules: [-all]}'
// RUN: %clang -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %instrument %t.bc -o - | FileCheck '--implicit-check-not=untouched{{[a-zA-Z0-9_]*}}.twin(' %s
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=LIST --implicit-check-not=' remove-null-check ' %s

// In a macro, as all of a condition, and of what is no pointer: none.
#define IN_MACRO(p, a) ((p) && (a))
int use(void);
const char *find(int);
void untouched(const char *p, const char *q, int a, double d) {
  if (IN_MACRO(p, a))
    use();
  if (p)
    use();
  if (a && d)
    use();
  if (a && p == q)
    use();
}

void checks(const char *p, const char *q, int a) {
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-null-check  p -> 1
  if (p && a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-null-check  !p -> 0
  if (!p || a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-null-check  q == 0 -> 0
  if (a || q == 0)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-null-check  q != 0 -> 1
  while (q != 0 && a)
    use();
  // LIST: :[[@LINE+1]]:{{[0-9]+}}  remove-null-check  find(a) -> (find(a), 1)
  if (find(a) && a)
    use();
}
// CHECK-LABEL: define {{.*}}@checks.twin(
// CHECK: call i64 @__allele_int_v1(
