// `-a` and `~a` without the operator. (`!a` is among the logical operators.)
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kUnary;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-minus", "`-a` becomes `a`"},
    {"remove-complement", "`~a` becomes `a`"},
};

void collect(FunctionContext &context) {
  using namespace PatternMatch;
  for (Instruction &instruction : instructions(context.function)) {
    Place place = context.place(instruction);
    bool isMinus = place.text() == "-";
    if ((!isMinus && place.text() != "~") || place.file->isBinary(place.token) || instruction.getType()->isVectorTy())
      continue;
    Site site;
    Value *operand = nullptr;
    WithOverflowInst *checked = checkedOperation(instruction);
    if (checked && isMinus && match(checked->getLHS(), m_Zero())) {
      site.operandsOf = checked;
      site.operandA = 1;
    } else if (isMinus ? match(&instruction, m_CombineOr(m_Neg(m_Value(operand)), m_FNeg(m_Value(operand))))
                       : match(&instruction, m_Not(m_Value(operand)))) {
      site.operandA = instruction.getOperand(0) == operand ? 0 : 1;
    } else {
      continue;
    }
    bool movesPointer =
        any_of(context.at(place), [](const Instruction *other) { return isa<GetElementPtrInst>(other); });
    if (movesPointer)
      continue;
    site.instruction = &instruction;
    site.file = place.file;
    site.alternatives.push_back(
        {isMinus ? "remove-minus" : "remove-complement", "", {place.token, place.token + 1}, ALLELE_ACTION_A});
    setKind(site, instruction.getType(), context.layout);
    context.add(std::move(site));
  }
}

} // namespace

const OperatorFamily kUnary = {"Unary minus and complement", "The operator is dropped.", kOperators, collect};

} // namespace allele
