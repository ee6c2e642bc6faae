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
#include <set>

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
  // The same of an instruction of any function of the module; slower.
  Place placeInAny(const llvm::Instruction &instruction) const;
  // The text of a file that debug info names, or null where it isn't to be mutated.
  const SourceFile *fileOf(const llvm::DIFile &file) const { return sources.find(&file); }
  // All instructions that stand at a token, in program order.
  const llvm::SmallVectorImpl<llvm::Instruction *> &at(const Place &place) const;
  const llvm::DominatorTree &dominators() const;
  // The source type of an integer value as far as debug info tells: signed, unsigned, or unknown.
  std::optional<bool> isSigned(const llvm::Value *value) const;
  // The source type of a value that is read from memory or returned by a call, as far as debug info tells; or null.
  // What the source then casts it to without an instruction isn't seen.
  const llvm::DIType *typeOf(const llvm::Value *value) const;
  // The type of the variable at an address, without typedefs; null where debug info names none.
  const llvm::DIType *variableType(const llvm::Value *address) const;
  // Whether the address is that of a parameter's variable.
  bool isParameter(const llvm::Value *address) const;
  // The name of the local variable at an address; empty where debug info names none.
  llvm::StringRef variableName(const llvm::Value *address) const;
  // Adds a site; one without alternatives is dropped.
  void add(Site site);
  std::vector<Site> takeSites();
  bool isCxx() const;
  // Whether the module's signed arithmetic carries nsw at all: not with -fwrapv.
  bool marksSignedOverflow() const { return sources.marksSignedOverflow(); }
  // Whether the function's body is the program's own, and there at every optimisation level: not the system's, nor one
  // that is there to be inlined only.
  bool isProgramsOwn(const llvm::Function &other) const;
  // Whether an enumeration that the module knows has such a name.
  bool isEnumerator(llvm::StringRef name) const { return sources.isEnumerator(name); }
  // The alloca that holds the return value where the function has more than one return, or null.
  const llvm::AllocaInst *returnSlot() const;
  const llvm::SmallVectorImpl<llvm::BranchInst *> &conditionalBranches() const { return branches; }
  // Uses of function-like macros whose expansion, or whose arguments, hold operators: which is which can't be told, so
  // they have no mutants.
  const std::set<Place> &macrosWithOperators() const { return macros; }

private:
  // The token that the location names, whatever the instruction is.
  Place locate(const llvm::Instruction &instruction) const;
  // Of the object at an address: a variable, a member, an element of an array; null where it isn't known.
  const llvm::DIType *typeAt(const llvm::Value *address) const;
  const llvm::DIType *memberType(const llvm::GetElementPtrInst &member) const;

  Sources &sources;
  std::vector<Site> sites;
  llvm::DenseMap<const llvm::Instruction *, Place> places;
  std::map<Place, llvm::SmallVector<llvm::Instruction *, 4>> instructions;
  llvm::SmallVector<llvm::BranchInst *, 16> branches;
  std::set<Place> macros;
  llvm::DenseMap<const llvm::Value *, const llvm::DILocalVariable *> variables;
  mutable std::optional<llvm::DominatorTree> dominatorTree;
};

// The operation behind the value, where it is compiled to one intrinsic together with the check for overflow: with
// -ftrapv and -fsanitize=signed-integer-overflow. Null for any other value.
llvm::WithOverflowInst *checkedOperation(const llvm::Instruction &value);

// Whether an integer or enumeration type is signed; nullopt for any other.
std::optional<bool> isSignedType(const llvm::DIType *type);

// Without typedefs, const and volatile; null is void.
const llvm::DIType *stripType(const llvm::DIType *type);

} // namespace allele

#endif
