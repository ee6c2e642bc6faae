// The smaller or larger of two: where both are equal it doesn't matter which.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kMinMax;

namespace {

constexpr RuleInfo kInfo = {
    "min-max", "`<` to `<=`, `>` to `>=` and back in `a < b ? a : b`, `if (a > b) b = a;` and `if (a < b) return a; "
               "return b;`."};

// Between equal values a conversion of one to the other's type changes nothing.
TokenRange withoutCast(const SourceFile &file, TokenRange range) {
  range = withoutParentheses(file, range);
  TokenIndex close = file.is(range.begin, "(") ? file.token(range.begin).match : kNoToken;
  if (close == kNoToken || close + 1 >= range.end || file.is(range.begin - 1, "sizeof"))
    return range;
  for (TokenIndex at = range.begin + 1; at < close; ++at)
    if (file.token(at).kind != TokenKind::kIdentifier)
      return range;
  bool isCast = file.token(close + 1).kind == TokenKind::kIdentifier || file.is(close + 1, "(");
  return isCast ? withoutParentheses(file, {close + 1, range.end}) : range;
}

struct Operands {
  TokenRange left, right;
  bool areSame(const SourceFile &file, TokenRange first, TokenRange second) const {
    first = withoutCast(file, first);
    second = withoutCast(file, second);
    return (isSameText(file, left, first) && isSameText(file, right, second)) ||
           (isSameText(file, left, second) && isSameText(file, right, first));
  }
};

// What `a < b` stands in, without parentheses around it.
TokenRange comparisonAround(const SourceFile &file, TokenIndex comparison) {
  auto ends = [&](TokenIndex at) { return file.endsLogicalExpression(at) || file.is(at, "&&") || file.is(at, "||"); };
  return {file.scanBackward(comparison, ends), file.scanForward(comparison, ends)};
}

TokenIndex semicolonFrom(const SourceFile &file, TokenIndex begin) {
  return file.scanForward(begin, [&](TokenIndex at) { return file.is(at, ";"); });
}

// `? a : b`
bool isChoice(const SourceFile &file, TokenIndex question, const Operands &operands) {
  TokenIndex colon = file.scanForward(question + 1, [&](TokenIndex at) { return file.is(at, ":"); });
  TokenIndex end = file.scanForward(colon + 1, [&](TokenIndex at) { return file.endsLogicalExpression(at); });
  return file.is(colon, ":") && operands.areSame(file, {question + 1, colon}, {colon + 1, end});
}

// The statement without braces around it; `end` is set behind it.
TokenRange soleStatement(const SourceFile &file, TokenIndex begin, TokenIndex &end) {
  bool isBlock = file.is(begin, "{");
  TokenRange statement{begin + (isBlock ? 1 : 0), 0};
  statement.end = semicolonFrom(file, statement.begin);
  end = statement.end + 1;
  if (!isBlock)
    return statement;
  bool isSole = file.token(begin).match == end;
  ++end;
  return isSole ? statement : TokenRange();
}

// Behind `if (a < b)`: `b = a;`, or `return a; return b;`
bool isGuarded(const SourceFile &file, TokenIndex begin, const Operands &operands) {
  TokenIndex end = 0;
  TokenRange statement = soleStatement(file, begin, end);
  if (statement.empty())
    return false;
  if (file.is(statement.begin, "return")) {
    TokenRange other = soleStatement(file, file.is(end, "else") ? end + 1 : end, end);
    return file.is(other.begin, "return") &&
           operands.areSame(file, {statement.begin + 1, statement.end}, {other.begin + 1, other.end});
  }
  TokenIndex assignment = file.scanForward(statement.begin, [&](TokenIndex at) { return file.is(at, "="); });
  return !file.is(end, "else") && assignment < statement.end &&
         operands.areSame(file, {statement.begin, assignment}, {assignment + 1, statement.end});
}

bool matches(const FunctionContext & /*context*/, const Site &site, const Alternative &alternative) {
  if (!isa_and_nonnull<CmpInst>(site.instruction) ||
      !is_contained({"lt-to-le", "le-to-lt", "gt-to-ge", "ge-to-gt"}, alternative.operatorId))
    return false;
  const SourceFile &file = *site.file;
  TokenIndex comparison = alternative.range.begin;
  TokenRange whole = comparisonAround(file, comparison);
  const Operands operands{withoutCast(file, {whole.begin, comparison}), withoutCast(file, {comparison + 1, whole.end})};
  if (mayHaveEffect(file, whole, Calls::kHaveNone))
    return false;
  while (file.is(whole.begin - 1, "(") && file.is(whole.end, ")") && !file.is(whole.begin - 2, "if") &&
         file.token(whole.begin - 1).match == whole.end)
    whole = {whole.begin - 1, whole.end + 1};
  if (file.is(whole.end, "?"))
    return isChoice(file, whole.end, operands);
  return file.is(whole.begin - 1, "(") && file.is(whole.begin - 2, "if") && isGuarded(file, whole.end + 1, operands);
}

} // namespace

const NoiseRule kMinMax = {kInfo, nullptr, matches};

} // namespace allele
