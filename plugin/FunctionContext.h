// One function on its way through the operator families: its IR, and the source text behind each instruction.
#ifndef ALLELE_FUNCTION_CONTEXT_H
#define ALLELE_FUNCTION_CONTEXT_H

#include "Site.h"
#include "Sources.h"

#include "llvm/IR/Dominators.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IntrinsicInst.h"

#include <map>
#include <optional>

namespace allele {

// Where an instruction stands in the source.
struct Place {
  const SourceFile *file = nullptr;
  TokenIndex token = kNoToken;
  explicit operator bool() const { return token != kNoToken; }
  llvm::StringRef text() const { return token == kNoToken ? llvm::StringRef() : file->spelling(token); }
  bool operator<(const Place &other) const { return std::tie(file, token) < std::tie(other.file, other.token); }
  bool operator==(const Place &other) const { return file == other.file && token == other.token; }
};

class FunctionContext {
public:
  FunctionContext(llvm::Function &function, Sources &sources);

  llvm::Function &function;
  const llvm::DataLayout &layout;

  // The token that the instruction's location names; none when it has no location, or the file isn't to be mutated.
  Place place(const llvm::Instruction &instruction) const;
  // All instructions that stand at a token, in program order.
  const llvm::SmallVectorImpl<llvm::Instruction *> &at(const Place &place) const;
  const llvm::DominatorTree &dominators() const;
  // The source type of an integer value as far as debug info tells: signed, unsigned, or unknown.
  std::optional<bool> isSigned(const llvm::Value *value) const;
  // The type of the variable at an address, without typedefs; null where debug info names none.
  const llvm::DIType *variableType(const llvm::Value *address) const;
  // The name of the local variable at an address; empty where debug info names none.
  llvm::StringRef variableName(const llvm::Value *address) const;
  // Adds a site; one without alternatives is dropped.
  void add(Site site);
  std::vector<Site> takeSites();
  bool isCxx() const;
  // Whether the module's signed arithmetic carries nsw at all: not with -fwrapv.
  bool marksSignedOverflow() const { return sources.marksSignedOverflow(); }
  // The alloca that holds the return value where the function has more than one return, or null.
  const llvm::AllocaInst *returnSlot() const;
  const llvm::SmallVectorImpl<llvm::BranchInst *> &conditionalBranches() const { return branches; }

private:
  const Sources &sources;
  std::vector<Site> sites;
  llvm::DenseMap<const llvm::Instruction *, Place> places;
  std::map<Place, llvm::SmallVector<llvm::Instruction *, 4>> instructions;
  llvm::SmallVector<llvm::BranchInst *, 16> branches;
  llvm::DenseMap<const llvm::Value *, const llvm::DILocalVariable *> variables;
  mutable std::optional<llvm::DominatorTree> dominatorTree;
};

// The operation behind the value, where it is compiled to one intrinsic together with the check for overflow: with
// -ftrapv and -fsanitize=signed-integer-overflow. Null for any other value.
llvm::WithOverflowInst *checkedOperation(const llvm::Instruction &value);

// Without typedefs, const and volatile; null is void.
const llvm::DIType *stripType(const llvm::DIType *type);

} // namespace allele

#endif
