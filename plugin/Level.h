// How much an operator asks of a test suite, or what of: allele.yml turns whole levels on.
#ifndef ALLELE_LEVEL_H
#define ALLELE_LEVEL_H

#include "allele/abi.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace allele {

enum class Level {
  kDefault = ALLELE_LEVEL_DEFAULT,
  kStrong = ALLELE_LEVEL_STRONG,
  kExtreme = ALLELE_LEVEL_EXTREME,
  kFailure = ALLELE_LEVEL_FAILURE,
  kConcurrency = ALLELE_LEVEL_CONCURRENCY,
};

llvm::StringRef idOf(Level level);
llvm::StringRef descriptionOf(Level level);
std::optional<Level> levelFrom(llvm::StringRef id);
llvm::SmallVector<Level, 8> allLevels();

} // namespace allele

#endif
