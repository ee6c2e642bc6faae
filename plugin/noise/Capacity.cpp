// Capacity: memory taken in advance or given back shows in no result.
#include "Noise.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kCapacity;

namespace {

constexpr RuleInfo kInfo = {"capacity", "Calls of `reserve`, `shrink_to_fit`, `rehash`, `max_load_factor` and Qt's "
                                        "`squeeze` on library containers, with their arguments."};

constexpr StringLiteral kFunctions[] = {
    "std::*::reserve",         "std::*::shrink_to_fit",  "std::*::rehash",    "std::*::max_load_factor",
    "absl::*::reserve",        "absl::*::shrink_to_fit", "absl::*::rehash",   "boost::*::reserve",
    "boost::*::shrink_to_fit", "boost::*::rehash",       "folly::*::reserve", "llvm::*::reserve",
    "QVector::reserve",        "QList::reserve",         "QHash::reserve",    "QSet::reserve",
    "QString::reserve",        "QByteArray::reserve",    "QVector::squeeze",  "QList::squeeze",
    "QHash::squeeze",          "QSet::squeeze",          "QString::squeeze",  "QByteArray::squeeze"};

void mark(Noise &noise) {
  noise.coverCalls(kInfo.id, kFunctions);
}

} // namespace

const NoiseRule kCapacity = {kInfo, mark, nullptr};

} // namespace allele
