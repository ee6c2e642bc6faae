// What isn't understood in a comment is said, with what was meant; a comment that only looks so is left alone.
//
// RUN: %cc -shared -fPIC %s -o %t.so 2>&1 | FileCheck --implicit-check-not=warning: %s
// RUN: %allele list %t.so | grep add-to-sub | count 3
//
// CHECK: warning: allele: {{.*}}mistakes.c:[[@LINE+1]]: 'add-to-sum' is no operator and no level (did you mean 'add-to-sub'?)
int wrongName(int x) { return x + 1; } // allele: ignore(add-to-sum): no such operator
// CHECK: warning: allele: {{.*}}mistakes.c:[[@LINE+1]]: 'allele: ignore-nxt' is not understood (did you mean 'ignore-next'?)
// allele: ignore-nxt(add-to-sub)
int wrongWord(int x) { return x + 1; }
// CHECK: warning: allele: {{.*}}mistakes.c:[[@LINE+1]]: 'allele: off(' has no ')'
// allele: off(add-to-sub
// allele: A at this locus, G at the next one
int prose(int x) { return x + 1; }
