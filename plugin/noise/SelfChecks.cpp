// Checks whether an object is given to itself: without them the work is done once more, with the same result.
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kSelfChecks;

namespace {

constexpr RuleInfo kInfo = {
    "self-checks", "Conditions of `this == &other` and `this != &other` that compare objects with themselves, also of "
                   "`this == other` for a parameter."};

// `this == &other`, `this == parameter`, either way round
bool isSelfCheck(const SourceFile &file, TokenRange condition, const StringSet<> &parameters) {
  condition = withoutParentheses(file, condition);
  TokenIndex at = condition.begin;
  if (condition.end - condition.begin == 3) {
    bool isFirst = file.is(at, "this");
    return (file.is(at + 1, "==") || file.is(at + 1, "!=")) && (isFirst || file.is(at + 2, "this")) &&
           parameters.contains(file.spelling(isFirst ? at + 2 : at));
  }
  if (condition.end - condition.begin != 4)
    return false;
  auto isAddress = [&](TokenIndex token) {
    return file.is(token, "&") && file.token(token + 1).kind == TokenKind::kIdentifier;
  };
  auto isComparison = [&](TokenIndex token) { return file.is(token, "==") || file.is(token, "!="); };
  return (file.is(at, "this") && isComparison(at + 1) && isAddress(at + 2)) ||
         (isAddress(at) && isComparison(at + 2) && file.is(at + 3, "this"));
}

void mark(Noise &noise) {
  if (!noise.name.isCxx)
    return;
  Body body = bodyOf(noise.context);
  StringSet<> parameters;
  for (const Instruction &instruction : noise.context.function.getEntryBlock())
    if (noise.context.isParameter(&instruction))
      parameters.insert(noise.context.variableName(&instruction));
  for (TokenIndex at = body.range.begin; at < body.range.end; ++at) {
    const SourceFile &file = *body.file;
    TokenIndex close = file.is(at, "if") && file.is(at + 1, "(") ? file.token(at + 1).match : kNoToken;
    if (close == kNoToken || !isSelfCheck(file, {at + 2, close}, parameters))
      continue;
    noise.cover(kInfo.id, file, {at + 2, close});
    // `if (this == &other) return *this;`
    TokenIndex end = file.is(close + 1, "{")
                         ? file.token(close + 1).match + 1
                         : file.scanForward(close + 1, [&](TokenIndex token) { return file.is(token, ";"); }) + 1;
    if (end > close && file.is(at + 3, "==") && !file.is(end, "else"))
      noise.coverExactly(kInfo.id, file, {at, end});
  }
}

} // namespace

const NoiseRule kSelfChecks = {kInfo, mark, nullptr};

} // namespace allele
