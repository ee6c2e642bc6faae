// A function that says by its result whether it failed lies about that.
#include "../ErrorChecks.h"
#include "../LlvmVersion.h"
#include "../ReturnType.h"
#include "../Statements.h"
#include "../WrittenCall.h"
#include "Operators.h"

#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kErrorReturns;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"return-success-for-error", "`return -1;` becomes `return 0;` where the function returns 0 elsewhere",
     Level::kFailure},
    {"return-error-for-success", "`return 0;` becomes `return -1;` where the function returns -1 elsewhere",
     Level::kFailure},
};

struct Return {
  Instruction *instruction; // its operand 0 is the value
  const SourceFile *file;
  TokenRange range;     // of the expression
  ConstantInt *integer; // null for what isn't constant
};

enum class Outcome { kOther, kSuccess, kError };

SmallVector<Return, 8> returnsOf(const FunctionContext &context) {
  SmallVector<Return, 8> returns;
  const AllocaInst *slot = context.returnSlot();
  for (Instruction &instruction : instructions(context.function)) {
    const auto *store = dyn_cast<StoreInst>(&instruction);
    const auto *ret = dyn_cast<ReturnInst>(&instruction);
    if (!(store && slot && store->getPointerOperand() == slot) &&
        !(ret && ret->getReturnValue() && !ret->getParent()->getTerminatingMustTailCall()))
      continue;
    Place place = context.place(instruction);
    Value *value = instruction.getOperand(0);
    if (place.text() != "return" || !value->getType()->isIntegerTy() || value->getType()->getIntegerBitWidth() > 64)
      continue;
    const SourceFile &file = *place.file;
    TokenIndex end = file.scanForward(place.token + 1, [&](TokenIndex token) { return file.is(token, ";"); });
    if (TokenRange range{place.token + 1, end}; !range.empty() && file.is(end, ";"))
      returns.push_back({&instruction, place.file, range, dyn_cast<ConstantInt>(value)});
  }
  return returns;
}

bool isNumber(const DIType *type) {
  const auto *basic = dyn_cast_or_null<DIBasicType>(type);
  return basic && basic->getEncoding() == dwarf::DW_ATE_signed;
}

bool speaksOfSuccess(StringRef text) {
  std::string lower = text.lower();
  return StringRef(lower).ends_with("ok") || StringRef(lower).contains("success") || lower == "none" ||
         StringRef(lower).ends_with("_none") || StringRef(lower).ends_with("noerror") ||
         StringRef(lower).ends_with("no_error");
}

// A word of the source or of the enumeration decides; without one negative numbers are errors and zero isn't.
Outcome outcomeOf(const Return &each, const DICompositeType *enumeration) {
  if (!each.integer)
    return Outcome::kOther;
  StringRef text = each.file->textOf(each.range);
  if (enumeration) {
    const DIEnumerator *enumerator = enumeratorOf(*enumeration, *each.integer);
    if (!enumerator)
      return Outcome::kOther;
    text = enumerator->getName();
  }
  if (speaksOfSuccess(text))
    return Outcome::kSuccess;
  if (speaksOfError(text) && !(each.integer->isZero() && !enumeration))
    return Outcome::kError;
  if (enumeration)
    return Outcome::kOther;
  return each.integer->isNegative() ? Outcome::kError : each.integer->isZero() ? Outcome::kSuccess : Outcome::kOther;
}

// How the value of `like` is written in another return: as there, where that is a name. Empty where there is no text.
std::string textLike(const Return &like, const DICompositeType *enumeration) {
  bool isName = true;
  for (TokenIndex token = like.range.begin; token < like.range.end; ++token)
    isName &= like.file->token(token).kind == TokenKind::kIdentifier || like.file->is(token, "::");
  if (enumeration)
    return isName ? like.file->textOf(like.range).str() : std::string();
  return isName && !like.integer->isZero() ? like.file->textOf(like.range).str()
                                           : std::to_string(like.integer->getSExtValue());
}

void addReplacement(FunctionContext &context, const Return &each, StringRef id, const Return &like,
                    const DICompositeType *enumeration) {
  std::string text = textLike(like, enumeration);
  if (text.empty())
    return;
  if (std::string kept = keptText(context, *each.file, each.range); !kept.empty()) // it is still evaluated
    text = "(" + kept + ", " + text + ")";
  Site site;
  site.shape = Site::Shape::kOperand;
  site.instruction = each.instruction;
  site.operand = 0; // of both store and ret
  site.file = each.file;
  Alternative alternative{id, std::move(text), each.range};
  alternative.inLine = [value = like.integer](IRBuilder<> &, Value *, ValueToValueMapTy &) -> Value * { return value; };
  site.alternatives.push_back(std::move(alternative));
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  DITypeRefArray types = context.function.getSubprogram()->getType()->getTypeArray();
  const DIType *type = types.size() > 0 ? stripType(types[0]) : nullptr;
  const DICompositeType *enumeration = enumerationOf(type);
  if (!enumeration && !isNumber(type))
    return;
  SmallVector<Return, 8> returns = returnsOf(context);
  // The first of each kind in the source, so that the order of blocks doesn't matter.
  auto first = [&](Outcome outcome) {
    const Return *found = nullptr;
    for (const Return &each : returns)
      if (outcomeOf(each, enumeration) == outcome && (!found || each.range.begin < found->range.begin))
        found = &each;
    return found;
  };
  const Return *success = first(Outcome::kSuccess);
  const Return *error = first(Outcome::kError);
  if (!error)
    return;
  for (const Return &each : returns) {
    Outcome outcome = outcomeOf(each, enumeration);
    if (outcome == Outcome::kError && success)
      addReplacement(context, each, "return-success-for-error", *success, enumeration);
    // `return n;` counts what was done; what isn't a number of its own may hold an error already.
    else if (outcome == Outcome::kSuccess)
      addReplacement(context, each, "return-error-for-success", *error, enumeration);
  }
}

} // namespace

const OperatorFamily kErrorReturns = {
    "Error returns",
    "In a function that returns constants for failure and for success: negative numbers and zero, or numbers and "
    "enumerators whose names say what they are. Truth values and pointers are left to the returned values: there it "
    "is the same change. What was returned is still evaluated.",
    kOperators, collect};

} // namespace allele
