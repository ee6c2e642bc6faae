// `a[i]` looks at the element beside.
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kIndices;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"index-increment", "`a[i]` becomes `a[i + 1]`", Level::kStrong},
    {"index-decrement", "`a[i]` becomes `a[i - 1]`", Level::kStrong},
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

// The index and what is added to it. That is done in the type that the source does it in, before the index is widened.
InLineValue added(Value *index, int64_t amount) {
  auto *widened = dyn_cast<CastInst>(index);
  bool isNarrower = isa_and_present<SExtInst, ZExtInst>(widened) && widened->getSrcTy()->getIntegerBitWidth() >= 32;
  return [=](IRBuilder<> &builder, Value *value, ValueToValueMapTy &map) -> Value * {
    if (!isNarrower)
      return builder.CreateAdd(value, ConstantInt::getSigned(value->getType(), amount));
    Value *narrow = map.lookup(widened->getOperand(0));
    if (!narrow)
      narrow = widened->getOperand(0); // a constant
    return builder.CreateCast(widened->getOpcode(),
                              builder.CreateAdd(narrow, ConstantInt::getSigned(narrow->getType(), amount)),
                              value->getType());
  };
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
  const auto *widened = dyn_cast<ZExtInst>(index);
  // 0 - 1 is another number before an unsigned int is widened than after that.
  bool wrapsBefore = widened && widened->getSrcTy()->getIntegerBitWidth() >= 32;
  bool isZero = PatternMatch::match(index, PatternMatch::m_Zero());
  if (range.empty() || !index->getType()->isIntegerTy())
    return;
  std::string text = range.begin + 1 == range.end ? file.textOf(range).str() : "(" + file.textOf(range).str() + ")";
  Site site;
  site.shape = Site::Shape::kOperand;
  site.instruction = &pointer;
  site.operand = operand;
  site.file = &file;
  Alternative more{"index-increment", text + " + 1", range};
  more.inLine = added(index, 1);
  site.alternatives.push_back(std::move(more));
  if (!wrapsBefore && !isZero) {
    Alternative less{"index-decrement", text + " - 1", range};
    less.inLine = added(index, -1);
    site.alternatives.push_back(std::move(less));
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *pointer = dyn_cast<GetElementPtrInst>(&instruction);
    if (Place place = pointer ? context.place(*pointer) : Place(); place && isSubscript(*pointer))
      collectSubscript(context, *pointer, place);
  }
}

} // namespace

const OperatorFamily kIndices = {
    "Indices",
    "Subscripts of arrays and pointers with one dimension, one more and one less; not one less than 0, nor than an "
    "`unsigned int` that is widened. (`p + i` is among the arithmetic operators, `v[i]` of a class is a call.)",
    kOperators, collect};

} // namespace allele
