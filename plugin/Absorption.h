// Small functions without the check, for the bodies that would inline them.
//
// The check at the entry of a function costs little, but not in an accessor that is inlined everywhere. So a small
// function whose body is known in its TU gets a second, internal copy without a check, and the original bodies of the
// instrumented functions call that copy. They have "absorbed" the function: while one of its mutants is armed they run
// their twins, which call the entry with the check. The record of each function says what its body absorbed, directly
// or through others.
#ifndef ALLELE_ABSORPTION_H
#define ALLELE_ABSORPTION_H

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Function.h"

namespace allele {

class Absorption {
public:
  // Offers a function that got a twin. Call before the check is put into it, and for all functions before `run`.
  void add(llvm::Function &instrumented);
  // Copies the small ones that others call and leads the calls of all added functions' bodies to the copies.
  void run();
  // The copy without the check, or null.
  llvm::Function *copyOf(llvm::Function &function) const { return copies.lookup(&function); }
  // The functions that the body of `function` absorbed.
  llvm::SmallVector<llvm::Function *, 8> absorbedBy(llvm::Function &function) const;

private:
  void leadCalls(llvm::Function &body, llvm::Function &owner);

  llvm::SmallVector<llvm::Function *, 32> instrumented;
  llvm::MapVector<llvm::Function *, llvm::Function *> copies; // of the small ones
  llvm::MapVector<llvm::Function *, llvm::SmallSetVector<llvm::Function *, 4>> direct;
};

} // namespace allele

#endif
