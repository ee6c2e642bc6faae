#include "Expression.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/Twine.h"

using namespace llvm;

namespace allele {

unsigned precedenceOf(StringRef op) {
  return StringSwitch<unsigned>(op)
      .Case("*", 11)
      .Case("/", 11)
      .Case("%", 11)
      .Case("+", 10)
      .Case("-", 10)
      .Case("<<", 9)
      .Case(">>", 9)
      .Case("<=>", 8)
      .Case("<", 7)
      .Case("<=", 7)
      .Case(">", 7)
      .Case(">=", 7)
      .Case("==", 6)
      .Case("!=", 6)
      .Case("&", 5)
      .Case("^", 4)
      .Case("|", 3)
      .Case("&&", 2)
      .Case("||", 1)
      .Default(0);
}

namespace {

bool isTemplateBracket(const SourceFile &file, TokenIndex token) {
  if (file.is(token, "<"))
    return file.templateArgumentsEnd(token) != token;
  if (!file.is(token, ">"))
    return false;
  TokenIndex open = file.templateArgumentsStart(token);
  return open > 0 && file.templateArgumentsEnd(open) == token + 1;
}

// `(name) & x` and the like: the operator may be a prefix behind a cast.
bool mayFollowCast(const SourceFile &file, TokenIndex token) {
  if (!is_contained({"&", "*", "-", "+"}, file.spelling(token)) || !file.is(token - 1, ")"))
    return false;
  TokenIndex open = file.token(token - 1).match;
  if (open < 0 || (open > 0 && file.token(open - 1).kind == TokenKind::kIdentifier))
    return false;
  for (TokenIndex at = open + 1; at < token - 1; ++at)
    if (file.token(at).kind != TokenKind::kIdentifier && !is_contained({"*", "::", "<", ">"}, file.spelling(at)))
      return false;
  return true;
}

} // namespace

unsigned binaryPrecedence(const SourceFile &file, TokenIndex token) {
  return file.isBinary(token) && !isTemplateBracket(file, token) ? precedenceOf(file.spelling(token)) : 0;
}

OperandRanges operandsOf(const SourceFile &file, TokenIndex op) {
  unsigned own = precedenceOf(file.spelling(op));
  auto ends = [&](TokenIndex token) {
    if (file.endsLogicalExpression(token))
      return true;
    unsigned precedence = binaryPrecedence(file, token);
    return precedence > 0 && precedence < own;
  };
  auto endsRight = [&](TokenIndex token) { return ends(token) || (own > 0 && binaryPrecedence(file, token) == own); };
  OperandRanges result;
  result.left = {file.scanBackward(op, ends), op};
  result.right = {op + 1, file.scanForward(op + 1, endsRight)};
  if (result.left.empty() || result.right.empty())
    return result;
  // Read again from the left, operand by operand: what doesn't arrive at the same places isn't understood.
  auto endOfChain = [&](TokenRange range) {
    TokenIndex at = file.operandEnd(range.begin);
    while (at < range.end && binaryPrecedence(file, at) >= own)
      at = file.operandEnd(at + 1);
    return at;
  };
  result.areSure = endOfChain(result.left) == op && endOfChain(result.right) == result.right.end &&
                   !mayFollowCast(file, result.left.begin - 1) && !mayFollowCast(file, result.right.end) &&
                   !is_contained({">", ">>"}, file.spelling(result.left.begin - 1)) &&
                   !is_contained({"<"}, file.spelling(result.right.end));
  // `f<a, b>(c) == d`
  if (file.is(result.left.begin - 1, ","))
    for (TokenIndex at = result.left.begin; at < op; ++at)
      if (file.is(at, ">") && !isTemplateBracket(file, at))
        result.areSure = false;
  return result;
}

std::optional<Rewriting> withOperator(const SourceFile &file, TokenIndex op, StringRef replacement) {
  unsigned before = precedenceOf(file.spelling(op)), after = precedenceOf(replacement);
  Rewriting ofToken{{op, op + 1}, file.spaced(op, replacement)};
  if (before == after)
    return ofToken;
  OperandRanges operands = operandsOf(file, op);
  auto bindsBetween = [&](TokenIndex token) {
    unsigned precedence = binaryPrecedence(file, token);
    return std::min(before, after) <= precedence && precedence <= std::max(before, after);
  };
  auto holds = [&](TokenRange range) {
    auto isFound = [&](TokenIndex token) { return token >= range.end || bindsBetween(token); };
    return file.scanForward(range.begin, isFound) < range.end;
  };
  bool isInner = holds(operands.left) || holds(operands.right);
  bool isOuter = bindsBetween(operands.left.begin - 1) || bindsBetween(operands.right.end);
  if (!isInner && !isOuter)
    return ofToken;
  if (!operands.areSure)
    return std::nullopt;
  std::string text =
      (Twine("(") + file.textOf(operands.left) + ") " + replacement + " (" + file.textOf(operands.right) + ")").str();
  return Rewriting{operands.whole(), isOuter ? "(" + text + ")" : text};
}

TokenRange withoutParentheses(const SourceFile &file, TokenRange range) {
  while (range.begin < range.end && file.is(range.begin, "(") && file.token(range.begin).match == range.end - 1)
    range = {range.begin + 1, range.end - 1};
  return range;
}

bool isSameText(const SourceFile &file, TokenRange left, TokenRange right) {
  if (left.empty() || left.end - left.begin != right.end - right.begin)
    return false;
  for (TokenIndex offset = 0; offset < left.end - left.begin; ++offset)
    if (file.spelling(left.begin + offset) != file.spelling(right.begin + offset))
      return false;
  return true;
}

bool isAssignment(StringRef op) {
  return op.ends_with("=") && !is_contained({"==", "!=", "<=", ">="}, op);
}

namespace {

// Whether the parenthesis holds the arguments of a call, rather than an operand or a type.
bool opensCall(const SourceFile &file, TokenIndex open) {
  if (open == 0)
    return false;
  StringRef before = file.spelling(open - 1);
  if (file.token(open - 1).kind == TokenKind::kIdentifier)
    return !is_contained({"alignof", "_Alignof", "return", "case"}, before);
  return is_contained({")", "]", ">", ">>"}, before);
}

} // namespace

bool mayHaveEffect(const SourceFile &file, TokenRange range, Calls calls) {
  for (TokenIndex token = range.begin; token < range.end; ++token) {
    StringRef text = file.spelling(token);
    bool isUnevaluated = (text == "sizeof" || text == "decltype") && file.is(token + 1, "(");
    if (isUnevaluated && file.token(token + 1).match > token) {
      token = file.token(token + 1).match;
      continue;
    }
    if ((file.token(token).kind == TokenKind::kPunctuator && isAssignment(text)) ||
        is_contained({"++", "--", "{", "new", "delete", "throw", "co_await"}, text) ||
        (text == "(" && calls == Calls::kHaveEffect && opensCall(file, token)))
      return true;
  }
  return false;
}

StringRef castType(const SourceFile &file, TokenRange range) {
  if (file.is(range.begin, "(") && file.token(range.begin).match > range.begin &&
      file.token(range.begin).match < range.end - 1 && file.operandEnd(range.begin) == range.end) {
    TokenIndex behind = file.token(range.begin).match + 1;
    bool isPostfix = is_contained({"(", "[", ".", "->", "++", "--"}, file.spelling(behind));
    return isPostfix && file.operandEnd(behind) != range.end ? StringRef() : file.textOf({range.begin + 1, behind - 1});
  }
  if (file.is(range.begin, "static_cast") && file.is(range.begin + 1, "<")) {
    TokenIndex end = file.templateArgumentsEnd(range.begin + 1);
    if (end > range.begin + 2 && file.is(end, "(") && file.token(end).match == range.end - 1)
      return file.textOf({range.begin + 2, end - 1});
  }
  return {};
}

} // namespace allele
