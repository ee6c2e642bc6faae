// What an operator family finds: places in a function where mutants can be compiled in.
#ifndef ALLELE_SITE_H
#define ALLELE_SITE_H

#include "Level.h"
#include "SourceFile.h"
#include "allele/abi.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/ValueMapper.h"

#include <functional>
#include <optional>
#include <vector>

namespace allele {

// An edge of the control-flow graph as a mutant would take it.
struct Exit {
  llvm::BasicBlock *block = nullptr;
  // What the block's phis receive over the new edge: the same as from this predecessor ...
  llvm::BasicBlock *like = nullptr;
  // ... or, where the block's only phi is a truth value, this one.
  llvm::Constant *value = nullptr;
};

// A branch and where it goes while the mutant is active; of an unconditional one only `taken` counts.
struct Redirect {
  llvm::BranchInst *branch = nullptr;
  Exit taken, notTaken;
};

// Makes a value in the twin that no AlleleAction gives. `value` is the original's in the twin; `map` leads from values
// of the original function to those of the twin.
using InLineValue =
    std::function<llvm::Value *(llvm::IRBuilder<> &builder, llvm::Value *value, llvm::ValueToValueMapTy &map)>;

// One replacement that a site offers: one mutant.
struct Alternative {
  llvm::StringRef operatorId; // points into the family's table
  std::string replacement;    // source text
  TokenRange range;           // what it stands for in the source
  AlleleAction action = ALLELE_ACTION_IN_LINE;
  // Site::Shape::kRedirect. With an initialiser, so that the other shapes may leave it out.
  std::vector<Redirect> redirects = {}; // NOLINT(readability-redundant-member-init)
  // ALLELE_ACTION_IN_LINE in a site of kind ALLELE_SITE_PICK. `value` is null in shapes without one; with kSkip it is
  // only made if wanted.
  InLineValue inLine = {}; // NOLINT(readability-redundant-member-init)
  // Site::Shape::kDivert.
  Exit exit = {}; // NOLINT(readability-redundant-member-init)
  // Where the place asks more of a test suite than the operator does elsewhere, or something else.
  std::optional<Level> level = std::nullopt; // NOLINT(readability-redundant-member-init)
  uint64_t id = 0;                           // set once all families have looked; never 0 then
};

// One site of the original function. Its instructions are the original's; the twin maps them to its own.
struct Site {
  enum class Shape {
    kResult,  // the value is the instruction's result
    kOperand, // the value is one operand of the instruction, replaced for this use only
    // The instruction is executed or not; `inLine`, whose `value` is the instruction itself, to copy it, or 0 stands in
    // for its result.
    kSkip,
    kRedirect, // branches go elsewhere; which ones, each alternative says
    kDivert,   // instead of the instruction and what follows it, the alternative's exit; without one they come too,
               // after what `inLine` writes
    kBody,     // the function returns at once; what, `inLine` says, whose `value` is null. No instruction
  };

  Shape shape = Shape::kResult;
  AlleleSiteKind kind = ALLELE_SITE_PICK;
  unsigned bits = 0;
  llvm::Instruction *instruction = nullptr;
  unsigned operand = 0;  // kOperand: which one is the value
  unsigned operandA = 0; // kResult: which operands are a and b
  unsigned operandB = 1;
  // kResult: whose operands those are, where they aren't the instruction's own.
  llvm::Instruction *operandsOf = nullptr;

  const SourceFile *file = nullptr;
  llvm::SmallVector<Alternative, 2> alternatives;
};

// Joins sites that work on one value or on the same branches: each site costs code.
void mergeSites(std::vector<Site> &sites);

// How the runtime evaluates values of a type: sets `kind` and `bits`. ALLELE_SITE_PICK for what it can't.
void setKind(Site &site, llvm::Type *type, const llvm::DataLayout &layout);

} // namespace allele

#endif
