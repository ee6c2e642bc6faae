// Strict or not, between floats: only a test that hits the very value sees it.
#include "Noise.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kFloatComparisons;

namespace {

constexpr RuleInfo kInfo = {"float-comparisons", "`<` to `<=`, `>` to `>=` and back, between floats."};

bool matches(const FunctionContext & /*context*/, const Site &site, const Alternative &alternative) {
  return isa_and_nonnull<FCmpInst>(site.instruction) &&
         is_contained({"lt-to-le", "le-to-lt", "gt-to-ge", "ge-to-gt"}, alternative.operatorId);
}

} // namespace

const NoiseRule kFloatComparisons = {kInfo, nullptr, matches};

} // namespace allele
