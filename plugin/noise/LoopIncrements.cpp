// Loop increments the other way round: the loop doesn't end, or runs out of its bounds. Any test kills that.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kLoopIncrements;

namespace {

constexpr RuleInfo kInfo = {"loop-increments", "Increments in the head of a `for`, and those that are all the progress "
                                               "of a simple `while`, removed or turned round: a loop without end."};

bool turnsRound(StringRef id) {
  return is_contained({"inc-to-dec", "dec-to-inc", "add-assign-to-sub-assign", "sub-assign-to-add-assign",
                       "mul-assign-to-div-assign", "shl-assign-to-shr-assign"},
                      id) ||
         id.starts_with("remove-");
}

bool isName(const SourceFile &file, TokenIndex token) {
  return file.token(token).kind == TokenKind::kIdentifier && !file.is(token, "void");
}

// In the third part of the head, a step of what the second part tests: both steps of `for (...; p != q; p++, q--)`, but
// only the first of `for (...; i < n; i++, out++)`.
bool isInForHead(const SourceFile &file, TokenRange range) {
  TokenIndex open = file.enclosingBracket(range.begin);
  while (open > 0 && file.is(open, "(") && !file.is(open - 1, "for"))
    open = file.enclosingBracket(open);
  if (open < 1 || !file.is(open, "(") || file.token(open).match < 0)
    return false;
  auto isSemicolon = [&](TokenIndex at) { return file.is(at, ";"); };
  TokenIndex first = file.scanForward(open + 1, isSemicolon);
  TokenIndex second = file.scanForward(first + 1, isSemicolon);
  if (second >= file.token(open).match || range.begin <= second)
    return false;
  TokenRange step{second + 1, second + 1};
  while (step.end <= range.begin) {
    step.begin = step.end;
    step.end = file.scanForward(step.begin, [&](TokenIndex at) { return file.is(at, ","); }) + 1;
  }
  for (TokenIndex at = step.begin; at < step.end; ++at)
    for (TokenIndex tested = first + 1; isName(file, at) && tested < second; ++tested)
      if (file.spelling(tested) == file.spelling(at))
        return true;
  return false;
}

// Whether anything but the token `except` may change the variable.
bool changesElsewhere(const SourceFile &file, TokenRange range, StringRef variable, TokenIndex except) {
  static constexpr StringLiteral kChanges[] = {
      "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "++", "<<=", ">>=", "--"};
  for (TokenIndex at = range.begin; at < range.end; ++at) {
    if (!file.is(at, variable) || file.is(at - 1, ".") || file.is(at - 1, "->"))
      continue;
    auto isChange = [&](TokenIndex token) { return token != except && is_contained(kChanges, file.spelling(token)); };
    bool isTaken = file.is(at - 1, "&") && !file.isBinary(at - 1);
    if (isChange(at + 1) || isTaken || ((file.is(at - 1, "++") || file.is(at - 1, "--")) && isChange(at - 1)))
      return true;
  }
  return false;
}

// The statement `i++;` directly in the body of `while (i < n)`, which nothing else leaves.
bool isProgressOfWhile(const SourceFile &file, TokenIndex token) {
  TokenIndex open = file.enclosingBracket(token);
  if (!file.is(open, "{"))
    return false;
  Head head = headBefore(file, open);
  if (!file.is(head.keyword, "while"))
    return false;
  TokenRange statement = statementAt(file, token);
  if (statement.end - statement.begin != 3)
    return false;
  StringRef variable = file.spelling(file.is(statement.begin, file.spelling(token)) ? token + 1 : statement.begin);
  TokenRange body{open + 1, file.token(open).match};
  bool isTested = false;
  for (TokenIndex at = head.condition.begin; at < head.condition.end; ++at) {
    if (file.is(at, "&&") || file.is(at, "||") || file.is(at, "["))
      return false;
    isTested |= file.is(at, variable);
  }
  for (TokenIndex at = body.begin; at < body.end; ++at)
    if (is_contained({"break", "return", "goto", "throw", "continue"}, file.spelling(at)))
      return false;
  return isTested && !mayHaveEffect(file, head.condition) && !changesElsewhere(file, body, variable, token);
}

// `while (n--)`: the other way round it counts through all numbers.
bool isWholeCondition(const SourceFile &file, TokenRange range) {
  TokenRange head;
  return file.enclosingStatement(range.begin, head) == "while" && head.end - head.begin == 2;
}

bool matches(const FunctionContext & /*context*/, const Site &site, const Alternative &alternative) {
  if (!turnsRound(alternative.operatorId))
    return false;
  const SourceFile &file = *site.file;
  if (isInForHead(file, alternative.range))
    return !alternative.operatorId.starts_with("remove-call");
  TokenIndex token = alternative.range.begin;
  if (file.token(token).kind == TokenKind::kIdentifier && (file.is(token + 1, "++") || file.is(token + 1, "--")))
    ++token;
  bool isStep = file.is(token, "++") || file.is(token, "--");
  return isStep && (isProgressOfWhile(file, token) || isWholeCondition(file, alternative.range));
}

} // namespace

const NoiseRule kLoopIncrements = {kInfo, nullptr, matches};

} // namespace allele
