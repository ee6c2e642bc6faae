// When a build system takes a test for passed.
#pragma once

#include "Process.h"
#include "Result.h"
#include "Tap.h"

#include <memory>
#include <optional>
#include <regex.h>
#include <string>
#include <vector>

namespace allele {

// As CTest and Meson have it. A limit is a failure whatever the rule.
class PassRule {
public:
  struct Settings {
    bool isTap = false;            // its output tells, as readTap() has it, and any other end than exit code 0 is an
                                   // error; nothing below counts then but willFail
    bool willFail = false;         // it passes when it would fail, but not on an error
    bool signalIsError = true;     // and no mere failure
    std::optional<int> errorCode;  // the exit code that says there was one
    std::optional<int> skipCode;   // the exit code that says it was skipped
    std::vector<std::string> pass; // POSIX extended expressions: one that is found in the output passes, whatever the
                                   // exit code; if none is, it fails
    std::vector<std::string> fail; // one that is found fails it
    std::vector<std::string> skip; // one that is found skips it
    // It passes by exit code 0, and by nothing else.
    bool isPlain() const { return !isTap && !willFail && !skipCode && pass.empty() && fail.empty() && skip.empty(); }
  };
  // Error: an expression that isn't one, named.
  static Result<std::shared_ptr<const PassRule>> create(const Settings &settings);
  ~PassRule();
  PassRule(const PassRule &) = delete;
  PassRule &operator=(const PassRule &) = delete;

  // Makes it exit code 0 where the test passed or was skipped, and another end where it failed. Returns whether it was
  // skipped.
  bool apply(ProcessResult &result) const;

private:
  PassRule() = default;
  struct Expressions {
    std::vector<regex_t> compiled;
    bool isFoundIn(const std::string &text) const;
  };
  static Status compile(const std::vector<std::string> &texts, Expressions &into);
  TapEnd endOf(const ProcessResult &result) const;

  Settings settings;
  Expressions pass, fail, skip;
};

} // namespace allele
