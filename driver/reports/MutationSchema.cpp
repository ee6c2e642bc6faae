#include "MutationSchema.h"

#include "../Text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace allele {

std::string schemaLanguage(const std::string &file) {
  const std::string extension = std::filesystem::path(file).extension().string();
  if (extension == ".c")
    return "c";
  if (extension == ".m" || extension == ".mm")
    return "objectivec";
  if (extension == ".rs")
    return "rust";
  if (extension == ".d")
    return "d";
  if (extension == ".f90" || extension == ".F90" || extension == ".f")
    return "fortran";
  return "cpp";
}

const char *schemaStatus(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance) {
  if (!outcome)
    return "Pending";
  if (equalOf(mutant) || acceptance != nullptr)
    return "Ignored";
  switch (outcome->judgement.verdict) {
  case Verdict::kKilled:
    return outcome->judgement.cause == Cause::kHang ? "Timeout" : "Killed";
  case Verdict::kSurvived:
    return "Survived";
  case Verdict::kNotReached:
    return "NoCoverage";
  case Verdict::kInconclusive:
    return "RuntimeError";
  case Verdict::kIgnored:
    return "Ignored";
  }
  return "Pending";
}

std::string schemaReason(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance) {
  if (!outcome)
    return "";
  const Judgement &judgement = outcome->judgement;
  const std::string cause = toString(judgement.cause);
  std::string reason = cause + (cause.empty() || judgement.detail.empty() ? "" : ": ") + judgement.detail;
  if (equalOf(mutant))
    reason = fmt::format("{}: {}", toString(judgement.verdict), reason);
  else if (acceptance != nullptr)
    reason = "accepted: " + acceptance->reason;
  return toValidUtf8(reason);
}

std::size_t schemaColumn(const SourceText *source, std::uint32_t line, std::uint32_t column) {
  return std::max<std::size_t>(utf16Column(source, line, column), 1);
}

} // namespace allele
