// A call that is made in the place of another one.
#ifndef ALLELE_CALL_INSTEAD_H
#define ALLELE_CALL_INSTEAD_H

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstrTypes.h"

namespace allele {

// Calls `callee` with the arguments of `original`, whose function type and calling convention it shares. Where that is
// an invoke an exception lands where its own does, and the builder goes on in the block behind.
llvm::CallBase *callInstead(llvm::IRBuilder<> &builder, llvm::CallBase &original, llvm::FunctionCallee callee);

// Gives the block's phis for the new edge from `from` what they receive from `like`.
void addIncomingLike(llvm::BasicBlock &block, llvm::BasicBlock *from, const llvm::BasicBlock *like);

} // namespace allele

#endif
