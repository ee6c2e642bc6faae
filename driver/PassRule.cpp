#include "PassRule.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {
namespace {

// In place of a newline, in expressions and in what is printed: with newlines glibc would find `a\n^b`, as if ^ and $
// were the ends of a line there, but not elsewhere.
constexpr char kLineEnd = '\x01';

// As CTest keeps what is printed: each line has an end, the last one too, and no \r before it; a NUL is an end as well.
std::string linesOf(const std::string &output) {
  std::string lines;
  lines.reserve(output.size() + 1);
  for (const char c : output)
    if (c == '\n' || c == '\0') {
      while (!lines.empty() && lines.back() == '\r')
        lines.pop_back();
      lines += kLineEnd;
    } else {
      lines += c;
    }
  if (!lines.empty() && lines.back() != kLineEnd)
    lines += kLineEnd;
  return lines;
}

} // namespace

Status PassRule::compile(const std::vector<std::string> &texts, Expressions &into) {
  for (const std::string &text : texts) {
    std::string prepared = text;
    std::replace(prepared.begin(), prepared.end(), '\n', kLineEnd);
    regex_t expression;
    if (const int failure = regcomp(&expression, prepared.c_str(), REG_EXTENDED | REG_NOSUB); failure != 0) {
      char reason[200];
      regerror(failure, &expression, reason, sizeof reason);
      return Error{fmt::format("'{}' is no regular expression: {}", text, reason)};
    }
    into.compiled.push_back(expression);
  }
  return Done{};
}

Result<std::shared_ptr<const PassRule>> PassRule::create(const Settings &wanted) {
  const std::shared_ptr<PassRule> rule(new PassRule);
  rule->settings = wanted;
  for (const auto &[texts, into] : {std::pair(&wanted.pass, &rule->pass), std::pair(&wanted.fail, &rule->fail),
                                    std::pair(&wanted.skip, &rule->skip)})
    if (Status compiled = compile(*texts, *into); !compiled)
      return compiled.error();
  return std::shared_ptr<const PassRule>(rule);
}

PassRule::~PassRule() {
  for (Expressions *some : {&pass, &fail, &skip})
    for (regex_t &expression : some->compiled)
      regfree(&expression);
}

bool PassRule::Expressions::isFoundIn(const std::string &text) const {
  return std::any_of(compiled.begin(), compiled.end(),
                     [&](const regex_t &expression) { return regexec(&expression, text.c_str(), 0, nullptr, 0) == 0; });
}

TapEnd PassRule::endOf(const ProcessResult &result) const {
  if (settings.isTap)
    return result.exitCode == 0 ? readTap(result.output) : TapEnd::kError;
  if (!result.exitCode)
    return settings.signalIsError ? TapEnd::kError : TapEnd::kFailed;
  const bool hasExpressions = !pass.compiled.empty() || !fail.compiled.empty() || !skip.compiled.empty();
  const std::string lines = hasExpressions ? linesOf(result.output) : "";
  if (result.exitCode == settings.skipCode || skip.isFoundIn(lines))
    return TapEnd::kSkipped;
  if (result.exitCode == settings.errorCode)
    return TapEnd::kError;
  const bool passed = pass.compiled.empty() ? result.exitCode == 0 : pass.isFoundIn(lines);
  return passed && !fail.isFoundIn(lines) ? TapEnd::kPassed : TapEnd::kFailed;
}

bool PassRule::apply(ProcessResult &result) const {
  const bool isEndKnown = result.exitCode || result.signal;
  if (!isEndKnown || result.limit != LimitHit::kNone)
    return false;
  const TapEnd end = endOf(result);
  if (end == TapEnd::kSkipped || end == (settings.willFail ? TapEnd::kFailed : TapEnd::kPassed)) {
    result.exitCode = 0;
    result.signal.reset();
  } else if (result.exitCode == 0) {
    result.exitCode = 1;
  }
  return end == TapEnd::kSkipped;
}

} // namespace allele
