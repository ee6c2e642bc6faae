// Functions of the system's headers have no mutants, though their bodies are compiled here.
//
// RUN: %cxx -w -shared -fPIC %s -o %t.so
// RUN: llvm-nm %t.so | FileCheck --check-prefix=COMPILED %s
// RUN: %allele list %t.so | FileCheck --implicit-check-not='lt-to-' %s
#include <algorithm>
// COMPILED: _ZSt3maxIiERKT_
// CHECK: system-headers.cpp:[[@LINE+1]]:{{.*}} sub-to-add
int larger(int a, int b) { return std::max(a, b) - 1; }
