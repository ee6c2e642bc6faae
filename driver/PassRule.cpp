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

Result<std::shared_ptr<const PassRule>> PassRule::create(const Settings &settings) {
  const std::shared_ptr<PassRule> rule(new PassRule);
  rule->willFail = settings.willFail;
  rule->skipCode = settings.skipCode;
  for (const auto &[texts, into] : {std::pair(&settings.pass, &rule->pass), std::pair(&settings.fail, &rule->fail),
                                    std::pair(&settings.skip, &rule->skip)})
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

bool PassRule::apply(ProcessResult &result) const {
  if (!result.exitCode || result.limit != LimitHit::kNone)
    return false;
  const bool hasExpressions = !pass.compiled.empty() || !fail.compiled.empty() || !skip.compiled.empty();
  const std::string lines = hasExpressions ? linesOf(result.output) : "";
  if ((skipCode && *result.exitCode == *skipCode) || skip.isFoundIn(lines)) {
    result.exitCode = 0;
    return true;
  }
  bool passed = pass.compiled.empty() ? *result.exitCode == 0 : pass.isFoundIn(lines);
  passed = passed && !fail.isFoundIn(lines);
  if (willFail)
    passed = !passed;
  if (passed)
    result.exitCode = 0;
  else if (*result.exitCode == 0)
    result.exitCode = 1;
  return false;
}

} // namespace allele
