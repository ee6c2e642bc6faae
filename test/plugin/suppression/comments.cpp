// Comments take mutants out of the program, and the reason stays with them.
//
// RUN: %cxx -shared -fPIC %s -o %t.so 2>&1 | count 0
// RUN: %allele list %t.so | FileCheck --check-prefix=MADE %s
// RUN: %allele list %t.so | grep -c ' add-to-sub ' | grep -x 4
// RUN: readelf -p allele_ignored %t.so | sed 's/\^I/ /g' | FileCheck --check-prefix=IGNORED %s
//
// IGNORED-DAG: suppressed one of them add-to-sub {{.*}}suppression/comments.cpp [[@LINE+1]] {{[0-9 ]+}} + -
int ofThisLine(int x) { return x + 1; } // allele: ignore(add-to-sub): one of them
// MADE-DAG: :[[@LINE-1]]:{{[0-9]+}}  return-to-zero
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  add-to-sub
int ofNoLine(int x) { return x + 1; }

/* allele: ignore-next : all of them, behind a blank line */

// IGNORED-DAG: suppressed all of them, behind a blank line return-to-zero {{.*}}suppression/comments.cpp [[@LINE+2]] {{[0-9 ]+}}
// IGNORED-DAG: suppressed all of them, behind a blank line add-to-sub {{.*}}suppression/comments.cpp [[@LINE+1]] {{[0-9 ]+}}
int ofNextLine(int x) { return x + 1; }

// allele: off(add-to-sub, return-negated): tables
// IGNORED-DAG: suppressed tables add-to-sub {{.*}}suppression/comments.cpp [[@LINE+3]] {{[0-9 ]+}}
// IGNORED-DAG: suppressed tables return-negated {{.*}}suppression/comments.cpp [[@LINE+2]] {{[0-9 ]+}}
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  return-to-zero
int inRegion(int x) { return x + 1; }
// allele: on(add-to-sub)
// IGNORED-DAG: suppressed tables return-negated {{.*}}suppression/comments.cpp [[@LINE+2]] {{[0-9 ]+}}
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  add-to-sub
int inRestOfIt(int x) { return x + 1; }
// allele: on
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  return-negated
int behindIt(int x) { return x + 1; }

// allele: off(default): a level
// IGNORED-DAG: suppressed a level add-to-sub {{.*}}suppression/comments.cpp [[@LINE+1]] {{[0-9 ]+}}
int inLevelRegion(int x) { return x + 1; }
// allele: on
const char *text = "// allele: off";
// MADE-DAG: :[[@LINE+1]]:{{[0-9]+}}  add-to-sub
int behindText(int x) { return x + 1; }
