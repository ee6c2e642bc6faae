// Every binary operator of arithmetic and every bitwise one by every other of its kind: those that the arithmetic
// operators leave out.
#include "../Expression.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kArithmeticReplacement;

namespace {

constexpr Level kStrong = Level::kStrong;
constexpr OperatorInfo kOperators[] = {
    {"add-to-mul", "`a + b` becomes `a * b`", kStrong},
    {"add-to-div", "`a + b` becomes `a / b`", kStrong},
    {"add-to-rem", "`a + b` becomes `a % b`", kStrong},
    {"sub-to-mul", "`a - b` becomes `a * b`", kStrong},
    {"sub-to-div", "`a - b` becomes `a / b`", kStrong},
    {"sub-to-rem", "`a - b` becomes `a % b`", kStrong},
    {"mul-to-add", "`a * b` becomes `a + b`", kStrong},
    {"mul-to-sub", "`a * b` becomes `a - b`", kStrong},
    {"mul-to-rem", "`a * b` becomes `a % b`", kStrong},
    {"div-to-add", "`a / b` becomes `a + b`", kStrong},
    {"div-to-sub", "`a / b` becomes `a - b`", kStrong},
    {"div-to-rem", "`a / b` becomes `a % b`", kStrong},
    {"rem-to-add", "`a % b` becomes `a + b`", kStrong},
    {"rem-to-sub", "`a % b` becomes `a - b`", kStrong},
    {"rem-to-div", "`a % b` becomes `a / b`", kStrong},
    {"and-to-xor", "`a & b` becomes `a ^ b`", kStrong},
    {"or-to-xor", "`a | b` becomes `a ^ b`", kStrong},
    {"xor-to-or", "`a ^ b` becomes `a | b`", kStrong},
    {"add-assign-to-mul-assign", "`a += b` becomes `a *= b`", kStrong},
    {"add-assign-to-div-assign", "`a += b` becomes `a /= b`", kStrong},
    {"add-assign-to-rem-assign", "`a += b` becomes `a %= b`", kStrong},
    {"sub-assign-to-mul-assign", "`a -= b` becomes `a *= b`", kStrong},
    {"sub-assign-to-div-assign", "`a -= b` becomes `a /= b`", kStrong},
    {"sub-assign-to-rem-assign", "`a -= b` becomes `a %= b`", kStrong},
    {"mul-assign-to-add-assign", "`a *= b` becomes `a += b`", kStrong},
    {"mul-assign-to-sub-assign", "`a *= b` becomes `a -= b`", kStrong},
    {"mul-assign-to-rem-assign", "`a *= b` becomes `a %= b`", kStrong},
    {"div-assign-to-add-assign", "`a /= b` becomes `a += b`", kStrong},
    {"div-assign-to-sub-assign", "`a /= b` becomes `a -= b`", kStrong},
    {"div-assign-to-rem-assign", "`a /= b` becomes `a %= b`", kStrong},
    {"rem-assign-to-add-assign", "`a %= b` becomes `a += b`", kStrong},
    {"rem-assign-to-sub-assign", "`a %= b` becomes `a -= b`", kStrong},
    {"rem-assign-to-div-assign", "`a %= b` becomes `a /= b`", kStrong},
    {"and-assign-to-xor-assign", "`a &= b` becomes `a ^= b`", kStrong},
    {"or-assign-to-xor-assign", "`a |= b` becomes `a ^= b`", kStrong},
    {"xor-assign-to-or-assign", "`a ^= b` becomes `a |= b`", kStrong},
};

struct Operation {
  StringRef token, name;
  unsigned opcodes[3]; // signed or only, unsigned, float; 0: none
  AlleleAction signedAction, unsignedAction;
};

constexpr Operation kOperations[] = {
    {"+", "add", {Instruction::Add, 0, Instruction::FAdd}, ALLELE_ACTION_ADD, ALLELE_ACTION_ADD},
    {"-", "sub", {Instruction::Sub, 0, Instruction::FSub}, ALLELE_ACTION_SUB, ALLELE_ACTION_SUB},
    {"*", "mul", {Instruction::Mul, 0, Instruction::FMul}, ALLELE_ACTION_MUL, ALLELE_ACTION_MUL},
    {"/", "div", {Instruction::SDiv, Instruction::UDiv, Instruction::FDiv}, ALLELE_ACTION_SDIV, ALLELE_ACTION_UDIV},
    {"%", "rem", {Instruction::SRem, Instruction::URem, 0}, ALLELE_ACTION_IN_LINE, ALLELE_ACTION_IN_LINE},
    {"&", "and", {Instruction::And, 0, 0}, ALLELE_ACTION_AND, ALLELE_ACTION_AND},
    {"|", "or", {Instruction::Or, 0, 0}, ALLELE_ACTION_OR, ALLELE_ACTION_OR},
    {"^", "xor", {Instruction::Xor, 0, 0}, ALLELE_ACTION_XOR, ALLELE_ACTION_XOR},
};

// Empty for what isn't in the table.
StringRef idOf(const Operation &from, const Operation &to, bool isAssignment) {
  std::string suffix = isAssignment ? "-assign" : "";
  std::string id = from.name.str() + suffix + "-to-" + to.name.str() + suffix;
  const auto *found = find_if(kOperators, [&](const OperatorInfo &info) { return info.id == id; });
  return found == std::end(kOperators) ? StringRef() : found->id;
}

// Whether the operands are signed: division says it, overflow that is undefined does. nullopt where neither is known.
std::optional<bool> isSigned(const FunctionContext &context, const BinaryOperator &operation) {
  switch (operation.getOpcode()) {
  case Instruction::SDiv:
  case Instruction::SRem:
    return true;
  case Instruction::UDiv:
  case Instruction::URem:
    return false;
  case Instruction::Add:
  case Instruction::Sub:
  case Instruction::Mul:
    if (operation.hasNoSignedWrap())
      return true;
    return context.marksSignedOverflow() ? std::optional(false) : std::nullopt;
  default:
    return std::nullopt;
  }
}

// Bit-fields, complex numbers and offsets of pointers have several instructions: which is the operator's can't be told.
bool isOnlyOperation(const FunctionContext &context, const Place &place) {
  unsigned operations = 0;
  for (const Instruction *other : context.at(place)) {
    if (isa<GetElementPtrInst>(other) || other->isAtomic())
      return false;
    operations += isa<BinaryOperator>(other);
  }
  return operations == 1;
}

Value *signedRemainder(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  const auto &operation = *cast<BinaryOperator>(value);
  return builder.CreateSRem(operation.getOperand(0), operation.getOperand(1));
}

Value *unsignedRemainder(IRBuilder<> &builder, Value *value, ValueToValueMapTy & /*map*/) {
  const auto &operation = *cast<BinaryOperator>(value);
  return builder.CreateURem(operation.getOperand(0), operation.getOperand(1));
}

void collectOperation(FunctionContext &context, BinaryOperator &operation, const Place &place) {
  const SourceFile &file = *place.file;
  StringRef token = place.text();
  bool isAssignment = token.size() == 2 && token.consume_back("=");
  const auto *from = find_if(kOperations, [&](const Operation &candidate) {
    return candidate.token == token && is_contained(candidate.opcodes, operation.getOpcode());
  });
  bool isPointerDifference = isa<PtrToIntInst>(operation.getOperand(0)) && isa<PtrToIntInst>(operation.getOperand(1));
  if (from == std::end(kOperations) || (!isAssignment && !file.isBinary(place.token)) || isPointerDifference ||
      operation.getType()->isVectorTy() || operation.getType()->isIntegerTy(1) || !isOnlyOperation(context, place))
    return;
  std::optional<bool> sign = isSigned(context, operation);
  bool isFloat = operation.getType()->isFloatingPointTy();
  Site inRuntime; // and what the runtime can't compute
  Site inTwin;
  for (Site *site : {&inRuntime, &inTwin}) {
    site->instruction = &operation;
    site->file = &file;
  }
  setKind(inRuntime, operation.getType(), context.layout);
  for (const Operation &to : kOperations) {
    StringRef id = idOf(*from, to, isAssignment);
    bool isDivision = to.token == "/" || to.token == "%";
    bool isUndefined = PatternMatch::match(operation.getOperand(1), PatternMatch::m_Zero());
    if (id.empty() || (isFloat && to.opcodes[2] == 0) || (!isFloat && isDivision && (!sign || isUndefined)))
      continue;
    std::string text = to.token.str() + (isAssignment ? "=" : "");
    auto change = withOperator(file, place.token, text);
    if (!change)
      continue;
    bool meansUnsigned = !isFloat && isDivision && !*sign;
    Alternative alternative{id, change->text, change->range, meansUnsigned ? to.unsignedAction : to.signedAction};
    if (to.token == "%")
      alternative.inLine = meansUnsigned ? unsignedRemainder : signedRemainder;
    (to.token == "%" ? inTwin : inRuntime).alternatives.push_back(std::move(alternative));
  }
  context.add(std::move(inRuntime));
  context.add(std::move(inTwin));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function))
    if (auto *operation = dyn_cast<BinaryOperator>(&instruction))
      if (Place place = context.place(instruction))
        collectOperation(context, *operation, place);
}

} // namespace

const OperatorFamily kArithmeticReplacement = {
    "Every other arithmetic operator",
    "`+ - * / %` and `& | ^` by every other of their kind, and their compound assignments. A division by zero is one "
    "in "
    "the mutant, too. No division where the source doesn't tell whether the operands are signed, and none by the "
    "constant 0.",
    kOperators, collect};

} // namespace allele
