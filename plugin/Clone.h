// A copy of a function beside it, in the same module.
//
// CloneFunctionInto would do, but for each copy it walks all types that the function's debug info reaches: in a large
// C++ file that took a third of all optimisation time. A copy keeps lines, enough for stack traces and profiles, and no
// variables or scopes.
#ifndef ALLELE_CLONE_H
#define ALLELE_CLONE_H

#include "llvm/IR/Function.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

namespace allele {

// An internal function named <name><suffix>, placed behind `original`, with `original`'s attributes and body. `map`
// receives the copy of each argument, block and instruction. In debug info and stack traces the copy is called
// `linkageName`.
llvm::Function *cloneWithLines(llvm::Function &original, llvm::StringRef suffix, llvm::StringRef linkageName,
                               llvm::ValueToValueMapTy &map);

} // namespace allele

#endif
