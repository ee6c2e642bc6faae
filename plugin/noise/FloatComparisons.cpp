// Strict or not, between floats: only a test that hits the very value sees it.
#include "../LlvmVersion.h"
#include "Noise.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kFloatComparisons;

namespace {

constexpr RuleInfo kInfo = {"float-comparisons",
                            "`<` to `<=`, `>` to `>=` and back, between floats, unless with 0 or `fabs`."};

// Values that are met exactly: zero, and distances, which are zero between equal values.
bool isExact(const Value *operand) {
  if (const auto *constant = dyn_cast<ConstantFP>(operand))
    return constant->isZero();
  const auto *call = dyn_cast<CallBase>(operand);
  const Function *callee = call ? call->getCalledFunction() : nullptr;
  return callee && (callee->getIntrinsicID() == Intrinsic::fabs ||
                    is_contained({"fabs", "fabsf", "fabsl", "abs"}, nameOf(*callee).base));
}

bool matches(const FunctionContext & /*context*/, const Site &site, const Alternative &alternative) {
  const auto *comparison = dyn_cast_or_null<FCmpInst>(site.instruction);
  return comparison && !isExact(comparison->getOperand(0)) && !isExact(comparison->getOperand(1)) &&
         is_contained({"lt-to-le", "le-to-lt", "gt-to-ge", "ge-to-gt"}, alternative.operatorId);
}

} // namespace

const NoiseRule kFloatComparisons = {kInfo, nullptr, matches};

} // namespace allele
