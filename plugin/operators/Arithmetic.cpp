// Binary arithmetic, bitwise and shift operators, their compound assignments, `++` and `--`; on pointers `+`, `-`,
// `+=`, `-=`,
// `++` and `--` by the sign of the offset.
#include "../Expression.h"
#include "../LlvmVersion.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kArithmetic;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"add-to-sub", "`a + b` becomes `a - b`"},
    {"sub-to-add", "`a - b` becomes `a + b`"},
    {"mul-to-div", "`a * b` becomes `a / b`"},
    {"div-to-mul", "`a / b` becomes `a * b`"},
    {"rem-to-mul", "`a % b` becomes `a * b`"},
    {"and-to-or", "`a & b` becomes `a | b`"},
    {"or-to-and", "`a | b` becomes `a & b`"},
    {"xor-to-and", "`a ^ b` becomes `a & b`"},
    {"shl-to-shr", "`a << b` becomes `a >> b`"},
    {"shr-to-shl", "`a >> b` becomes `a << b`"},
    {"add-assign-to-sub-assign", "`a += b` becomes `a -= b`"},
    {"sub-assign-to-add-assign", "`a -= b` becomes `a += b`"},
    {"mul-assign-to-div-assign", "`a *= b` becomes `a /= b`"},
    {"div-assign-to-mul-assign", "`a /= b` becomes `a *= b`"},
    {"rem-assign-to-mul-assign", "`a %= b` becomes `a *= b`"},
    {"and-assign-to-or-assign", "`a &= b` becomes `a |= b`"},
    {"or-assign-to-and-assign", "`a |= b` becomes `a &= b`"},
    {"xor-assign-to-and-assign", "`a ^= b` becomes `a &= b`"},
    {"shl-assign-to-shr-assign", "`a <<= b` becomes `a >>= b`"},
    {"shr-assign-to-shl-assign", "`a >>= b` becomes `a <<= b`"},
    {"inc-to-dec", "`++a` becomes `--a`, `a++` becomes `a--`"},
    {"dec-to-inc", "`--a` becomes `++a`, `a--` becomes `a++`"},
};

// What an operator's token may be compiled to, and what the mutant computes instead.
struct Row {
  StringRef token;
  unsigned opcodes[3]; // signed or only, unsigned, float; 0: none
  StringRef operatorId, replacement;
  AlleleAction signedAction, unsignedAction;
};

constexpr unsigned kNone = 0;
constexpr Row kRows[] = {
    {"+", {Instruction::Add, kNone, Instruction::FAdd}, "add-to-sub", "-", ALLELE_ACTION_SUB, ALLELE_ACTION_SUB},
    {"-", {Instruction::Sub, kNone, Instruction::FSub}, "sub-to-add", "+", ALLELE_ACTION_ADD, ALLELE_ACTION_ADD},
    {"*", {Instruction::Mul, kNone, Instruction::FMul}, "mul-to-div", "/", ALLELE_ACTION_SDIV, ALLELE_ACTION_UDIV},
    {"/",
     {Instruction::SDiv, Instruction::UDiv, Instruction::FDiv},
     "div-to-mul",
     "*",
     ALLELE_ACTION_MUL,
     ALLELE_ACTION_MUL},
    {"%", {Instruction::SRem, Instruction::URem, kNone}, "rem-to-mul", "*", ALLELE_ACTION_MUL, ALLELE_ACTION_MUL},
    {"&", {Instruction::And, kNone, kNone}, "and-to-or", "|", ALLELE_ACTION_OR, ALLELE_ACTION_OR},
    {"|", {Instruction::Or, kNone, kNone}, "or-to-and", "&", ALLELE_ACTION_AND, ALLELE_ACTION_AND},
    {"^", {Instruction::Xor, kNone, kNone}, "xor-to-and", "&", ALLELE_ACTION_AND, ALLELE_ACTION_AND},
    {"<<", {Instruction::Shl, kNone, kNone}, "shl-to-shr", ">>", ALLELE_ACTION_ASHR, ALLELE_ACTION_LSHR},
    {">>", {Instruction::AShr, Instruction::LShr, kNone}, "shr-to-shl", "<<", ALLELE_ACTION_SHL, ALLELE_ACTION_SHL},
    {"+=",
     {Instruction::Add, kNone, Instruction::FAdd},
     "add-assign-to-sub-assign",
     "-=",
     ALLELE_ACTION_SUB,
     ALLELE_ACTION_SUB},
    {"-=",
     {Instruction::Sub, kNone, Instruction::FSub},
     "sub-assign-to-add-assign",
     "+=",
     ALLELE_ACTION_ADD,
     ALLELE_ACTION_ADD},
    {"*=",
     {Instruction::Mul, kNone, Instruction::FMul},
     "mul-assign-to-div-assign",
     "/=",
     ALLELE_ACTION_SDIV,
     ALLELE_ACTION_UDIV},
    {"/=",
     {Instruction::SDiv, Instruction::UDiv, Instruction::FDiv},
     "div-assign-to-mul-assign",
     "*=",
     ALLELE_ACTION_MUL,
     ALLELE_ACTION_MUL},
    {"%=",
     {Instruction::SRem, Instruction::URem, kNone},
     "rem-assign-to-mul-assign",
     "*=",
     ALLELE_ACTION_MUL,
     ALLELE_ACTION_MUL},
    {"&=", {Instruction::And, kNone, kNone}, "and-assign-to-or-assign", "|=", ALLELE_ACTION_OR, ALLELE_ACTION_OR},
    {"|=", {Instruction::Or, kNone, kNone}, "or-assign-to-and-assign", "&=", ALLELE_ACTION_AND, ALLELE_ACTION_AND},
    {"^=", {Instruction::Xor, kNone, kNone}, "xor-assign-to-and-assign", "&=", ALLELE_ACTION_AND, ALLELE_ACTION_AND},
    {"<<=",
     {Instruction::Shl, kNone, kNone},
     "shl-assign-to-shr-assign",
     ">>=",
     ALLELE_ACTION_ASHR,
     ALLELE_ACTION_LSHR},
    {">>=",
     {Instruction::AShr, Instruction::LShr, kNone},
     "shr-assign-to-shl-assign",
     "<<=",
     ALLELE_ACTION_SHL,
     ALLELE_ACTION_SHL},
    // `a--` is compiled to `a + -1`, so that subtracting the same operand goes the other way in both cases.
    {"++", {Instruction::Add, kNone, Instruction::FAdd}, "inc-to-dec", "--", ALLELE_ACTION_SUB, ALLELE_ACTION_SUB},
    {"--", {Instruction::Add, kNone, Instruction::FAdd}, "dec-to-inc", "++", ALLELE_ACTION_SUB, ALLELE_ACTION_SUB},
};

// Offsets of pointers: these tokens, on a getelementptr.
bool movesPointer(StringRef token) {
  return is_contained({"+", "-", "+=", "-=", "++", "--"}, token);
}

// Whether a cast in front of the left operand makes it unsigned; nullopt where there may be one to a type whose name
// says nothing.
std::optional<bool> isCastToUnsigned(const SourceFile &file, TokenIndex op, const Value &operand) {
  const TokenRange left = withoutParentheses(file, operandsOf(file, op).left);
  bool isNamed = file.is(left.begin, "static_cast");
  TokenIndex behind = file.is(left.begin, "(") ? file.token(left.begin).match + 1 : left.end;
  bool isPrefixed = behind < left.end && !is_contained({"[", ".", "->", "++", "--"}, file.spelling(behind));
  TokenIndex name = left.begin + (isNamed ? 2 : isPrefixed ? 1 : 0);
  if (file.is(name, "std") && file.is(name + 1, "::"))
    name += 2;
  if (!isNamed && !isPrefixed && !file.is(name + 1, "("))
    return false;
  StringRef type = file.spelling(name);
  if (type == "unsigned" || type == "size_t" || (type.starts_with("uint") && type.ends_with("_t")))
    return true;
  bool isSigned = is_contained({"int", "long", "short", "char", "signed", "ssize_t", "ptrdiff_t"}, type) ||
                  (type.starts_with("int") && type.ends_with("_t"));
  const auto *extended = dyn_cast<CastInst>(&operand);
  bool isCall = isa<CallBase>(extended ? extended->getOperand(0) : &operand); // what looks like a cast is that call
  return isSigned || isCall ? std::optional(false) : std::nullopt;
}

// Whether the unsigned form of the alternative is meant; nullopt where that can't be told. Overflow of a signed product
// is undefined (nsw) unless the module was compiled with -fwrapv, where nothing is; for `<<` the IR says nothing, but
// debug info knows the operand's type.
std::optional<bool> isUnsigned(const FunctionContext &context, const Row &row, const BinaryOperator &operation,
                               const Place &place) {
  if (row.signedAction == row.unsignedAction || !operation.getType()->isIntegerTy())
    return false;
  if (operation.getOpcode() == Instruction::Mul)
    return !operation.hasNoSignedWrap() &&
           (context.marksSignedOverflow() || !context.isSigned(&operation).value_or(false));
  std::optional<bool> byCast = isCastToUnsigned(*place.file, place.token, *operation.getOperand(0));
  if (byCast != false)
    return byCast;
  return !context.isSigned(operation.getOperand(0)).value_or(true);
}

void collectPointer(FunctionContext &context, GetElementPtrInst &pointer, const Place &place) {
  unsigned pointers = 0;
  for (const Instruction *other : context.at(place))
    pointers += isa<GetElementPtrInst>(other);
  if (pointers != 1 || pointer.getNumIndices() != 1 || pointer.getType()->isVectorTy())
    return;
  // `1 - p` is no C.
  const auto *base = dyn_cast<Instruction>(pointer.getPointerOperand());
  if (Place left = base ? context.place(*base) : Place(); left && left.token > place.token && place.text() == "+")
    return;
  Site site;
  site.shape = Site::Shape::kOperand;
  site.instruction = &pointer;
  site.operand = 1;
  site.file = place.file;
  for (const Row &row : kRows)
    if (row.token == place.text())
      site.alternatives.push_back({row.operatorId,
                                   place.file->spaced(place.token, row.replacement),
                                   {place.token, place.token + 1},
                                   ALLELE_ACTION_NEG});
  setKind(site, pointer.getOperand(1)->getType(), context.layout);
  context.add(std::move(site));
}

// The row for what stands at the place, or null.
const Row *findRow(const Place &place, unsigned opcode) {
  const Row *row = find_if(kRows, [&](const Row &candidate) {
    return candidate.token == place.text() && is_contained(candidate.opcodes, opcode);
  });
  bool isPrefix = StringRef("+-*&").contains(place.text()) && !place.file->isBinary(place.token);
  return row == std::end(kRows) || isPrefix ? nullptr : row;
}

// Whether exactly one instruction at the place is the operator's. Bit fields and complex numbers have several, and
// which is the operator can't be told.
template <typename IsOperation>
bool isOnlyOne(const FunctionContext &context, const Place &place, IsOperation isOperation) {
  unsigned same = 0;
  for (const Instruction *other : context.at(place)) {
    if (isa<GetElementPtrInst>(other) && movesPointer(place.text()))
      return false; // computes the offset
    if (other->isAtomic())
      return false; // memory holds the result of the atomic operation, not this one's
    same += isOperation(*other);
  }
  return same == 1;
}

void addOperation(FunctionContext &context, Site site, const Place &place, const Row &row, AlleleAction action) {
  site.file = place.file;
  auto rewriting = withOperator(*place.file, place.token, row.replacement);
  if (!rewriting)
    return;
  site.alternatives.push_back({row.operatorId, std::move(rewriting->text), rewriting->range, action});
  setKind(site, site.instruction->getType(), context.layout);
  context.add(std::move(site));
}

void collectOperation(FunctionContext &context, BinaryOperator &operation, const Place &place) {
  const Row *row = findRow(place, operation.getOpcode());
  bool isTruthArithmetic = operation.getType()->isIntegerTy(1) && !operation.isBitwiseLogicOp(); // `b++` of a bool
  bool isPointerDifference = isa<PtrToIntInst>(operation.getOperand(0)) && isa<PtrToIntInst>(operation.getOperand(1));
  if (!row || operation.getType()->isVectorTy() || isTruthArithmetic || isPointerDifference ||
      !isOnlyOne(context, place, [&](const Instruction &other) { return other.getOpcode() == operation.getOpcode(); }))
    return;
  std::optional<bool> meansUnsigned = isUnsigned(context, *row, operation, place);
  if (!meansUnsigned)
    return;
  Site site;
  site.instruction = &operation;
  addOperation(context, std::move(site), place, *row, *meansUnsigned ? row->unsignedAction : row->signedAction);
}

// The mutant's own overflow isn't checked.
void collectChecked(FunctionContext &context, ExtractValueInst &value, const Place &place) {
  WithOverflowInst *checked = checkedOperation(value);
  if (!checked)
    return;
  bool isDecrement = place.text() == "--"; // `a - 1` here, not `a + -1`
  const Row *row = findRow(place, isDecrement ? Instruction::Add : checked->getBinaryOp());
  if (!row || !isOnlyOne(context, place, [&](const Instruction &other) {
        WithOverflowInst *found = checkedOperation(other);
        return found && found->getBinaryOp() == checked->getBinaryOp();
      }))
    return;
  Site site;
  site.instruction = &value;
  site.operandsOf = checked;
  addOperation(context, std::move(site), place, *row,
               isDecrement           ? ALLELE_ACTION_ADD
               : checked->isSigned() ? row->signedAction
                                     : row->unsignedAction);
}

// Where `product + addend` became one llvm.fmuladd: on which side of the operator the product stands.
enum class Side { kUnknown, kLeft, kRight };

Side sideOfProduct(const FunctionContext &context, const IntrinsicInst &fused, const Place &place) {
  if (place.text().ends_with("="))
    return Side::kRight;
  auto isNegatedHere = [&](unsigned index) {
    const auto *negation = dyn_cast<UnaryOperator>(fused.getArgOperand(index));
    return negation && context.place(*negation) == place;
  };
  if (place.text() == "-")
    return isNegatedHere(2) ? Side::kLeft : Side::kRight;
  // The sum is symmetric: the operands' places tell.
  auto standsLeft = [&](unsigned index) -> std::optional<bool> {
    const auto *operand = dyn_cast<Instruction>(fused.getArgOperand(index));
    Place found = operand ? context.place(*operand) : Place();
    if (!found || found.file != place.file || found.token == place.token)
      return std::nullopt;
    return found.token < place.token;
  };
  for (unsigned index : {2, 1, 0})
    if (auto left = standsLeft(index))
      return *left == (index == 2) ? Side::kRight : Side::kLeft;
  return Side::kUnknown;
}

// The `*` of the product, or kNoToken.
TokenIndex findProduct(const FunctionContext &context, const IntrinsicInst &fused, const Place &place, Side side) {
  const SourceFile &file = *place.file;
  const OperandRanges operands = operandsOf(file, place.token);
  TokenRange range = side == Side::kLeft ? operands.left : operands.right;
  for (;;) {
    if (file.is(range.begin, "(") && file.token(range.begin).match == range.end - 1)
      range = {range.begin + 1, range.end - 1};
    else if (file.is(range.begin, "-") && file.operandEnd(range.begin) == range.end)
      ++range.begin;
    else
      break;
  }
  TokenIndex found = kNoToken;
  for (TokenIndex at = range.begin; at < range.end; ++at) {
    at = file.scanForward(at, [&](TokenIndex token) {
      return token >= range.end ||
             (is_contained({"*", "/", "%", "+", "-"}, file.spelling(token)) && file.isBinary(token));
    });
    if (at < range.end)
      found = file.is(at, "+") || file.is(at, "-") ? kNoToken : at;
  }
  if (!file.is(found, "*"))
    return kNoToken;
  // To be sure that it is this product's.
  for (auto [index, isLeft] : {std::pair{0U, true}, {1U, false}})
    if (const auto *operand = dyn_cast<Instruction>(fused.getArgOperand(index)))
      if (Place stands = context.place(*operand);
          stands && stands.token != place.token && (stands.file != &file || (stands.token < found) != isLeft))
        return kNoToken;
  return found;
}

// The mutants are fused where their source would be.
Value *fuse(IRBuilder<> &builder, const IntrinsicInst &fused, Value *a, Value *b, Value *addend) {
  builder.setFastMathFlags(fused.getFastMathFlags());
  return builder.CreateIntrinsic(Intrinsic::fmuladd, fused.getType(), {a, b, addend});
}

Value *negateProduct(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  const auto &fused = *cast<IntrinsicInst>(value);
  return fuse(builder, fused, builder.CreateFNeg(fused.getArgOperand(0)), fused.getArgOperand(1),
              fused.getArgOperand(2));
}

Value *negateAddend(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  const auto &fused = *cast<IntrinsicInst>(value);
  return fuse(builder, fused, fused.getArgOperand(0), fused.getArgOperand(1),
              builder.CreateFNeg(fused.getArgOperand(2)));
}

Value *divideInsteadOfMultiply(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  const auto &fused = *cast<IntrinsicInst>(value);
  builder.setFastMathFlags(fused.getFastMathFlags());
  return builder.CreateFAdd(builder.CreateFDiv(fused.getArgOperand(0), fused.getArgOperand(1)), fused.getArgOperand(2));
}

void collectFused(FunctionContext &context, IntrinsicInst &fused, const Place &place) {
  if (fused.getIntrinsicID() != Intrinsic::fmuladd || fused.getType()->isVectorTy())
    return;
  const Row *row = findRow(place, place.text().starts_with("+") ? Instruction::FAdd : Instruction::FSub);
  Side side = sideOfProduct(context, fused, place);
  if (!row || side == Side::kUnknown || !isOnlyOne(context, place, [](const Instruction &other) {
        return isa<IntrinsicInst>(other) && cast<IntrinsicInst>(other).getIntrinsicID() == Intrinsic::fmuladd;
      }))
    return;
  const SourceFile &file = *place.file;
  Site site;
  site.instruction = &fused;
  site.file = &file;
  Alternative sum{row->operatorId, file.spaced(place.token, row->replacement), {place.token, place.token + 1}};
  sum.inLine = side == Side::kRight ? negateProduct : negateAddend; // the right operand
  site.alternatives.push_back(std::move(sum));
  if (TokenIndex product = findProduct(context, fused, place, side); product != kNoToken) {
    Alternative quotient{"mul-to-div", file.spaced(product, "/"), {product, product + 1}};
    quotient.inLine = divideInsteadOfMultiply;
    site.alternatives.push_back(std::move(quotient));
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    Place place = context.place(instruction);
    if (!place)
      continue;
    if (auto *operation = dyn_cast<BinaryOperator>(&instruction))
      collectOperation(context, *operation, place);
    else if (auto *pointer = dyn_cast<GetElementPtrInst>(&instruction); pointer && movesPointer(place.text()))
      collectPointer(context, *pointer, place);
    else if (auto *intrinsic = dyn_cast<IntrinsicInst>(&instruction))
      collectFused(context, *intrinsic, place);
    else if (auto *part = dyn_cast<ExtractValueInst>(&instruction))
      collectChecked(context, *part, place);
  }
}

} // namespace

const OperatorFamily kArithmetic = {"Arithmetic and bitwise operators",
                                    "Binary operators, their compound assignments, `++` and `--`, of integers, floats "
                                    "and pointers. Division and right shift "
                                    "keep the signedness that the operands have. Not mutated: compound assignments of "
                                    "bit-fields, complex and vector types.",
                                    kOperators, collect};

} // namespace allele
