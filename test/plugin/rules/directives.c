// What is replaced has a text: where a preprocessor directive stands inside of it there is no mutant, as it holds what isn't compiled.
//
// RUN: %cc -w -shared -fPIC %s -o %t.so
// RUN: %allele list %t.so | FileCheck --implicit-check-not='{{(return|cond)-}}' %s
#define NEEDED
int use(int v);
int value(int a, int b) {
  // CHECK: directives.c:[[@LINE+1]]:{{.*}} mul-to-div
  return a * 2
#ifdef NEEDED
      // CHECK: directives.c:[[@LINE+1]]:{{.*}} add-to-sub
      + b
#endif
      ;
}
void condition(int a, int b) {
  // CHECK: directives.c:[[@LINE+1]]:{{.*}} gt-to-
  if (a > 3
#ifndef NEEDED
      && !a
#endif
      && b)
    use(b);
}
