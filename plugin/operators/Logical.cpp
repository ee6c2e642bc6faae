// `&&` and `||`, with short-circuit evaluation as the mutated source has it, and `!`.
#include "../LlvmVersion.h"
#include "../LogicalExpression.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/PatternMatch.h"

#include <set>

using namespace llvm;

namespace allele {

extern const OperatorFamily kLogical;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"land-to-lor", "`a && b` becomes `a || b`"},
    {"lor-to-land", "`a || b` becomes `a && b`"},
    {"remove-not", "`!a` becomes `a`"},
};

void addRedirect(FunctionContext &context, std::vector<Redirect> redirects, const SourceFile &file, TokenRange range,
                 StringRef id, StringRef replacement) {
  if (redirects.empty())
    return;
  Site site;
  site.shape = Site::Shape::kRedirect;
  site.instruction = redirects.front().branch;
  site.file = &file;
  site.alternatives.push_back({id, replacement.str(), range, ALLELE_ACTION_IN_LINE, std::move(redirects)});
  context.add(std::move(site));
}

void collectExpression(FunctionContext &context, const SourceFile &file, const LogicalExpression &expression) {
  const auto &nodes = expression.allNodes();
  for (int index = 0; index < static_cast<int>(nodes.size()); ++index) {
    switch (nodes[index].kind) {
    case LogicalExpression::NodeKind::kAnd:
    case LogicalExpression::NodeKind::kOr: {
      bool isAnd = nodes[index].kind == LogicalExpression::NodeKind::kAnd;
      auto [range, text] = expression.exchangedText(index);
      addRedirect(context, expression.exchange(index), file, range, isAnd ? "land-to-lor" : "lor-to-land", text);
      break;
    }
    case LogicalExpression::NodeKind::kNot:
      addRedirect(context, expression.dropNot(index), file, {nodes[index].op, nodes[index].op + 1}, "remove-not", "");
      break;
    case LogicalExpression::NodeKind::kLeaf:
      break;
    }
  }
}

void addNot(FunctionContext &context, Instruction &instruction, Site::Shape shape, const SourceFile &file,
            TokenIndex op, StringRef replacement, AlleleAction action) {
  Site site;
  site.shape = shape;
  site.instruction = &instruction;
  site.file = &file;
  site.kind = ALLELE_SITE_INT;
  site.bits = 1;
  site.alternatives.push_back({"remove-not", replacement.str(), {op, op + 1}, action});
  context.add(std::move(site));
}

// `if (!a)` has no instruction for the `!`: its branch's targets are exchanged.
void collectExchangedBranch(FunctionContext &context, BranchInst &branch, const Place &place) {
  TokenIndex value = conditionToken(context, branch);
  if (value == kNoToken)
    return;
  TokenIndex begin = place.token;
  LogicalExpression expression(context, place);
  if (is_contained({"&&", "||"}, place.text())) {
    const auto &leaves = expression.allLeaves();
    auto leaf = find_if(leaves, [&](const auto &candidate) { return candidate.branch == &branch; });
    if (leaf == leaves.end())
      return;
    begin = leaf->range.begin;
  } else if (!expression.isSingleLeaf()) {
    if (expression.allLeaves().back().branch != &branch)
      return;
    begin = expression.allLeaves().back().range.begin;
  }
  if (TokenRange operand{begin, place.file->operandEnd(begin)}; expression.hidesLeaves(operand, branch))
    return;
  for (TokenIndex op : negationsBefore(*place.file, begin, value))
    addNot(context, branch, Site::Shape::kOperand, *place.file, op, "", ALLELE_ACTION_NOT);
}

bool isComparison(StringRef text) {
  return is_contained({"<", "<=", ">", ">=", "==", "!="}, text);
}

void collect(FunctionContext &context) {
  std::set<std::pair<const SourceFile *, TokenIndex>> done;
  for (BranchInst *branch : context.conditionalBranches()) {
    Place place = context.place(*branch);
    if (!place)
      continue;
    collectExchangedBranch(context, *branch, place);
    if (!is_contained({"&&", "||"}, place.text()))
      continue;
    LogicalExpression expression(context, place);
    if (done.insert({place.file, expression.range().begin}).second)
      collectExpression(context, *place.file, expression);
  }
  for (Instruction &instruction : instructions(context.function)) {
    Place place = context.place(instruction);
    if (place.text() != "!" || !instruction.getType()->isIntegerTy(1) ||
        !PatternMatch::match(&instruction, PatternMatch::m_Not(PatternMatch::m_Value())))
      continue;
    // `int t = !v;` without the `!` is v, not its truth.
    const auto *compare = dyn_cast<CmpInst>(instruction.getOperand(0));
    bool isTruth = !compare || isComparison(context.place(*compare).text());
    addNot(context, instruction, Site::Shape::kResult, *place.file, place.token, isTruth ? "" : "!!", ALLELE_ACTION_A);
  }
}

} // namespace

const OperatorFamily kLogical = {"Logical operators",
                                 "`&&` and `||` with the short-circuit evaluation of the mutated source, and `!`.",
                                 kOperators, collect};

} // namespace allele
