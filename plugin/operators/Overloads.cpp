// Overloaded operators: another operator function of the same scope and signature is called.
#include "../CallInstead.h"
#include "../Comparison.h"
#include "../OverloadedOperator.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kArithmetic, kArithmeticReplacement, kLogical, kOverloads, kRelational;

namespace {

// Of a comparison, as for built-in ones that aren't of integers: what forces a condition both ways kills whatever its
// negation is killed by.
std::optional<Level> levelOf(const OverloadedOperator &original, const OverloadableOperator &other) {
  if (original.written->negation.empty())
    return std::nullopt;
  Comparison comparison;
  comparison.place = original.place;
  comparison.operands = operandsOf(*original.place.file, original.place.token);
  bool isDefault = original.written->negation == other.token && decidedBy(comparison) == Decides::kNothing;
  return isDefault ? Level::kDefault : Level::kStrong;
}

void collectOperator(FunctionContext &context, const OverloadedOperator &original) {
  const SourceFile &file = *original.place.file;
  TokenIndex token = original.place.token;
  Site site;
  site.shape = Site::Shape::kSkip;
  site.instruction = original.call;
  site.file = &file;
  for (const OverloadableOperator &other : overloadableOperators()) {
    const OperatorInfo *info = findOperator((original.written->name + "-to-" + other.name).str());
    Function *counterpart = info ? counterpartOf(context, original, other) : nullptr;
    if (!counterpart)
      continue;
    auto change = original.isStep() ? Rewriting{{token, token + 1}, file.spaced(token, other.token)}
                                    : withOperator(file, token, other.token);
    if (!change)
      continue;
    Alternative alternative{info->id, change->text, change->range};
    alternative.inLine = [counterpart](IRBuilder<> &builder, Value *value, ValueToValueMapTy &) -> Value * {
      return callInstead(builder, *cast<CallBase>(value), counterpart);
    };
    if (auto level = levelOf(original, other); level && *level != info->level)
      alternative.level = level;
    site.alternatives.push_back(std::move(alternative));
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  if (!context.isCxx())
    return;
  for (Instruction &instruction : instructions(context.function))
    if (auto *call = dyn_cast<CallBase>(&instruction))
      if (auto original = overloadedOperator(context, *call))
        collectOperator(context, *original);
}

constexpr const OperatorFamily *kExtended[] = {&kArithmetic, &kArithmeticReplacement, &kRelational, &kLogical};

} // namespace

const OperatorFamily kOverloads = {
    "Overloaded operators",
    "An operator of a class or enumeration is replaced by another that is overloaded in the same scope, with the same "
    "parameters and result, and that the file's own code defines or uses. The ids are those of the built-in operators. "
    "Of comparisons the negation is of the *default* level, unless it is all of a condition; the others are *strong*. "
    "Unlike the built-in `&&` and `||`, overloaded ones evaluate both operands, and so do their mutants.",
    {},
    collect,
    kExtended};

} // namespace allele
