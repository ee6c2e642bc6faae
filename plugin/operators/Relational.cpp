// `<`, `<=`, `>`, `>=`, `==`, `!=` of integers, pointers and floats: another comparison, or a constant.
#include "../Comparison.h"
#include "../LlvmVersion.h"
#include "../Loop.h"
#include "../OverloadedOperator.h"
#include "Operators.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kRelational;

namespace {

constexpr Level kStrong = Level::kStrong;
constexpr OperatorInfo kOperators[] = {
    {"lt-to-le", "`a < b` becomes `a <= b`"},           {"lt-to-gt", "`a < b` becomes `a > b`", kStrong},
    {"lt-to-ge", "`a < b` becomes `a >= b`"},           {"lt-to-eq", "`a < b` becomes `a == b`", kStrong},
    {"lt-to-ne", "`a < b` becomes `a != b`"},           {"lt-to-true", "`a < b` becomes `true`", kStrong},
    {"lt-to-false", "`a < b` becomes `false`"},         {"le-to-lt", "`a <= b` becomes `a < b`"},
    {"le-to-gt", "`a <= b` becomes `a > b`"},           {"le-to-ge", "`a <= b` becomes `a >= b`", kStrong},
    {"le-to-eq", "`a <= b` becomes `a == b`"},          {"le-to-ne", "`a <= b` becomes `a != b`", kStrong},
    {"le-to-true", "`a <= b` becomes `true`"},          {"le-to-false", "`a <= b` becomes `false`", kStrong},
    {"gt-to-lt", "`a > b` becomes `a < b`", kStrong},   {"gt-to-le", "`a > b` becomes `a <= b`"},
    {"gt-to-ge", "`a > b` becomes `a >= b`"},           {"gt-to-eq", "`a > b` becomes `a == b`", kStrong},
    {"gt-to-ne", "`a > b` becomes `a != b`"},           {"gt-to-true", "`a > b` becomes `true`", kStrong},
    {"gt-to-false", "`a > b` becomes `false`"},         {"ge-to-lt", "`a >= b` becomes `a < b`"},
    {"ge-to-le", "`a >= b` becomes `a <= b`", kStrong}, {"ge-to-gt", "`a >= b` becomes `a > b`"},
    {"ge-to-eq", "`a >= b` becomes `a == b`"},          {"ge-to-ne", "`a >= b` becomes `a != b`", kStrong},
    {"ge-to-true", "`a >= b` becomes `true`"},          {"ge-to-false", "`a >= b` becomes `false`", kStrong},
    {"eq-to-lt", "`a == b` becomes `a < b`", kStrong},  {"eq-to-le", "`a == b` becomes `a <= b`"},
    {"eq-to-gt", "`a == b` becomes `a > b`", kStrong},  {"eq-to-ge", "`a == b` becomes `a >= b`"},
    {"eq-to-ne", "`a == b` becomes `a != b`"},          {"eq-to-true", "`a == b` becomes `true`", kStrong},
    {"eq-to-false", "`a == b` becomes `false`"},        {"ne-to-lt", "`a != b` becomes `a < b`"},
    {"ne-to-le", "`a != b` becomes `a <= b`", kStrong}, {"ne-to-gt", "`a != b` becomes `a > b`"},
    {"ne-to-ge", "`a != b` becomes `a >= b`", kStrong}, {"ne-to-eq", "`a != b` becomes `a == b`"},
    {"ne-to-true", "`a != b` becomes `true`"},          {"ne-to-false", "`a != b` becomes `false`", kStrong},
};

// What a comparison is true for: less 1, equal 2, greater 4.
struct Relation {
  StringRef token, name;
  unsigned orders;
  unsigned triple[3]; // the orders of the three that imply all others
  AlleleAction signedAction, unsignedAction;
};

constexpr unsigned kNever = 0, kAlways = 7;
constexpr Relation kRelations[] = {
    {"<", "lt", 1, {3, 5, kNever}, ALLELE_ACTION_SLT, ALLELE_ACTION_ULT},
    {"<=", "le", 3, {1, 2, kAlways}, ALLELE_ACTION_SLE, ALLELE_ACTION_ULE},
    {">", "gt", 4, {6, 5, kNever}, ALLELE_ACTION_SGT, ALLELE_ACTION_UGT},
    {">=", "ge", 6, {4, 2, kAlways}, ALLELE_ACTION_SGE, ALLELE_ACTION_UGE},
    {"==", "eq", 2, {3, 6, kNever}, ALLELE_ACTION_EQ, ALLELE_ACTION_EQ},
    {"!=", "ne", 5, {1, 4, kAlways}, ALLELE_ACTION_NE, ALLELE_ACTION_NE},
    {"true", "true", kAlways, {}, ALLELE_ACTION_ONE, ALLELE_ACTION_ONE},
    {"false", "false", kNever, {}, ALLELE_ACTION_ZERO, ALLELE_ACTION_ZERO},
};

bool isConstant(const Relation &relation) {
  return relation.orders == kNever || relation.orders == kAlways;
}

StringRef idOf(const Relation &from, const Relation &to) {
  for (const OperatorInfo &info : kOperators)
    if (info.id.starts_with(from.name) && info.id.substr(from.name.size()).starts_with("-to-") &&
        info.id.substr(from.name.size() + 4) == to.name)
      return info.id;
  llvm_unreachable("every pair has its operator");
}

// A loop that counts by one, and whose condition, or an operand of its `&&`, the comparison is.
struct Counting {
  bool isLeft = true; // which operand counts
  int step = 0;       // 1 or -1; 0 where the loop isn't such a one
};

// How the tokens change the variable: by one at one place, or 0.
int stepWithin(const SourceFile &file, TokenRange body, TokenRange variable) {
  const TokenIndex length = variable.end - variable.begin;
  int step = 0;
  for (TokenIndex begin = body.begin; begin + length <= body.end; ++begin) {
    if (is_contained({"for", "while", "do", "goto"}, file.spelling(begin)))
      return 0; // more than one step at a time
    if (!isSameText(file, variable, {begin, begin + length}) ||
        is_contained({".", "->", "::"}, file.spelling(begin - 1)))
      continue;
    StringRef before = file.spelling(begin - 1), behind = file.spelling(begin + length);
    bool isByOne = file.is(begin + length + 1, "1") &&
                   is_contained({";", ",", ")"}, file.spelling(begin + length + 2)); // not `i += 1 + j`
    bool isUp = before == "++" || behind == "++" || (behind == "+=" && isByOne);
    bool isDown = before == "--" || behind == "--" || (behind == "-=" && isByOne);
    bool isTaken = before == "&" && !file.isBinary(begin - 1);
    bool isOther = isTaken || (isAssignment(behind) && !isUp && !isDown);
    if (isOther || ((isUp || isDown) && step != 0))
      return 0;
    step += isUp ? 1 : isDown ? -1 : 0;
  }
  return step;
}

// The loop whose condition the parentheses hold.
std::optional<Loop> loopWith(const SourceFile &file, TokenRange parentheses) {
  TokenIndex keyword = parentheses.begin - 2;
  bool isBehindBody = file.is(parentheses.end + 1, ";") && file.is(keyword - 1, "}");
  TokenIndex open = isBehindBody ? file.token(keyword - 1).match : kNoToken;
  return loopAt(file, open > 0 && file.is(open - 1, "do") ? open - 1 : keyword);
}

Counting countingOf(const Comparison &comparison) {
  const SourceFile &file = *comparison.place.file;
  TokenRange whole = comparison.operands.whole();
  TokenRange parentheses;
  StringRef statement = file.enclosingStatement(whole.begin, parentheses);
  while (statement.empty() && file.is(whole.begin - 1, "(") && file.is(whole.end, ")")) {
    whole = {whole.begin - 1, whole.end + 1};
    statement = file.enclosingStatement(whole.begin, parentheses);
  }
  bool isOperand = is_contained({"(", ";", "&&"}, file.spelling(whole.begin - 1)) &&
                   is_contained({")", ";", "&&"}, file.spelling(whole.end));
  std::optional<Loop> loop = isOperand ? loopWith(file, parentheses) : std::nullopt;
  if (!loop || loop->isRange || !loop->condition.contains(comparison.place.token))
    return {};
  // What is done between two evaluations of the condition.
  TokenRange between = statement == "for" ? loop->increment : loop->body;
  for (bool isLeft : {true, false}) {
    TokenRange operand = withoutParentheses(file, isLeft ? comparison.operands.left : comparison.operands.right);
    int own = 0; // `--n > 0`, `n-- > 0`
    for (auto [op, step] : {std::pair{"++", 1}, std::pair{"--", -1}}) {
      if (file.is(operand.begin, op))
        operand.begin += 1;
      else if (file.is(operand.end - 1, op))
        operand.end -= 1;
      else
        continue;
      own = step;
    }
    bool isVariable = all_of(seq(operand.begin, operand.end), [&](TokenIndex token) {
      return file.token(token).kind == TokenKind::kIdentifier || is_contained({".", "->"}, file.spelling(token));
    });
    if (operand.empty() || !isVariable)
      continue;
    int step = stepWithin(file, between, operand);
    if ((own == 0) != (step == 0))
      return {isLeft, own + step};
  }
  return {};
}

// What a loop that counts by one can't tell from what it says: `i != n` from `i < n`, and the other way round.
bool isSameForLoop(const Relation &from, const Relation &to, Counting counting) {
  if (counting.step == 0)
    return false;
  unsigned whileRunning = (counting.step > 0) == counting.isLeft ? 1 : 4;
  return (from.orders == whileRunning && to.orders == 5) || (from.orders == 5 && to.orders == whileRunning);
}

class Replacements {
public:
  Replacements(FunctionContext &context, CmpInst &compare, const Comparison &comparison, const Relation &from)
      : context(context), compare(compare), comparison(comparison), from(from), decides(decidedBy(comparison)),
        counting(countingOf(comparison)) {}

  Site collect() {
    Site site;
    site.instruction = &compare;
    site.file = comparison.place.file;
    setKind(site, compare.getOperand(0)->getType(), context.layout);
    if (site.kind == ALLELE_SITE_FLOAT)
      site.kind = ALLELE_SITE_FCMP;
    // Default level first: what is equal to another one is left out.
    for (Level level : {Level::kDefault, Level::kStrong})
      for (const Relation &to : kRelations)
        if (to.orders != from.orders && levelOf(to) == level && isPossible(to) && isNew(to))
          if (auto replacement = alternative(to, level))
            site.alternatives.push_back(std::move(*replacement));
    return site;
  }

private:
  Level levelOf(const Relation &to) const {
    bool isNegation = (to.orders ^ from.orders) == kAlways;
    bool isInTriple = is_contained(from.triple, to.orders);
    // A condition that is forced both ways is killed by whatever kills its negation.
    bool isDefault =
        comparison.kind == Comparison::Kind::kInteger ? isInTriple : isNegation && decides == Decides::kNothing;
    return isDefault ? Level::kDefault : Level::kStrong;
  }

  bool isPossible(const Relation &to) const {
    bool isEquality = from.orders == 2 || from.orders == 5;
    bool isOrder = !isConstant(to) && to.orders != 2 && to.orders != 5;
    // Its signedness isn't known, or there is no order: `p < nullptr`.
    bool hasNoOrder =
        isEquality && (comparison.kind == Comparison::Kind::kTruth || comparison.kind == Comparison::Kind::kPointer);
    bool isOtherFunction =
        (to.orders == 2 || to.orders == 5) && !isEquality && isThreeWayComparison(context, comparison.place);
    if ((hasNoOrder && isOrder) || isOtherFunction || isSameForLoop(from, to, counting))
      return false;
    if (!isConstant(to))
      return true;
    bool isForced = decides != Decides::kNothing && comparison.kind != Comparison::Kind::kInteger;
    bool isEndless = decides == Decides::kLoop && to.orders == kAlways;
    return comparison.operands.areSure && !isForced && !isEndless;
  }

  bool isNew(const Relation &to) {
    if (comparison.kind == Comparison::Kind::kFloat)
      return true; // neither less nor equal nor greater: all differ
    unsigned orders = to.orders & comparison.possible;
    return orders != (from.orders & comparison.possible) && made.insert(orders).second;
  }

  // None where the text can't be told.
  std::optional<Alternative> alternative(const Relation &to, Level level) const {
    const SourceFile &file = *comparison.place.file;
    bool isUnsigned = comparison.kind == Comparison::Kind::kPointer ||
                      (comparison.kind == Comparison::Kind::kInteger ? !comparison.isSigned : compare.isUnsigned());
    std::optional<Rewriting> change;
    if (isConstant(to)) {
      TokenRange whole = comparison.operands.whole();
      std::string value = context.isCxx() ? to.token.str() : to.orders == kAlways ? "1" : "0";
      change = {whole, mayHaveEffect(file, whole) ? "(" + file.textOf(whole).str() + ", " + value + ")" : value};
    } else {
      change = withOperator(file, comparison.place.token, to.token);
    }
    if (!change)
      return std::nullopt;
    Alternative result{idOf(from, to), change->text, change->range, isUnsigned ? to.unsignedAction : to.signedAction};
    const auto *info = find_if(kOperators, [&](const OperatorInfo &each) { return each.id == result.operatorId; });
    if (info->level != level)
      result.level = level;
    return result;
  }

  const FunctionContext &context;
  CmpInst &compare;
  const Comparison &comparison;
  const Relation &from;
  Decides decides;
  Counting counting;
  SmallSet<unsigned, 8> made; // orders, as far as they are possible
};

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    auto *compare = dyn_cast<CmpInst>(&instruction);
    auto comparison = compare ? readComparison(context, *compare) : std::nullopt;
    if (!comparison)
      continue;
    const auto *from =
        find_if(kRelations, [&](const Relation &relation) { return relation.token == comparison->place.text(); });
    context.add(Replacements(context, *compare, *comparison, *from).collect());
  }
}

} // namespace

const OperatorFamily kRelational = {
    "Comparisons",
    "Of integers the three replacements that imply all others; of pointers, truth values, floats and enumerations "
    "compared for equality, of integers whose signedness the source doesn't tell, and in templates, whose instances "
    "differ "
    "in types, the negation. The *strong* level "
    "has every other comparison, `true` and `false`. Where a comparison that isn't of integers is all of a condition, "
    "its negation is *strong*: what kills the condition forced to either value kills it, too.\n\n"
    "Not made is what can't differ: `x != 0` for an unsigned `x > 0`, comparisons with the least or greatest value of "
    "a "
    "type; `i != n` for the `i < n` of a loop that counts `i` by one; and loops without end, whose condition is always "
    "`true`. `a < b` with a call in it becomes `(a < b, true)`.",
    kOperators, collect};

} // namespace allele
