#include "Findings.h"

#include "../MutantText.h"
#include "../OperatorReference.h"
#include "../Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {

bool isSurvivor(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  return outcome && outcome->judgement.verdict == Verdict::kSurvived && !equalOf(results.catalog.mutants[mutant]);
}

std::string findingText(const Mutant &mutant, const std::vector<Pair> &pairs) {
  const auto infecting = std::count_if(pairs.begin(), pairs.end(), [](const Pair &pair) { return pair.isInfected; });
  std::string text = fmt::format("No test notices the change of {}", changeOf(mutant));
  if (!pairs.empty())
    text += fmt::format(": {} it, {}", countOf(pairs.size(), "test") + (pairs.size() == 1 ? " reaches" : " reach"),
                        infecting == 0   ? "but none gets another value there"
                        : infecting == 1 ? "1 gets another value there, and all pass"
                                         : fmt::format("{} get another value there, and all pass", infecting));
  return text + ".";
}

OperatorText operatorText(const std::string &id) {
  for (const FamilyEntry &family : operatorReference().families)
    for (const OperatorEntry &entry : family.operators)
      if (entry.id == id)
        return {entry.description + ".", fmt::format("{}: {}", family.title, family.about)};
  return {};
}

std::string toJson(const nlohmann::ordered_json &value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void JsonArray::add(const nlohmann::ordered_json &value) {
  out += isEmpty ? "\n" : ",\n";
  out += toJson(value);
  isEmpty = false;
}

} // namespace allele
