// What the actions of abi.h compute, as instructions: where the runtime doesn't evaluate them itself, and where mutants
// are compared before anything runs. The same as runtime/Evaluate.c.
#ifndef ALLELE_ACTION_H
#define ALLELE_ACTION_H

#include "allele/abi.h"

#include "llvm/IR/IRBuilder.h"

namespace allele {

// `value` is the site's original value, `a` and `b` its operands, null where it has none.
llvm::Value *createAction(llvm::IRBuilder<> &builder, AlleleAction action, llvm::Value *value, llvm::Value *a,
                          llvm::Value *b);

} // namespace allele

#endif
