// The counter in a twin that tells a mutant which never ends from one that takes its time.
#ifndef ALLELE_BUDGET_H
#define ALLELE_BUDGET_H

#include "llvm/IR/Function.h"
#include "llvm/IR/GlobalVariable.h"

namespace allele {

// Takes 1 from `budget` where the twin is entered and at each turn of its loops; where it was 0 already, the runtime is
// called with `record`. What neither loops nor calls anything can't run for ever, and counts nothing.
void insertBudget(llvm::Function &twin, const llvm::Function &original, llvm::GlobalVariable &budget,
                  llvm::GlobalVariable &record);

} // namespace allele

#endif
