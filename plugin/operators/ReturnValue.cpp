// `return expression;` gives something else: of a scalar, or of a struct that is all zeros by default.
#include "../LlvmVersion.h"
#include "../ReturnType.h"
#include "Operators.h"

#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kReturnValue;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"return-to-zero", "`return e;` becomes `return 0;`, also for floats and for enumerations that have such a value"},
    {"return-to-one", "`return e;` becomes `return 1;`"},
    {"return-negated", "`return e;` becomes `return -(e);`"},
    {"return-to-null", "`return e;` becomes `return NULL;` or `return nullptr;`"},
    {"return-to-true", "`return e;` becomes `return true;`"},
    {"return-to-false", "`return e;` becomes `return false;`"},
    {"return-to-default", "`return e;` becomes `return {};`, of a struct whose members are all 0 then"},
};

void addAlternatives(Site &site, const FunctionContext &context, ReturnType type, const Value *value,
                     TokenRange range) {
  const auto *constant = dyn_cast<Constant>(value);
  const auto *integer = dyn_cast<ConstantInt>(value);
  const auto *real = dyn_cast<ConstantFP>(value);
  bool isZero = constant && constant->isNullValue();
  bool isOne = (integer && integer->isOne()) || (real && real->isExactlyValue(1.0));
  auto add = [&](StringRef id, std::string replacement, AlleleAction action) {
    site.alternatives.push_back({id, std::move(replacement), range, action});
  };
  switch (type) {
  case ReturnType::kBool:
    if (!isOne)
      add("return-to-true", context.isCxx() ? "true" : "1", ALLELE_ACTION_ONE);
    if (!isZero)
      add("return-to-false", context.isCxx() ? "false" : "0", ALLELE_ACTION_ZERO);
    break;
  case ReturnType::kInteger:
  case ReturnType::kFloat:
    if (!isZero)
      add("return-to-zero", "0", ALLELE_ACTION_ZERO);
    if (!isOne)
      add("return-to-one", "1", ALLELE_ACTION_ONE);
    // `-(e)` is negated before it is converted to the function's type: not the same behind these.
    // Nor is 1 negated: it mostly is a truth value.
    if (!isZero && !isOne && !isa<UIToFPInst>(value) && !isa<SIToFPInst>(value) && !isa<ZExtInst>(value))
      add("return-negated", ("-(" + site.file->textOf(range) + ")").str(), ALLELE_ACTION_NEG);
    break;
  case ReturnType::kPointer:
    if (!isZero)
      add("return-to-null", context.isCxx() ? "nullptr" : "NULL", ALLELE_ACTION_ZERO);
    break;
  case ReturnType::kEnumeration:
    if (std::string zero = zeroEnumerator(returnType(context.function)); !isZero && !zero.empty())
      add("return-to-zero", zero, ALLELE_ACTION_ZERO);
    break;
  case ReturnType::kTrivialAggregate:
  case ReturnType::kVoid:
  case ReturnType::kOther:
    break;
  }
}

// What follows `return` up to its `;`; empty where it isn't that simple.
TokenRange returnedExpression(const Place &place) {
  const SourceFile &file = *place.file;
  TokenIndex end = file.scanForward(place.token + 1, [&](TokenIndex token) { return file.is(token, ";"); });
  return file.is(end, ";") ? TokenRange{place.token + 1, end} : TokenRange{};
}

// Behind destructors the only `return` of a function gives its value back at the closing brace: that `return`, or no
// place.
Place returnBefore(const FunctionContext &context, const ReturnInst &ret, const Place &brace) {
  const SourceFile &file = *brace.file;
  if (brace.token == 0 || !file.is(brace.token - 1, ";"))
    return {};
  const Place place{&file, file.scanBackward(brace.token - 1, [&](TokenIndex token) {
                      return file.is(token, ";") || file.is(token, "}") || file.is(token, "{") || file.is(token, ":");
                    })};
  if (place.text() != "return")
    return {};
  // With several, each puts its value into a slot.
  bool isOneOfSeveral = any_of(instructions(context.function), [&](const Instruction &instruction) {
    return isa<StoreInst>(instruction) && context.place(instruction).text() == "return";
  });
  const auto *value = dyn_cast<Instruction>(ret.getReturnValue());
  const Place computed = value ? context.place(*value) : Place();
  bool isElsewhere =
      computed && (computed.file != &file || computed.token <= place.token || computed.token >= brace.token);
  return isOneOfSeveral || isElsewhere ? Place() : place;
}

// Whether local variables or temporaries end at the `return`. Then it depends on the optimisation level where its
// instructions stand.
bool hasLocals(const FunctionContext &context, const AllocaInst *slot) {
  auto holdsResultAddress = [](const AllocaInst &variable) {
    return any_of(variable.users(), [](const User *user) {
      const auto *store = dyn_cast<StoreInst>(user);
      const auto *argument = store ? dyn_cast<Argument>(store->getValueOperand()) : nullptr;
      return argument && argument->hasStructRetAttr();
    });
  };
  return any_of(instructions(context.function), [&](const Instruction &instruction) {
    const auto *variable = dyn_cast<AllocaInst>(&instruction);
    return variable && variable != slot && !context.isParameter(variable) && !holdsResultAddress(*variable);
  });
}

// A struct comes back in memory or in registers. With one `return` in the function, `ret` stands there; with several,
// the branch to it does, once the result is in its slot.
void collectAggregates(FunctionContext &context) {
  std::string value = defaultAggregate(context);
  if (value.empty())
    return;
  const AllocaInst *slot = nullptr;
  for (const BasicBlock &block : context.function)
    if (const auto *ret = dyn_cast<ReturnInst>(block.getTerminator()))
      if (const auto *load = dyn_cast_or_null<LoadInst>(ret->getReturnValue()))
        slot = dyn_cast<AllocaInst>(getUnderlyingObject(load->getPointerOperand()));
  if (hasLocals(context, slot))
    return;
  bool isInMemory =
      any_of(context.function.args(), [](const Argument &argument) { return argument.hasStructRetAttr(); });
  for (Instruction &instruction : instructions(context.function)) {
    const auto *branch = dyn_cast<BranchInst>(&instruction);
    const auto *ret = dyn_cast<ReturnInst>(&instruction);
    Place place = context.place(instruction);
    if (!((branch && branch->isUnconditional()) || ret) || place.text() != "return" ||
        instruction.getParent()->getTerminatingMustTailCall())
      continue;
    TokenRange range = returnedExpression(place);
    auto isExit = [](const Instruction *other) { return isa<BranchInst>(other) || isa<ReturnInst>(other); };
    if (range.empty() || place.file->textOf(range) == value || count_if(context.at(place), isExit) != 1)
      continue;
    Site site;
    site.instruction = &instruction;
    site.file = place.file;
    Alternative alternative{"return-to-default", value, range};
    if (ret && ret->getReturnValue()) {
      site.shape = Site::Shape::kOperand;
      alternative.inLine = [](IRBuilder<> &, Value *original, ValueToValueMapTy &) -> Value * {
        return Constant::getNullValue(original->getType());
      };
    } else if (isInMemory || (slot && !ret)) {
      site.shape = Site::Shape::kDivert;
      alternative.inLine = [&function = context.function, slot](IRBuilder<> &builder, Value *,
                                                                ValueToValueMapTy &map) -> Value * {
        zeroResult(function, slot, builder, map);
        return nullptr;
      };
    } else {
      continue;
    }
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }
}

void collect(FunctionContext &context) {
  ReturnType type = classifyReturn(context);
  if (type == ReturnType::kTrivialAggregate)
    collectAggregates(context);
  if (is_contained({ReturnType::kOther, ReturnType::kVoid, ReturnType::kTrivialAggregate}, type))
    return;
  const AllocaInst *slot = context.returnSlot();
  for (Instruction &instruction : instructions(context.function)) {
    Site site;
    site.shape = Site::Shape::kOperand;
    site.instruction = &instruction;
    site.operand = 0; // of both store and ret
    const auto *store = dyn_cast<StoreInst>(&instruction);
    const auto *ret = dyn_cast<ReturnInst>(&instruction);
    if (ret && instruction.getParent()->getTerminatingMustTailCall())
      continue;
    if (!(store && slot && store->getPointerOperand() == slot) && !(ret && ret->getReturnValue()))
      continue;
    Place place = context.place(instruction);
    if (ret && place.text() == "}")
      place = returnBefore(context, *ret, place);
    if (place.text() != "return")
      continue;
    TokenRange range = returnedExpression(place);
    site.file = place.file;
    const Value *value = instruction.getOperand(0);
    bool isDead = isa<UndefValue>(value); // behind a `musttail` call
    if (isDead || range.empty() || !value->getType()->isSingleValueType() || value->getType()->isVectorTy())
      continue;
    setKind(site, value->getType(), context.layout);
    addAlternatives(site, context, type, value, range);
    context.add(std::move(site));
  }
}

} // namespace

const OperatorFamily kReturnValue = {"Returned values", "The expression is still evaluated.", kOperators, collect};

} // namespace allele
