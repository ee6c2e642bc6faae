// How much an operator asks of a test suite, or what of: allele.yml turns whole levels on.
#ifndef ALLELE_LEVEL_H
#define ALLELE_LEVEL_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace allele {

// X(name, id, description)
#define ALLELE_LEVELS(X)                                                                                               \
  X(Default, "default", "what a maintainer would want a test for; on unless said otherwise")                           \
  X(Strong, "strong", "finer changes: every comparison and operator, numbers, sizes, indices, null checks")            \
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

} // namespace allele

#endif
