// `a[i]` and `*(p + i)` look at the element beside.
#include "../Expression.h"
#include "../LlvmVersion.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kIndices;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"index-increment", "`a[i]` becomes `a[i + 1]`", Level::kStrong},
    {"index-decrement", "`a[i]` becomes `a[i - 1]`", Level::kStrong},
    {"offset-increment", "`p + i` becomes `p + i + 1`, `p - i` becomes `p - i - 1`; also `p += i` and `p -= i`",
     Level::kStrong},
    {"offset-decrement", "`p + i` becomes `p + i - 1`, `p - i` becomes `p - i + 1`; also `p += i` and `p -= i`",
     Level::kStrong},
};

// Whether it may be what `[]` is compiled to; a member isn't, whose structure is indexed by constants.
bool isSubscript(const GetElementPtrInst &pointer) {
  if (pointer.getType()->isVectorTy())
    return false;
  if (pointer.getNumIndices() == 1)
    return true;
  return pointer.getNumIndices() == 2 && pointer.getSourceElementType()->isArrayTy() &&
         PatternMatch::match(pointer.getOperand(1), PatternMatch::m_Zero());
}

// What is added to an index of elements.
InLineValue moved(int64_t amount) {
  return [amount](IRBuilder<> &builder, Value *value, ValueToValueMapTy &) -> Value * {
    return builder.CreateAdd(value, ConstantInt::getSigned(value->getType(), amount));
  };
}

// The same in the type that the source does it in, before the index is widened.
InLineValue added(Value *index, int64_t amount) {
  auto *widened = dyn_cast<CastInst>(index);
  bool isNarrower = isa_and_present<SExtInst, ZExtInst>(widened) && widened->getSrcTy()->getIntegerBitWidth() >= 32;
  if (!isNarrower)
    return moved(amount);
  return [=](IRBuilder<> &builder, Value *value, ValueToValueMapTy &map) -> Value * {
    Value *narrow = map.lookup(widened->getOperand(0));
    if (!narrow)
      narrow = widened->getOperand(0); // a constant
    return builder.CreateCast(widened->getOpcode(),
                              builder.CreateAdd(narrow, ConstantInt::getSigned(narrow->getType(), amount)),
                              value->getType());
  };
}

// Whether the number is an unsigned one of 32 bits or more that is widened: 0 - 1 is another number before that than
// after it.
bool wrapsBeforeItIsWidened(const Value *number) {
  const auto *widened = dyn_cast<ZExtInst>(number);
  return widened && widened->getSrcTy()->getIntegerBitWidth() >= 32;
}

bool isZero(const Value *number) {
  return PatternMatch::match(number, PatternMatch::m_Zero());
}

// A mutant for each way; none that counts down where that is another number in the source.
void addSite(FunctionContext &context, GetElementPtrInst &pointer, unsigned operand, const SourceFile &file,
             Alternative more, std::optional<Alternative> less) {
  Site site;
  site.shape = Site::Shape::kOperand;
  site.instruction = &pointer;
  site.operand = operand;
  site.file = &file;
  site.alternatives.push_back(std::move(more));
  if (less)
    site.alternatives.push_back(std::move(*less));
  context.add(std::move(site));
}

void collectSubscript(FunctionContext &context, GetElementPtrInst &pointer, const Place &place) {
  const SourceFile &file = *place.file;
  TokenIndex open = place.token + 1;
  while (file.is(open, ".") || file.is(open, "->"))
    open += 2;
  if (file.token(place.token).kind != TokenKind::kIdentifier || !file.is(open, "[") || file.token(open).match < 0)
    return;
  TokenIndex close = file.token(open).match;
  unsigned subscripts = 0; // `a[i][j]` has two at one token
  for (const Instruction *other : context.at(place))
    if (const auto *same = dyn_cast<GetElementPtrInst>(other))
      subscripts += isSubscript(*same);
  if (subscripts != 1 || file.is(close + 1, "["))
    return;
  TokenRange range{open + 1, close};
  unsigned operand = pointer.getNumIndices();
  Value *index = pointer.getOperand(operand);
  if (range.empty() || !index->getType()->isIntegerTy())
    return;
  std::string text = file.textOf(range).str();
  if (range.begin + 1 != range.end)
    text = "(" + text + ")";
  Alternative more{"index-increment", text + " + 1", range};
  more.inLine = added(index, 1);
  std::optional<Alternative> less;
  if (!wrapsBeforeItIsWidened(index) && !isZero(index)) {
    less = {"index-decrement", text + " - 1", range};
    less->inLine = added(index, -1);
  }
  addSite(context, pointer, operand, file, std::move(more), std::move(less));
}

// The tokens behind which `+ 1` moves the pointer by one more element; empty where that can't be told.
TokenRange offsetBehind(const SourceFile &file, TokenIndex op, bool isCompound) {
  if (!isCompound) {
    OperandRanges operands = operandsOf(file, op);
    // A `<` that may open arguments of a template makes operands unsure; behind a complete operand it compares.
    TokenRange right = operands.right;
    bool isCompared = file.is(right.end, "<") && binaryPrecedence(file, right.end) > 0 && !right.empty() &&
                      file.operandEnd(right.begin) == right.end;
    return operands.areSure || isCompared ? right : TokenRange();
  }
  TokenRange range{op + 1, file.scanForward(op + 1, [&](TokenIndex token) {
                     return is_contained({",", ";", ":"}, file.spelling(token));
                   })};
  return file.is(range.end, ":") || file.is(range.begin, "{") ? TokenRange() : range;
}

// `p + i`, in which pointer and number may also be exchanged: `+ 1` stands behind both.
void collectOffset(FunctionContext &context, GetElementPtrInst &pointer, const Place &place) {
  const SourceFile &file = *place.file;
  StringRef op = place.text();
  bool isCompound = op.ends_with("=");
  if (pointer.getNumIndices() != 1 || pointer.getType()->isVectorTy() || (!isCompound && !file.isBinary(place.token)))
    return;
  // With more than that there the number isn't counted in elements: rows of variable length, checks for overflow.
  for (const Instruction *other : context.at(place))
    if ((isa<GetElementPtrInst>(other) && other != &pointer) || other->getOpcode() == Instruction::Mul ||
        isa<CallBase>(other))
      return;
  TokenRange range = offsetBehind(file, place.token, isCompound);
  if (range.empty())
    return;
  // `p + i + j` is moved once, at its last operator.
  for (const Instruction *next : context.at({&file, range.end}))
    if (isa<GetElementPtrInst>(next) && is_contained({"+", "-"}, file.spelling(range.end)))
      return;
  const Value *number = pointer.getOperand(1);
  bool isBackwards = op.starts_with("-");
  if (const auto *negated = dyn_cast<BinaryOperator>(number);
      negated && isBackwards && context.place(*negated) == place && isZero(negated->getOperand(0)))
    number = negated->getOperand(1);
  // Of a compound assignment only the number is changed, which may wrap.
  bool mayWrap = isCompound && wrapsBeforeItIsWidened(number);
  std::string text = file.textOf(range).str();
  if (isCompound && range.begin + 1 != range.end)
    text = "(" + text + ")";
  bool isSubtracted = isBackwards && !isCompound; // `+ 1` behind `p - i`
  Alternative more{"offset-increment", text + (isSubtracted ? " - 1" : " + 1"), range};
  more.inLine = moved(isBackwards ? -1 : 1);
  std::optional<Alternative> less;
  if (!mayWrap && !isZero(number)) {
    less = {"offset-decrement", text + (isSubtracted ? " + 1" : " - 1"), range};
    less->inLine = moved(isBackwards ? 1 : -1);
  }
  addSite(context, pointer, 1, file, std::move(more), std::move(less));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *pointer = dyn_cast<GetElementPtrInst>(&instruction);
    Place place = pointer ? context.place(*pointer) : Place();
    if (!place)
      continue;
    if (is_contained({"+", "-", "+=", "-="}, place.text()))
      collectOffset(context, *pointer, place);
    else if (isSubscript(*pointer))
      collectSubscript(context, *pointer, place);
  }
}

} // namespace

const OperatorFamily kIndices = {
    "Indices and offsets",
    "Subscripts of arrays and pointers with one dimension, and numbers that are added to pointers or subtracted from "
    "them: one more and one less. `p + i + j` is moved once. Not one less than 0, nor than an `unsigned int` that is "
    "widened. (`v[i]` of a class is a call. `p++` and the sign of an offset are among the arithmetic operators.)",
    kOperators, collect};

} // namespace allele
