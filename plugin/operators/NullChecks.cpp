// A check for null as part of `&&` or `||` is left out.
#include "../Expression.h"
#include "../LogicalExpression.h"
#include "Operators.h"

#include "llvm/IR/PatternMatch.h"

#include <set>

using namespace llvm;

namespace allele {

extern const OperatorFamily kNullChecks;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-null-check", "`p && a` becomes `true && a`, `!p || a` becomes `false || a`: p is taken not to be null",
     Level::kStrong},
};

void collectLeaf(FunctionContext &context, const SourceFile &file, const LogicalExpression::Leaf &leaf) {
  using namespace PatternMatch;
  auto *compare = leaf.branch ? dyn_cast<ICmpInst>(leaf.branch->getCondition()) : nullptr;
  bool isCheck = compare && compare->isEquality() && compare->getOperand(0)->getType()->isPointerTy() &&
                 match(compare->getOperand(1), m_Zero());
  if (!isCheck)
    return;
  bool isTakenWhenNotNull = compare->getPredicate() == CmpInst::ICMP_NE;
  bool value = isTakenWhenNotNull != (leaf.negations % 2 != 0); // of the leaf, where p isn't null
  std::string text = context.isCxx() ? (value ? "true" : "false") : (value ? "1" : "0");
  Site site;
  site.shape = Site::Shape::kOperand;
  site.kind = ALLELE_SITE_INT;
  site.bits = 1;
  site.instruction = leaf.branch;
  site.file = &file;
  if (mayHaveEffect(file, leaf.range))
    text = "(" + file.textOf(leaf.range).str() + ", " + text + ")";
  site.alternatives.push_back(
      {"remove-null-check", text, leaf.range, isTakenWhenNotNull ? ALLELE_ACTION_ONE : ALLELE_ACTION_ZERO});
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  std::set<std::pair<const SourceFile *, TokenIndex>> done;
  for (BranchInst *branch : context.conditionalBranches()) {
    Place place = context.place(*branch);
    if (!place || (place.text() != "&&" && place.text() != "||"))
      continue;
    LogicalExpression expression(context, place);
    if (!done.insert({place.file, expression.range().begin}).second)
      continue;
    for (const LogicalExpression::Leaf &leaf : expression.allLeaves())
      if (leaf.branch && !expression.hidesLeaves(leaf.range, *leaf.branch))
        collectLeaf(context, *place.file, leaf);
  }
}

} // namespace

const OperatorFamily kNullChecks = {
    "Checks for null",
    "Operands of `&&` and `||` that only ask whether a pointer is null: `p`, `!p`, `p == nullptr`, `p != NULL`. What "
    "is "
    "all of a condition is among the conditions. The last operand of a loop's condition, and of an expression that is "
    "no condition, is left alone.",
    kOperators, collect};

} // namespace allele
