// GitLab's Code Quality report, the part of Code Climate's format that GitLab reads
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format): survivors, without accepted ones.
#include "../MutantId.h"
#include "../Text.h"
#include "Findings.h"
#include "Report.h"

#include <algorithm>

namespace allele {
namespace {

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  std::string text;
  JsonArray issues(text);
  for (const std::size_t i : results.unaccepted(Verdict::kSurvived)) {
    const Mutant &mutant = results.catalog.mutants[i];
    issues.add({{"description", findingText(mutant, results.pairs[i])},
                {"check_name", toValidUtf8(mutant.operatorId)},
                {"fingerprint", formatId(mutant.id)},
                {"severity", "minor"},
                {"location",
                 {{"path", toValidUtf8(mutant.file)},
                  {"lines", {{"begin", std::max<std::uint32_t>(mutant.range.line, 1)}}}}}});
  }
  issues.end();
  text += "\n";
  return text;
}

} // namespace

extern const ReportFormat kGitlabReport;
const ReportFormat kGitlabReport = {"gitlab",     "GitLab Code Quality: survivors", nullptr, render, nullptr,
                                    "gitlab.json"};

} // namespace allele
