// The values of one function as expressions without context, so that LLVM's own simplifications say which are equal.
//
// They are written, one behind the other, into a function of their own that is thrown away. A leaf is whatever the
// original's loads, calls, phis and arguments give: an opaque call. No leaf is known to be anything, no instruction
// promises anything (nsw, inbounds, fast-math), and what is undefined for some operands (division, shifts, conversions)
// is opaque unless its operands are constants that are all right: nothing can be proved from behaviour that is
// undefined. So two expressions that come out as one value are equal for all values of their leaves.
#ifndef ALLELE_EXPRESSIONS_H
#define ALLELE_EXPRESSIONS_H

#include "LocalMemory.h"

#include "llvm/Analysis/InstSimplifyFolder.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/PassManager.h"

#include <map>
#include <string>
#include <vector>

namespace allele {

class Expressions {
public:
  // An expression that simplify() shall tell about.
  using Observation = unsigned;

  Expressions(llvm::Module &module, const LocalMemory &memory);
  Expressions(const Expressions &) = delete;
  Expressions &operator=(const Expressions &) = delete;
  ~Expressions();

  // Whether the instruction is an expression of its operands and nothing else.
  static bool isPure(const llvm::Instruction &instruction);
  // Whether it is a division that some operands make a signal of.
  static bool mayTrap(const llvm::Instruction &instruction);

  // The expression of a value of the original; null where there is none, as of undef.
  llvm::Value *of(llvm::Value *value);
  // The same instruction with other operands; null where one of them is null.
  llvm::Value *rebuild(const llvm::Instruction &instruction, llvm::ArrayRef<llvm::Value *> operands);
  // Before an instruction of the original goes away.
  void forget(const llvm::Instruction &instruction) { known.erase(&instruction); }

  Observation observe(llvm::Value *expression);
  void simplify(llvm::FunctionAnalysisManager &analyses);
  // Once simplified: equal values are one. Null where it turned out to be undefined.
  llvm::Value *observed(Observation observation) const;

private:
  llvm::Value *leaf(llvm::Type *type);
  llvm::Value *opaque(const std::string &name, llvm::Type *type, llvm::ArrayRef<llvm::Value *> operands);
  llvm::Value *build(const llvm::Instruction &instruction, llvm::ArrayRef<llvm::Value *> operands);
  llvm::Function *declare(const std::string &name, llvm::FunctionType *type);

  llvm::Module &module;
  const LocalMemory &memory;
  llvm::Function *function;
  llvm::IRBuilder<llvm::InstSimplifyFolder> builder;
  llvm::DenseMap<const llvm::Value *, llvm::Value *> known;
  std::map<std::pair<std::string, llvm::FunctionType *>, llvm::Function *> declarations;
  std::vector<llvm::CallInst *> observations;
  unsigned leaves = 0;
};

} // namespace allele

#endif
