#include "Comparison.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/ConstantRange.h"

using namespace llvm;

namespace allele {

namespace {

// Complex numbers, pointers to member functions and `<=>` put several comparisons on one token: which is which can't be
// told.
bool isOnlyComparison(const FunctionContext &context, const Place &place) {
  return count_if(context.at(place), [](const Instruction *other) { return isa<CmpInst>(other); }) == 1;
}

bool isTruth(const Value &value) {
  const auto *extended = dyn_cast<ZExtInst>(&value);
  return value.getType()->isIntegerTy(1) || (extended && extended->getSrcTy()->isIntegerTy(1));
}

bool hasTag(const DIType *type, unsigned tag) {
  return type && type->getTag() == tag;
}

// Neutral is what takes the other operand's type: literals, and what is promoted to int.
enum class Signedness { kUnknown, kNeutral, kSigned, kUnsigned };

Signedness ofTypeName(StringRef name) {
  name.consume_front("const ");
  name.consume_front("std::");
  if (name.starts_with("unsigned") || name.starts_with("uint") || name == "size_t")
    return Signedness::kUnsigned;
  bool isSigned =
      is_contained({"int", "long", "short", "signed", "long long", "ssize_t", "ptrdiff_t", "signed char"}, name) ||
      (name.starts_with("int") && name.ends_with("_t"));
  return isSigned ? Signedness::kSigned : Signedness::kUnknown;
}

Signedness ofLiteral(const ConstantInt &constant, const SourceFile &file, TokenRange range) {
  if (range.begin + 1 == range.end && file.spelling(range.begin).starts_with("'"))
    return Signedness::kNeutral;
  if (file.is(range.begin, "-"))
    ++range.begin;
  if (range.begin + 1 != range.end || file.token(range.begin).kind != TokenKind::kNumber)
    return Signedness::kUnknown;
  StringRef text = file.spelling(range.begin);
  bool saysUnsigned = text.contains_insensitive('u') || (text.starts_with("0") && constant.getValue().isNegative());
  return saysUnsigned ? Signedness::kUnsigned : Signedness::kNeutral;
}

Signedness signednessOf(const FunctionContext &context, const Value &value, const SourceFile &file, TokenRange range) {
  auto known = [](std::optional<bool> isSigned) {
    return !isSigned ? Signedness::kUnknown : *isSigned ? Signedness::kSigned : Signedness::kUnsigned;
  };
  range = withoutParentheses(file, range);
  if (StringRef type = castType(file, range); !type.empty())
    return ofTypeName(type);
  if (const auto *constant = dyn_cast<ConstantInt>(&value))
    return file.is(range.begin, "sizeof") ? Signedness::kUnsigned : ofLiteral(*constant, file, range);
  // `T(a)` may be a cast that leaves no instruction.
  bool isCallLike = file.is(range.end - 1, ")");
  if (isCallLike && !isa<CallBase>(value))
    return Signedness::kUnknown;
  if (isa<SExtInst>(value) || isa<ZExtInst>(value))
    return Signedness::kNeutral;
  if (const auto *operation = dyn_cast<BinaryOperator>(&value)) {
    switch (operation->getOpcode()) {
    case Instruction::SDiv:
    case Instruction::SRem:
    case Instruction::AShr:
      return Signedness::kSigned;
    case Instruction::UDiv:
    case Instruction::URem:
      return Signedness::kUnsigned;
    case Instruction::Add:
    case Instruction::Sub:
    case Instruction::Mul:
      if (operation->hasNoSignedWrap())
        return Signedness::kSigned;
      return context.marksSignedOverflow() ? Signedness::kUnsigned : Signedness::kUnknown;
    default:
      return Signedness::kUnknown;
    }
  }
  const DIType *type = context.typeOf(&value);
  return type && type->getSizeInBits() == value.getType()->getIntegerBitWidth() ? known(isSignedType(type))
                                                                                : Signedness::kUnknown;
}

// Both operands have been converted to one type: where one is unsigned and as wide, that is unsigned.
std::optional<bool> isSignedComparison(const FunctionContext &context, const CmpInst &compare,
                                       const Comparison &comparison) {
  if (compare.isSigned() || compare.isUnsigned())
    return compare.isSigned();
  if (!comparison.operands.areSure)
    return std::nullopt;
  const SourceFile &file = *comparison.place.file;
  Signedness left = signednessOf(context, *compare.getOperand(0), file, comparison.operands.left);
  Signedness right = signednessOf(context, *compare.getOperand(1), file, comparison.operands.right);
  if (left == Signedness::kUnsigned || right == Signedness::kUnsigned)
    return false;
  if (left == Signedness::kUnknown || right == Signedness::kUnknown)
    return std::nullopt;
  bool isPromoted = compare.getOperand(0)->getType()->getIntegerBitWidth() <= 32;
  if (left == Signedness::kSigned || right == Signedness::kSigned || isPromoted)
    return true;
  return std::nullopt;
}

bool namesEnumerator(const FunctionContext &context, const SourceFile &file, TokenRange range) {
  range = withoutParentheses(file, range);
  return !range.empty() && file.token(range.end - 1).kind == TokenKind::kIdentifier &&
         context.isEnumerator(file.spelling(range.end - 1));
}

// What stands for itself and not for its size: a character, or -1 for an error.
bool isMark(const SourceFile &file, TokenRange range) {
  range = withoutParentheses(file, range);
  StringRef text = file.textOf(range);
  return (range.end - range.begin == 1 && text.contains('\'') && file.token(range.begin).kind == TokenKind::kString) ||
         text == "-1";
}

Comparison::Kind kindOf(const FunctionContext &context, const CmpInst &compare, Comparison &comparison) {
  const Value *left = compare.getOperand(0), *right = compare.getOperand(1);
  const SourceFile &file = *comparison.place.file;
  if (isa<FCmpInst>(compare))
    return Comparison::Kind::kFloat;
  auto isMemberPointer = [&](const Value *value, TokenRange range) {
    return hasTag(context.typeOf(value), dwarf::DW_TAG_ptr_to_member_type) || file.textOf(range) == "nullptr" ||
           file.is(range.begin, "&");
  };
  if (left->getType()->isPointerTy() || isMemberPointer(left, comparison.operands.left) ||
      isMemberPointer(right, comparison.operands.right))
    return Comparison::Kind::kPointer;
  bool isOfTruth = (isTruth(*left) || isa<Constant>(left)) && (isTruth(*right) || isa<Constant>(right));
  bool isEnumeration = compare.isEquality() && (hasTag(context.typeOf(left), dwarf::DW_TAG_enumeration_type) ||
                                                hasTag(context.typeOf(right), dwarf::DW_TAG_enumeration_type) ||
                                                namesEnumerator(context, file, comparison.operands.left) ||
                                                namesEnumerator(context, file, comparison.operands.right));
  bool isOfMarks =
      compare.isEquality() && (isMark(file, comparison.operands.left) || isMark(file, comparison.operands.right));
  if (isOfTruth || isEnumeration || isOfMarks)
    return Comparison::Kind::kTruth;
  std::optional<bool> isSigned = isSignedComparison(context, compare, comparison);
  comparison.isSigned = isSigned.value_or(false);
  return isSigned ? Comparison::Kind::kInteger : Comparison::Kind::kTruth;
}

// The values that an operand of the width can have.
ConstantRange rangeOf(const Value &value) {
  unsigned width = value.getType()->getIntegerBitWidth();
  const auto *cast = dyn_cast<CastInst>(&value);
  if (const auto *extended = dyn_cast<ZExtInst>(&value))
    return ConstantRange::getFull(extended->getSrcTy()->getIntegerBitWidth()).zeroExtend(width);
  if (cast && isa<SExtInst>(cast))
    return ConstantRange::getFull(cast->getSrcTy()->getIntegerBitWidth()).signExtend(width);
  return ConstantRange::getFull(width);
}

unsigned possibleOrders(const CmpInst &compare, bool isSigned) {
  const auto *constant = dyn_cast<ConstantInt>(compare.getOperand(1));
  bool isSwapped = !constant;
  if (isSwapped)
    constant = dyn_cast<ConstantInt>(compare.getOperand(0));
  if (!constant)
    return 7;
  ConstantRange range = rangeOf(*compare.getOperand(isSwapped ? 1 : 0));
  const APInt &value = constant->getValue();
  APInt least = isSigned ? range.getSignedMin() : range.getUnsignedMin();
  APInt greatest = isSigned ? range.getSignedMax() : range.getUnsignedMax();
  auto isLess = [&](const APInt &a, const APInt &b) { return isSigned ? a.slt(b) : a.ult(b); };
  unsigned less = isSwapped ? 4 : 1, greater = isSwapped ? 1 : 4;
  return (isLess(least, value) ? less : 0) + (range.contains(value) ? 2 : 0) + (isLess(value, greatest) ? greater : 0);
}

// Whether the function was made from a template, or within one: its other instances compare other types.
bool isInstance(const Function &function) {
  for (const DIScope *scope = function.getSubprogram(); scope; scope = scope->getScope()) {
    if (scope->getName().contains('<'))
      return true;
    if (const auto *subprogram = dyn_cast<DISubprogram>(scope); subprogram && !subprogram->getTemplateParams().empty())
      return true;
    if (const auto *composite = dyn_cast<DICompositeType>(scope); composite && !composite->getTemplateParams().empty())
      return true;
  }
  return false;
}

} // namespace

std::optional<Comparison> readComparison(const FunctionContext &context, const CmpInst &compare) {
  Comparison result;
  result.place = context.place(compare);
  if (!result.place || compare.getType()->isVectorTy() || !isOnlyComparison(context, result.place) ||
      !is_contained({"<", "<=", ">", ">=", "==", "!="}, result.place.text()))
    return std::nullopt;
  result.operands = operandsOf(*result.place.file, result.place.token);
  result.kind = kindOf(context, compare, result);
  // One source change in all instances: what holds for any type.
  if (isInstance(context.function))
    result.kind = compare.isEquality() ? Comparison::Kind::kTruth : Comparison::Kind::kFloat;
  if (result.kind == Comparison::Kind::kInteger)
    result.possible = possibleOrders(compare, result.isSigned);
  return result;
}

Decides decidedBy(const Comparison &comparison) {
  if (!comparison.operands.areSure)
    return Decides::kNothing;
  const SourceFile &file = *comparison.place.file;
  TokenRange range = comparison.operands.whole();
  TokenRange parentheses;
  for (;;) {
    StringRef statement = file.enclosingStatement(range.begin, parentheses);
    bool isEnclosed = parentheses.begin == range.begin && parentheses.end == range.end;
    if (statement == "for" && file.is(range.begin - 1, ";") && file.is(range.end, ";"))
      return Decides::kLoop;
    if (statement == "while" && isEnclosed)
      return Decides::kLoop;
    if (statement == "if" && parentheses.end == range.end && (isEnclosed || file.is(range.begin - 1, ";")))
      return Decides::kChoice;
    bool begins = file.isOpening(range.begin - 1) || file.endsLogicalExpression(range.begin - 1);
    if (begins && file.is(range.end, "?") && !file.is(range.end + 1, ":"))
      return Decides::kChoice;
    if (file.is(range.begin - 1, "!") && file.is(range.begin, "("))
      --range.begin;
    else if (file.is(range.begin - 1, "(") && file.token(range.begin - 1).match == range.end &&
             !file.isBinary(range.begin - 1))
      range = {range.begin - 1, range.end + 1};
    else
      return Decides::kNothing;
  }
}

} // namespace allele
