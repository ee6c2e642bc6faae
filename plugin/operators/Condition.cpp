// The conditions of `if`, `?:`, `while`, `for` and `do` forced to one value.
//
// A loop's condition is only forced to false: forced to true it only makes a loop without end. The condition is still
// evaluated, as in `(c, true)`; of `a && b` or `a || b` in an `if` or `?:` the first operand is, the others aren't.
#include "../Comparison.h"
#include "../LlvmVersion.h"
#include "../LogicalExpression.h"
#include "../Loop.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kCondition;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"cond-to-true", "the condition of `if` or `?:` holds always"},
    {"cond-to-false", "the condition of `if`, `?:`, `while`, `for` or `do` holds never"},
};

struct Condition {
  TokenRange range;
  bool isLoop = false;
  StringRef declaration; // `auto p = f()` of `if (auto p = f())`
};

// The loop whose branch stands at its keyword.
std::optional<Condition> loopCondition(const SourceFile &file, TokenIndex keyword) {
  std::optional<Loop> loop = loopAt(file, keyword);
  if (!loop || loop->isRange)
    return std::nullopt;
  return Condition{loop->condition, true, {}};
}

// The condition of `if` or `?:` that begins at `start`.
std::optional<Condition> branchCondition(const SourceFile &file, TokenIndex start) {
  TokenRange parentheses;
  TokenIndex question = file.scanForward(
      start, [&](TokenIndex token) { return file.is(token, "?") || file.is(token, ",") || file.is(token, ";"); });
  if (file.is(question, "?")) {
    if (file.is(question + 1, ":")) // the value is the condition itself
      return std::nullopt;
    return Condition{{start, question}, false, {}};
  }
  StringRef statement = file.enclosingStatement(start, parentheses);
  if (statement != "if")
    return std::nullopt;
  TokenRange range = file.withoutInit(parentheses);
  if (start == range.begin)
    return Condition{range, false, {}};
  TokenIndex assignment = file.scanForward(range.begin, [&](TokenIndex token) { return file.is(token, "="); });
  if (assignment < range.end && start == assignment - 1)
    return Condition{range, false, file.textOf(range)};
  return std::nullopt;
}

// Whether the condition is one comparison of integers: what kills its replacements kills the forced condition.
bool isImplied(const FunctionContext &context, const Instruction &decision) {
  const auto *compare = dyn_cast<CmpInst>(decision.getOperand(0));
  auto comparison = compare ? readComparison(context, *compare) : std::nullopt;
  return comparison && comparison->kind == Comparison::Kind::kInteger && decidedBy(*comparison) != Decides::kNothing;
}

// `decision` is a conditional branch, or the select that `c ? 1 : 2` is compiled to.
void addForced(FunctionContext &context, Instruction &decision, const SourceFile &file, const Condition &condition) {
  if (isImplied(context, decision))
    return;
  auto *branch = dyn_cast<BranchInst>(&decision);
  auto replacement = [&](bool value) {
    std::string text = context.isCxx() ? (value ? "true" : "false") : (value ? "1" : "0");
    return condition.declaration.empty() ? text : (condition.declaration + "; " + text).str();
  };
  auto id = [](bool value) -> StringRef { return value ? "cond-to-true" : "cond-to-false"; };
  Site site;
  site.instruction = &decision;
  site.file = &file;
  LogicalExpression expression(context, file, condition.range);
  bool isValue = condition.isLoop || !branch; // decided by one value, however it came about
  if (isValue || expression.isSingleLeaf() || !condition.declaration.empty()) {
    if (!isValue && expression.hidesLeaves(condition.range, *branch))
      return;
    TokenIndex at = isValue ? kNoToken : conditionToken(context, *branch);
    bool isSwapped = at != kNoToken && negationsBefore(file, condition.range.begin, at).size() % 2 != 0;
    site.shape = Site::Shape::kOperand;
    site.kind = ALLELE_SITE_INT;
    site.bits = 1;
    for (bool value : {true, false})
      if (!value || !condition.isLoop)
        site.alternatives.push_back({id(value), replacement(value), condition.range,
                                     value != isSwapped ? ALLELE_ACTION_ONE : ALLELE_ACTION_ZERO});
    context.add(std::move(site));
    return;
  }
  site.shape = Site::Shape::kRedirect;
  for (bool value : {true, false}) {
    std::vector<Redirect> redirects = expression.force(value);
    if (!redirects.empty())
      site.alternatives.push_back(
          {id(value), replacement(value), condition.range, ALLELE_ACTION_IN_LINE, std::move(redirects)});
  }
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (BranchInst *branch : context.conditionalBranches()) {
    Place place = context.place(*branch);
    if (!place || onlyBranchAt(context, place) != branch)
      continue;
    const SourceFile &file = *place.file;
    // The branch of `do { } while (c);` stands at the body's closing brace.
    TokenIndex open = place.text() == "}" ? file.token(place.token).match : kNoToken;
    TokenIndex keyword = open != kNoToken && file.is(open - 1, "do") ? open - 1 : place.token;
    if (file.is(place.token - 1, "do")) // or, without braces, where the body begins
      keyword = place.token - 1;
    bool isLoop = is_contained({"while", "for", "do"}, file.spelling(keyword));
    auto condition = isLoop ? loopCondition(file, keyword) : branchCondition(file, place.token);
    if (!condition || condition->range.empty())
      continue;
    bool hasNoText = condition->isLoop && declaresVariable(file, condition->range);
    // Operands of a `?:` that is a condition itself branch where the `?:` begins, too.
    TokenIndex value = conditionToken(context, *branch);
    bool isOfAnother = !condition->isLoop && value != kNoToken && !condition->range.contains(value);
    if (hasNoText || isOfAnother)
      continue;
    addForced(context, *branch, file, *condition);
  }
  for (Instruction &instruction : instructions(context.function)) {
    auto *select = dyn_cast<SelectInst>(&instruction);
    Place place = select ? context.place(*select) : Place();
    if (!place || !select->getCondition()->getType()->isIntegerTy(1) || isa<Constant>(select->getCondition()))
      continue;
    auto condition = branchCondition(*place.file, place.token);
    if (condition && place.file->is(condition->range.end, "?"))
      addForced(context, *select, *place.file, *condition);
  }
}

} // namespace

const OperatorFamily kCondition = {"Conditions",
                                   "The condition is still evaluated, as in `(c, true)`; of `a && b` in an `if` or "
                                   "`?:` only `a` is. A loop's condition is "
                                   "only forced to false: forced to true it only makes a loop without end. "
                                   "Not made where the condition is one comparison of integers, whose replacements "
                                   "imply it.",
                                   kOperators, collect};

} // namespace allele
