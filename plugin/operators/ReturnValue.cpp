// `return expression;` of a scalar gives something else.
#include "Operators.h"

#include "llvm/BinaryFormat/Dwarf.h"
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
};

enum class ReturnType { kOther, kBool, kInteger, kFloat, kPointer, kEnumeration };

ReturnType classify(const DIType *type) {
  if (const auto *basic = dyn_cast_or_null<DIBasicType>(type)) {
    if (basic->getEncoding() == dwarf::DW_ATE_boolean)
      return ReturnType::kBool;
    if (basic->getEncoding() == dwarf::DW_ATE_float)
      return ReturnType::kFloat;
    if (is_contained({dwarf::DW_ATE_signed, dwarf::DW_ATE_unsigned, dwarf::DW_ATE_signed_char,
                      dwarf::DW_ATE_unsigned_char, dwarf::DW_ATE_UTF},
                     basic->getEncoding()))
      return ReturnType::kInteger;
  } else if (const auto *composite = dyn_cast_or_null<DICompositeType>(type)) {
    if (composite->getTag() == dwarf::DW_TAG_enumeration_type)
      return ReturnType::kEnumeration;
  } else if (const auto *derived = dyn_cast_or_null<DIDerivedType>(type)) {
    if (derived->getTag() == dwarf::DW_TAG_pointer_type) // a reference can't be null
      return ReturnType::kPointer;
  }
  return ReturnType::kOther;
}

// The name of the enumerator that is 0; empty where there is none.
std::string zeroEnumerator(const DIType *type) {
  const auto *composite = cast<DICompositeType>(type);
  for (const DINode *element : composite->getElements())
    if (const auto *enumerator = dyn_cast<DIEnumerator>(element); enumerator && enumerator->getValue().isZero()) {
      bool isScoped = composite->getFlags() & DINode::FlagEnumClass;
      return isScoped ? (composite->getName() + "::" + enumerator->getName()).str() : enumerator->getName().str();
    }
  return {};
}

void addAlternatives(Site &site, const FunctionContext &context, const DIType *type, const Value *value,
                     TokenRange range) {
  const auto *constant = dyn_cast<Constant>(value);
  const auto *integer = dyn_cast<ConstantInt>(value);
  const auto *real = dyn_cast<ConstantFP>(value);
  bool isZero = constant && constant->isNullValue();
  bool isOne = (integer && integer->isOne()) || (real && real->isExactlyValue(1.0));
  auto add = [&](StringRef id, std::string replacement, AlleleAction action) {
    site.alternatives.push_back({id, std::move(replacement), range, action});
  };
  switch (classify(type)) {
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
    if (!isZero && !isa<UIToFPInst>(value) && !isa<SIToFPInst>(value) && !isa<ZExtInst>(value))
      add("return-negated", ("-(" + site.file->textOf(range) + ")").str(), ALLELE_ACTION_NEG);
    break;
  case ReturnType::kPointer:
    if (!isZero)
      add("return-to-null", context.isCxx() ? "nullptr" : "NULL", ALLELE_ACTION_ZERO);
    break;
  case ReturnType::kEnumeration:
    if (std::string zero = zeroEnumerator(type); !isZero && !zero.empty())
      add("return-to-zero", zero, ALLELE_ACTION_ZERO);
    break;
  case ReturnType::kOther:
    break;
  }
}

void collect(FunctionContext &context) {
  DITypeRefArray types = context.function.getSubprogram()->getType()->getTypeArray();
  const DIType *type = types.size() > 0 ? stripType(types[0]) : nullptr;
  if (classify(type) == ReturnType::kOther)
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
    if (place.text() != "return")
      continue;
    const SourceFile &file = *place.file;
    TokenIndex end = file.scanForward(place.token + 1, [&](TokenIndex token) { return file.is(token, ";"); });
    site.file = place.file;
    TokenRange range{place.token + 1, end};
    const Value *value = instruction.getOperand(0);
    bool isDead = isa<UndefValue>(value); // behind a `musttail` call
    if (isDead || range.empty() || !file.is(end, ";") || !value->getType()->isSingleValueType() ||
        value->getType()->isVectorTy())
      continue;
    setKind(site, value->getType(), context.layout);
    addAlternatives(site, context, type, value, range);
    context.add(std::move(site));
  }
}

} // namespace

const OperatorFamily kReturnValue = {"Returned values", "The expression is still evaluated.", kOperators, collect};

} // namespace allele
