// Expressions that LLVM's own simplifications are asked about.
//
// No instruction promises anything (nsw, inbounds, fast-math), and what is undefined for some operands (division,
// shifts, conversions) is opaque unless its operands are constants that are all right: nothing can be proved from
// behaviour that is undefined.
#ifndef ALLELE_EXPRESSIONS_H
#define ALLELE_EXPRESSIONS_H

#include "LocalMemory.h"

#include "llvm/Analysis/InstSimplifyFolder.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/PassManager.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include <map>
#include <string>
#include <vector>

namespace allele {

// Writes into a function of its own, which goes with the object.
class Expressions {
public:
  // An expression that simplify() shall tell about.
  using Observation = unsigned;

  Expressions(const Expressions &) = delete;
  Expressions &operator=(const Expressions &) = delete;
  virtual ~Expressions();

  // Whether the instruction is an expression of its operands and nothing else.
  static bool isPure(const llvm::Instruction &instruction);
  // What the program doesn't notice: debug info, assumptions, bounds of lifetimes.
  static bool isNothing(const llvm::Instruction &instruction);
  // Whether it is a division that some operands make a signal of.
  static bool mayTrap(const llvm::Instruction &instruction);

  // The expression of a value of the original; null where there is none, as of undef.
  llvm::Value *of(llvm::Value *value);
  // The same instruction with other operands; null where one of them is null.
  llvm::Value *rebuild(const llvm::Instruction &instruction, llvm::ArrayRef<llvm::Value *> operands);
  // Whether two values differ, as a truth value; null where that can't be said.
  llvm::Value *differ(llvm::Value *left, llvm::Value *right);
  llvm::IRBuilderBase &build() { return builder; }

  Observation observe(llvm::Value *expression);
  // Once simplified: equal values are one. Null where it turned out to be undefined, or is never reached.
  llvm::Value *observed(Observation observation) const;
  bool isReached(Observation observation) const { return observations[observation] != nullptr; }

protected:
  Expressions(llvm::Module &module, llvm::Function *function);

  // The expression of what isn't one of others.
  virtual llvm::Value *ofOther(llvm::Value *value) = 0;
  llvm::Value *leaf(llvm::Type *type);
  llvm::Function *declare(const std::string &name, llvm::FunctionType *type);
  // Some function of the operands.
  llvm::Value *opaque(const std::string &name, llvm::Type *type, llvm::ArrayRef<llvm::Value *> operands);
  void run(llvm::FunctionPassManager passes, llvm::FunctionAnalysisManager &analyses);

  llvm::Module &module;
  llvm::Function *function;
  llvm::IRBuilder<llvm::InstSimplifyFolder> builder;

private:
  llvm::Value *create(const llvm::Instruction &instruction, llvm::ArrayRef<llvm::Value *> operands);

  std::map<std::pair<std::string, llvm::FunctionType *>, llvm::Function *> declarations;
  std::vector<llvm::WeakVH> observations;
  unsigned leaves = 0;
};

// Without context: one behind the other, where a leaf is whatever the original's loads, calls, phis and arguments give,
// and is known to be nothing. Two that come out as one value are equal for all values of their leaves.
class FreeExpressions : public Expressions {
public:
  FreeExpressions(llvm::Module &module, const LocalMemory &memory);
  // Before an instruction of the original goes away.
  void forget(const llvm::Instruction &instruction) { known.erase(&instruction); }
  void simplify(llvm::FunctionAnalysisManager &analyses);

private:
  llvm::Value *ofOther(llvm::Value *value) override;

  const LocalMemory &memory;
  llvm::DenseMap<const llvm::Value *, llvm::Value *> known;
};

// In a copy of the function, where its conditions and its variables' values are known. What comes out holds in the
// original as it is, and in a mutant until it first does something else.
class PlacedExpressions : public Expressions {
public:
  PlacedExpressions(llvm::Function &original, const LocalMemory &memory);
  // Each iteration of these loops, which are the function's, begins with whatever values its variables may have and any
  // content of memory. So what is known at an instruction is known by what its iteration did before it.
  void cutLoops(const llvm::LoopInfo &loops);
  // Goes before that instruction of the original; whether it can.
  bool place(const llvm::Instruction &instruction);
  // Goes before that instruction, as if the blocks that may come next had run, each up to the instruction beside it:
  // until place() is called, what they compute is an expression of what is known here. Whether it can; not where they
  // do anything else.
  using Next = std::pair<const llvm::BasicBlock *, const llvm::Instruction *>;
  bool placeAfter(const llvm::Instruction &instruction, llvm::ArrayRef<Next> blocks);
  // What memory holds there at the address.
  llvm::Value *contentOf(llvm::Type *type, llvm::Value *address);
  void simplify(llvm::FunctionAnalysisManager &analyses);

private:
  explicit PlacedExpressions(llvm::Function &original, const LocalMemory &memory,
                             std::unique_ptr<llvm::ValueToValueMapTy> map);
  llvm::Value *ofOther(llvm::Value *value) override;
  void hideVariables(llvm::Function &original);
  void hideTables();
  void promiseResults(const llvm::Function &original);
  llvm::CallInst *unknown(llvm::Type *type);

  const LocalMemory &memory;
  std::unique_ptr<llvm::ValueToValueMapTy> map; // from the original to the copy
  bool hasCutLoops = false;
  // By the instruction that they stand before: copies of what the blocks behind it compute.
  using Copies = llvm::DenseMap<const llvm::Value *, llvm::Value *>;
  llvm::DenseMap<const llvm::Instruction *, std::unique_ptr<Copies>> ahead;
  const Copies *inPlace = nullptr; // of values; else those that `map` names
};

} // namespace allele

#endif
