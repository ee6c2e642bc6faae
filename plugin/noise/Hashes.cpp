// Hash functions: any that agrees with equality does.
#include "Noise.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kHashes;

namespace {

constexpr RuleInfo kInfo = {"hashes", "Bodies of C++ functions named `hash`, `hash_value`, `qHash` or `AbslHashValue`, "
                                      "and of specialisations of `std::hash`."};

constexpr StringLiteral kNames[] = {"hash", "hash_value", "qHash", "AbslHashValue"};

void mark(Noise &noise) {
  const SourceName &name = noise.name;
  if (name.isCxx && (matchesAny(kNames, name.base) || name.qualified() == "std::hash::operator()"))
    noise.coverFunction(kInfo.id);
}

} // namespace

const NoiseRule kHashes = {kInfo, mark, nullptr};

} // namespace allele
