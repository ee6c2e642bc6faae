// A function that is annotated, also a template's instance and a method, has no mutants; its neighbours do.
//
// RUN: %cxx -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --check-prefix=MADE %s
// RUN: readelf -p allele_ignored %t.so | sed 's/\^I/ /g' | FileCheck --check-prefix=IGNORED %s
// RUN: %cxx -O2 -shared -fPIC %s -o %t.optimised.so
// RUN: readelf -p allele_ignored %t.optimised.so | sed 's/\^I/ /g' | FileCheck --check-prefix=IGNORED %s
//
// RUN: readelf -p allele_ignored %t.so | not grep return-to-true
// IGNORED-DAG: suppressed only for show add-to-sub {{.*}}suppression/annotation.cpp [[@LINE+1]] {{[0-9 ]+}}
[[clang::annotate("allele::ignore: only for show")]] int annotated(int x) { return x + 1; }
// IGNORED-DAG: suppressed  sub-to-add {{.*}}suppression/annotation.cpp [[@LINE+1]] {{[0-9 ]+}}
template <typename T> [[clang::annotate("allele::ignore")]] T ofTemplate(T x) { return x    - 1; }
struct Counter {
  int count;
  // IGNORED-DAG: suppressed  mul-to-div {{.*}}suppression/annotation.cpp [[@LINE+1]] {{[0-9 ]+}}
  [[clang::annotate("allele::ignore")]] int twice() const { return count * 2; }
  // MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  mul-to-div
  int thrice() const { return count * 3; }
};
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  return-to-true
[[clang::annotate("allele::ignored")]] bool annotatedOtherwise(Counter c) { return c.twice() < c.thrice(); }
int callsThem(int x) { return ofTemplate(x) + static_cast<int>(ofTemplate(2L)); }
