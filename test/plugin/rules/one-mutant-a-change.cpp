// What several operators would change alike is one mutant; a variable's first value stays; marks and truth values have no order.
//
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | sed 's/^.*cpp:/at /; s/  */ /g' | FileCheck %s
// RUN: %allele list %t.so | grep -c ' remove-assignment ' | grep -x 1
// RUN: %allele list %t.so | not grep -E '1 -> -[(]1[)]|eq-to-le|eq-to-ge'
//
// CHECK-DAG: at [[@LINE+1]]:{{[0-9]+}} lt-to-false a < b -> false
bool isLess(int a, int b) { return a < b; }
// RUN: %allele list %t.so | grep -c 'a < b -> false' | grep -x 1
// CHECK-DAG: at [[@LINE+1]]:{{[0-9]+}} eq-to-ne
int isBrace(char c, int result) { return (c == '{') + (result == -1); }
int isFine(int a) { return 1; }
int assigned(int a) {
  int first;
  first = a;
  // CHECK-DAG: at [[@LINE+1]]:{{[0-9]+}} remove-assignment
  a = 3;
  return first & a;
}
