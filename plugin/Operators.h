// The operator families. One file in operators/ each; the build makes the registry from the folder.
#ifndef ALLELE_OPERATORS_H
#define ALLELE_OPERATORS_H

#include "FunctionContext.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace allele {

// How much an operator asks of a test suite, or what of: allele.yml turns whole levels on. X(name, id, description)
#define ALLELE_LEVELS(X)                                                                                               \
  X(Default, "default", "what a maintainer would want a test for; on unless said otherwise")                           \
  X(Strong, "strong", "finer changes: every comparison, constants, sizes, order of arguments")                         \
  X(Extreme, "extreme", "whole function bodies; what survives is pseudo-tested")                                       \
  X(Failure, "failure", "error paths: calls that fail, exceptions that are lost, error codes that lie")                \
  X(Concurrency, "concurrency", "locks, atomics, fences, notifications")

enum class Level {
#define ALLELE_DECLARE_LEVEL(name, id, description) k##name,
  ALLELE_LEVELS(ALLELE_DECLARE_LEVEL)
#undef ALLELE_DECLARE_LEVEL
};

llvm::StringRef idOf(Level level);
std::optional<Level> levelFrom(llvm::StringRef id);
llvm::SmallVector<Level, 8> allLevels();

struct OperatorInfo {
  llvm::StringRef id;          // kebab-case, what becomes what; stable for ever
  llvm::StringRef description; // one sentence for the operator reference, code in backquotes
  Level level = Level::kDefault;
};

struct OperatorFamily {
  llvm::StringRef title; // of its page in the operator reference
  // What the family is for, what it leaves out and why: paragraphs of Markdown.
  llvm::StringRef about;
  llvm::ArrayRef<OperatorInfo> operators;
  // Adds the family's sites of one function. Looks only; the IR stays as it is.
  void (*collect)(FunctionContext &context);
};

// The operators that a name stands for: a level's, or the operator of that id; "all" is all. None where there is no
// such name.
llvm::SmallVector<const OperatorInfo *, 0> operatorsNamed(llvm::StringRef name);

// Every family, in the order of their file names. Generated.
llvm::ArrayRef<const OperatorFamily *> operatorFamilies();

} // namespace allele

#endif
