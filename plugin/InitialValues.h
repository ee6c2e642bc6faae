// Values that variables of static storage begin with. They stand in no function: the linker writes them.
//
// An artificial function stands for those of each file, so that they have sites, records and a twin like everything
// else. It is a constructor that runs right after the runtime has armed its sites and before all others: a mutant's
// value is there before anyone reads the variable. When nothing is active it stores nothing.
#ifndef ALLELE_INITIAL_VALUES_H
#define ALLELE_INITIAL_VALUES_H

#include "Sources.h"

#include "llvm/IR/Function.h"

#include <vector>

namespace allele {

// The functions, each with a load for each variable whose initial value may be another: numbers and truth values that
// the source writes behind the variable's name. The load stands at the name in debug info.
std::vector<llvm::Function *> createInitialValues(llvm::Module &module, Sources &sources);
// Whether it is one of those functions.
bool standsForInitialValues(const llvm::Function &function);
// Makes it a constructor, once it calls its twin.
void runInitialValues(llvm::Function &function);

} // namespace allele

#endif
