#include "Noise.h"

#include "LlvmVersion.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

const std::vector<NamedCall> &Noise::calls() {
  if (hasCalls)
    return namedCalls;
  hasCalls = true;
  for (const Instruction &instruction : instructions(context.function)) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    if (!callee || callee->isIntrinsic())
      continue;
    if (Place place = context.place(*call))
      namedCalls.push_back({call, nameOf(*callee), place});
  }
  return namedCalls;
}

void Noise::coverFunction(StringRef rule) {
  if (functionRule.empty())
    functionRule = rule;
}

void Noise::cover(StringRef rule, const SourceFile &file, TokenRange range) {
  if (!range.empty())
    regions.push_back({rule, &file, range});
}

void Noise::coverExactly(StringRef rule, const SourceFile &file, TokenRange range) {
  if (!range.empty())
    regions.push_back({rule, &file, range, Cover::kExactly});
}

void Noise::coverFalse(StringRef rule, const SourceFile &file, TokenRange condition) {
  regions.push_back({rule, &file, condition, Cover::kFalse});
}

void Noise::keep(const SourceFile &file, TokenRange range) {
  exceptions.push_back({{}, &file, range});
}

void Noise::coverStatement(StringRef rule, const SourceFile &file, TokenRange statement) {
  if (statement.empty() || isStatement(file, statement))
    return;
  cover(rule, file, statement);
  statements.push_back({rule, &file, statement});
  coverEnclosing(rule, file, statement);
}

bool Noise::coverCall(StringRef rule, const NamedCall &call) {
  const SourceFile &file = *call.place.file;
  TokenRange range = callAt(file, call.place.token, call.name.base);
  if (range.empty())
    return false;
  cover(rule, file, range);
  TokenRange statement = statementAt(file, range.begin);
  bool isDiscarded = file.is(statement.begin, "(") && file.is(statement.begin + 1, "void");
  if (range.begin == statement.begin + (isDiscarded ? 3 : 0) && range.end == statement.end - 1)
    coverStatement(rule, file, statement);
  return true;
}

void Noise::coverCalls(StringRef rule, ArrayRef<StringLiteral> patterns) {
  for (const NamedCall &call : calls())
    if (matchesAny(patterns, call.name.qualified()))
      coverCall(rule, call);
}

bool Noise::isStatement(const SourceFile &file, TokenRange range) const {
  return any_of(statements, [&](const Region &statement) {
    return statement.file == &file && statement.range.begin == range.begin && statement.range.end == range.end;
  });
}

// What is called for the condition may do more than tell whether to log.
void Noise::coverCondition(StringRef rule, const SourceFile &file, TokenRange condition) {
  cover(rule, file, condition);
  for (TokenIndex at = condition.begin + 1; at < condition.end; ++at)
    if (file.is(at, "(") && file.token(at).match > at && file.token(at - 1).kind == TokenKind::kIdentifier &&
        !file.is(at - 1, "sizeof")) {
      keep(file, {file.postfixStart(at - 1), file.token(at).match + 1});
      at = file.token(at).match;
    }
}

void Noise::coverEnclosing(StringRef rule, const SourceFile &file, TokenRange statement) {
  auto statementFrom = [&](TokenIndex begin) {
    auto found =
        find_if(statements, [&](const Region &region) { return region.file == &file && region.range.begin == begin; });
    return found == statements.end() ? TokenRange() : found->range;
  };
  TokenIndex open = file.enclosingBracket(statement.begin);
  if (file.is(open, "{")) {
    TokenIndex at = open + 1;
    while (!file.is(at, "}")) {
      TokenRange next = statementFrom(at);
      if (next.empty())
        break;
      at = next.end;
    }
    if (at == file.token(open).match && (file.is(open - 1, ")") || file.is(open - 1, "else"))) {
      TokenRange block{open, at + 1};
      if (headBefore(file, open).keyword != kNoToken || file.is(open - 1, "else")) {
        coverStatement(rule, file, block);
        return;
      }
    }
  }
  if (file.is(statement.begin - 1, "else")) { // the branch before it may have waited for this one
    auto found = find_if(statements, [&](const Region &region) {
      return region.file == &file && region.range.end == statement.begin - 1;
    });
    if (found != statements.end())
      coverEnclosing(rule, file, TokenRange(found->range));
    return;
  }
  Head head = headBefore(file, statement.begin);
  if (head.keyword == kNoToken)
    return;
  TokenIndex end = statement.end;
  if (file.is(end, "else") && file.is(head.keyword, "if")) {
    end = statementFrom(end + 1).end;
    if (end == 0)
      return;
  }
  bool isFor = file.is(head.keyword, "for");
  if (!isFor && mayHaveEffect(file, head.condition, Calls::kHaveNone))
    return;
  coverCondition(rule, file, head.condition);
  statements.push_back({rule, &file, {head.keyword, end}});
  coverExactly(rule, file, {head.keyword, end});
  coverEnclosing(rule, file, {head.keyword, end});
}

StringRef Noise::ruleOf(const Site &site, const Alternative &alternative) const {
  if (!functionRule.empty())
    return functionRule;
  TokenRange range = alternative.range;
  auto holds = [&](const Region &region) {
    return region.file == site.file && region.range.begin <= range.begin && range.end <= region.range.end;
  };
  auto covers = [&](const Region &region) {
    if (region.cover == Cover::kWithin)
      return holds(region);
    bool isWhole = region.file == site.file && region.range.begin == range.begin &&
                   (region.range.end == range.end || region.range.end + 1 == range.end);
    return isWhole && (region.cover == Cover::kExactly || alternative.operatorId.ends_with("-to-false"));
  };
  auto found = find_if(regions, covers);
  return found == regions.end() || any_of(exceptions, holds) ? StringRef() : found->rule;
}

} // namespace allele
