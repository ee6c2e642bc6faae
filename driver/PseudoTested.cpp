#include "PseudoTested.h"

#include "Interrupt.h"
#include "OperatorReference.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>

namespace allele {

bool isExtreme(const Mutant &mutant) {
  const OperatorEntry *entry = operatorReference().findOperator(mutant.operatorId);
  return entry != nullptr && entry->level == "extreme";
}

PseudoTested::Key PseudoTested::keyOf(const Mutant &mutant, const Site &site) {
  return {site.object, site.function, sourcePathOf(mutant)};
}

PseudoTested::PseudoTested(const RunResults &results) {
  std::map<Key, PseudoTestedFunction> candidates;
  std::set<Key> tested;
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const std::optional<Outcome> &outcome = results.outcomes[i];
    if (!isExtreme(mutant) || (outcome && !outcome->reached))
      continue;
    const bool survived = outcome && outcome->judgement.verdict == Verdict::kSurvived;
    for (const Site &site : mutant.sites) {
      PseudoTestedFunction &candidate = candidates[keyOf(mutant, site)];
      candidate.function = site.function;
      if (candidate.mutants.empty() || candidate.mutants.back() != i)
        candidate.mutants.push_back(i);
      if (!survived)
        tested.insert(keyOf(mutant, site));
    }
  }
  for (auto &[key, candidate] : candidates)
    if (tested.count(key) == 0) {
      keys.insert(key);
      found.push_back(std::move(candidate));
    }
  std::sort(found.begin(), found.end(), [](const auto &left, const auto &right) {
    return std::tie(left.mutants.front(), left.function) < std::tie(right.mutants.front(), right.function);
  });
}

bool PseudoTested::covers(const Mutant &mutant) const {
  return !isExtreme(mutant) && !mutant.sites.empty() &&
         std::all_of(mutant.sites.begin(), mutant.sites.end(),
                     [&](const Site &site) { return keys.count(keyOf(mutant, site)) != 0; });
}

Status runWholeBodiesFirst(MutantRuns &runs, const std::vector<std::size_t> &mutants, const RunResults &results,
                           bool runAll, const MutantRuns::OnOutcome &onOutcome, const MutantRuns::OnWait &onWait) {
  const auto mutantAt = [&](std::size_t index) -> const Mutant & { return results.catalog.mutants[index]; };
  std::vector<std::size_t> wholeBodies;
  std::vector<std::size_t> finer;
  std::partition_copy(mutants.begin(), mutants.end(), std::back_inserter(wholeBodies), std::back_inserter(finer),
                      [&](std::size_t index) { return isExtreme(mutantAt(index)); });
  if (Status ran = runs.run(wholeBodies, onOutcome, onWait); !ran || interruptRequested())
    return ran;
  std::vector<std::size_t> rest;
  const PseudoTested pseudoTested(results);
  for (const std::size_t index : finer) {
    if (runAll || !pseudoTested.covers(mutantAt(index))) {
      rest.push_back(index);
      continue;
    }
    Outcome outcome;
    outcome.reached = true;
    outcome.judgement.verdict = Verdict::kIgnored;
    outcome.judgement.detail = fmt::format("pseudo-tested: no test checks what {} does, since its whole body can go",
                                           demangle(mutantAt(index).sites.front().function));
    if (Status saved = onOutcome(index, std::move(outcome)); !saved)
      return saved;
  }
  return runs.run(rest, onOutcome, onWait);
}

} // namespace allele
