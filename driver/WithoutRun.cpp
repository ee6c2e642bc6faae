#include "WithoutRun.h"

#include "MutantId.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {

Outcome outcomeOf(const Ignored &ignored) {
  Outcome outcome;
  outcome.judgement = {Verdict::kIgnored, Cause::kNone, describeIgnored(ignored)};
  return outcome;
}

const Site *replacedSite(const Mutant &mutant) {
  const auto site = std::find_if_not(mutant.sites.begin(), mutant.sites.end(),
                                     [](const Site &candidate) { return candidate.dispatches; });
  return site == mutant.sites.end() ? nullptr : &*site;
}

void ignoreIfReplaced(const Mutant &mutant, Judgement &judgement) {
  const Site *site = replacedSite(mutant);
  if (site == nullptr || (judgement.verdict != Verdict::kSurvived && judgement.verdict != Verdict::kNotReached))
    return;
  judgement.verdict = Verdict::kIgnored;
  judgement.detail =
      fmt::format("not wholly instrumented: the linker took the code of {} from an object compiled without "
                  "the plugin, or from another definition",
                  demangle(site->function));
}

Duplicates::Duplicates(const Catalog &mutants) : catalog(mutants) {
  for (std::size_t i = 0; i < catalog.mutants.size(); ++i)
    if (const auto id = equalOf(catalog.mutants[i]))
      duplicatesOf[*id].push_back(i);
}

std::vector<std::pair<std::size_t, Outcome>> Duplicates::sharing(std::size_t index, const Outcome &outcome) const {
  std::vector<std::pair<std::size_t, Outcome>> shared;
  const std::uint64_t id = catalog.mutants[index].id;
  const auto entry = duplicatesOf.find(id);
  if (entry == duplicatesOf.end())
    return shared;
  Outcome same;
  same.judgement = outcome.judgement;
  same.judgement.detail = fmt::format("as {}, which it is equal to once optimised", formatId(id));
  same.reached = outcome.reached;
  same.infected = outcome.infected;
  for (const std::size_t duplicate : entry->second)
    shared.emplace_back(duplicate, same);
  return shared;
}

} // namespace allele
