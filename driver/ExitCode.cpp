#include "ExitCode.h"

#include <fmt/format.h>

namespace allele {

const char *describe(ExitCode code) {
  switch (code) {
  case ExitCode::kFine:
    return "fine, also with survivors";
  case ExitCode::kUsage:
    return "usage, configuration or unreadable input";
  case ExitCode::kGate:
    return "a gate failed";
  case ExitCode::kInconclusive:
    return "more inconclusive mutants than the limit allows";
  case ExitCode::kBaseline:
    return "the tests fail, or differ from run to run, without any mutant";
  case ExitCode::kDiff:
    return "a diff doesn't match the sources";
  case ExitCode::kAudit:
    return "an audit disagrees with a verdict";
  case ExitCode::kNothing:
    return "nothing was measured: no mutants";
  case ExitCode::kInternal:
    return "internal error";
  case ExitCode::kInterrupted:
    return "interrupted; partial results are saved";
  }
  return "unknown";
}

std::string exitCodeHelp() {
  constexpr ExitCode kAll[] = {ExitCode::kFine,     ExitCode::kUsage,      ExitCode::kGate,  ExitCode::kInconclusive,
                               ExitCode::kBaseline, ExitCode::kDiff,       ExitCode::kAudit, ExitCode::kNothing,
                               ExitCode::kInternal, ExitCode::kInterrupted};
  std::string text = "Exit codes:\n";
  for (const ExitCode code : kAll)
    text += fmt::format("  {:<4} {}\n", static_cast<int>(code), describe(code));
  return text;
}

} // namespace allele
