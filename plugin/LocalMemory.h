// What one function's loads and stores are known to read and write, whichever of its mutants is active: facts that hold
// on all paths of the control-flow graph and depend on no value.
#ifndef ALLELE_LOCAL_MEMORY_H
#define ALLELE_LOCAL_MEMORY_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"

#include <map>
#include <tuple>

namespace allele {

class LocalMemory {
public:
  explicit LocalMemory(llvm::Function &function);

  // A variable whose address goes nowhere: only loads and stores of the function touch it.
  bool isPrivate(const llvm::Value *pointer) const { return privates.contains(pointer); }
  // The first load of the same block that gives what this one gives; the load itself where there is none before it.
  llvm::LoadInst *representative(llvm::LoadInst *load) const;
  // Whether another load has this one's value for certain.
  bool isShared(const llvm::LoadInst *load) const { return shared.contains(load); }
  // A load that gives what a store is about to overwrite, or null.
  llvm::LoadInst *overwritten(const llvm::StoreInst *store) const { return contents.lookup(store); }
  // Whether a store writes to a private variable that isn't read before it is written again.
  bool isDead(const llvm::StoreInst *store) const { return dead.contains(store); }

  // Whether reading can't fail, since it is a variable, or what is read, or another member of the same structure, was
  // accessed before in the same block or in those that alone lead to it.
  bool isReadable(const llvm::LoadInst &load) const;

private:
  // A block and those that alone lead to it, in the order of their execution.
  class Path;
  // Place in memory: base, offset in bytes, type of the access.
  using Place = std::tuple<const llvm::Value *, int64_t, llvm::Type *>;

  void findPrivates();
  void walk(llvm::BasicBlock &block);
  void findDeadStores();
  Place placeOf(const llvm::Value *pointer, llvm::Type *type) const;

  llvm::Function &function;
  llvm::SmallPtrSet<const llvm::Value *, 16> privates;
  llvm::DenseMap<const llvm::LoadInst *, llvm::LoadInst *> representatives;
  llvm::SmallPtrSet<const llvm::LoadInst *, 16> shared;
  llvm::DenseMap<const llvm::StoreInst *, llvm::LoadInst *> contents;
  llvm::SmallPtrSet<const llvm::StoreInst *, 16> dead;
};

} // namespace allele

#endif
