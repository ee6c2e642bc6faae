// `&&` and `||`, with short-circuit evaluation as the mutated source has it, and `!`.
#include "Operators.h"

#include "../LogicalExpression.h"

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

void addRedirect(FunctionContext &context, std::vector<Redirect> redirects, const SourceFile &file, TokenIndex op, StringRef id,
                 StringRef replacement) {
  if (redirects.empty())
    return;
  Site site;
  site.shape = Site::Shape::kRedirect;
  site.instruction = redirects.front().branch;
  site.redirects = std::move(redirects);
  site.file = &file;
  site.range = {op, op + 1};
  site.alternatives.push_back({id, replacement.str(), ALLELE_ACTION_IN_LINE});
  context.add(std::move(site));
}

void collectExpression(FunctionContext &context, const SourceFile &file, const LogicalExpression &expression) {
  const auto &nodes = expression.allNodes();
  for (int index = 0; index < static_cast<int>(nodes.size()); ++index) {
    switch (nodes[index].kind) {
    case LogicalExpression::NodeKind::kAnd:
      addRedirect(context, expression.exchange(index), file, nodes[index].op, "land-to-lor", "||");
      break;
    case LogicalExpression::NodeKind::kOr:
      addRedirect(context, expression.exchange(index), file, nodes[index].op, "lor-to-land", "&&");
      break;
    case LogicalExpression::NodeKind::kNot:
      addRedirect(context, expression.dropNot(index), file, nodes[index].op, "remove-not", "");
      break;
    case LogicalExpression::NodeKind::kLeaf:
      break;
    }
  }
}

void addNot(FunctionContext &context, Instruction &instruction, Site::Shape shape, const SourceFile &file, TokenIndex op,
            AlleleAction action) {
  Site site;
  site.shape = shape;
  site.instruction = &instruction;
  site.file = &file;
  site.range = {op, op + 1};
  site.kind = ALLELE_SITE_INT;
  site.bits = 1;
  site.alternatives.push_back({"remove-not", "", action});
  context.add(std::move(site));
}

// `if (!a)` has no instruction for the `!`: its branch's targets are exchanged.
void collectExchangedBranch(FunctionContext &context, BranchInst &branch, const Place &place) {
  TokenIndex value = conditionToken(context, branch);
  if (value == kNoToken)
    return;
  TokenIndex begin = place.token;
  if (is_contained({"&&", "||"}, place.text())) {
    LogicalExpression expression(context, place);
    const auto &leaves = expression.allLeaves();
    auto leaf = find_if(leaves, [&](const auto &candidate) { return candidate.branch == &branch; });
    if (leaf == leaves.end())
      return;
    begin = leaf->range.begin;
  } else if (LogicalExpression expression(context, place); !expression.isSingleLeaf()) {
    if (expression.allLeaves().back().branch != &branch)
      return;
    begin = expression.allLeaves().back().range.begin;
  }
  for (TokenIndex op : negationsBefore(*place.file, begin, value))
    addNot(context, branch, Site::Shape::kOperand, *place.file, op, ALLELE_ACTION_NOT);
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
    if (place.text() == "!" && instruction.getType()->isIntegerTy(1) &&
        PatternMatch::match(&instruction, PatternMatch::m_Not(PatternMatch::m_Value())))
      addNot(context, instruction, Site::Shape::kResult, *place.file, place.token, ALLELE_ACTION_A);
  }
}

} // namespace

const OperatorFamily kLogical = {kOperators, collect};

} // namespace allele
