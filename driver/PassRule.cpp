#include "PassRule.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {

Status PassRule::compile(const std::vector<std::string> &texts, Expressions &into) {
  for (const std::string &text : texts) {
    regex_t expression;
    if (const int failure = regcomp(&expression, text.c_str(), REG_EXTENDED | REG_NOSUB); failure != 0) {
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
  if ((skipCode && *result.exitCode == *skipCode) || skip.isFoundIn(result.output)) {
    result.exitCode = 0;
    return true;
  }
  bool passed = pass.compiled.empty() ? *result.exitCode == 0 : pass.isFoundIn(result.output);
  passed = passed && !fail.isFoundIn(result.output);
  if (willFail)
    passed = !passed;
  if (passed)
    result.exitCode = 0;
  else if (*result.exitCode == 0)
    result.exitCode = 1;
  return false;
}

} // namespace allele
