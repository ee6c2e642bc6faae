#include "Comparison.h"

#include "Acceptances.h"

#include <unordered_map>

namespace allele {
namespace {

bool isKilled(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  return outcome && outcome->judgement.verdict == Verdict::kKilled && !equalOf(results.catalog.mutants[mutant]);
}

std::unordered_map<std::uint64_t, std::size_t> numbersOf(const RunResults &results) {
  std::unordered_map<std::uint64_t, std::size_t> numbers;
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    numbers.emplace(results.catalog.mutants[i].id, i);
  return numbers;
}

} // namespace

Comparison compare(const RunResults &before, const RunResults &now) {
  const auto earlier = numbersOf(before);
  Comparison comparison;
  for (std::size_t i = 0; i < now.catalog.mutants.size(); ++i) {
    const auto same = earlier.find(now.catalog.mutants[i].id);
    if (isUndetected(now, i)) {
      if (same == earlier.end())
        comparison.newUndetected.push_back(i);
      else if (isKilled(before, same->second))
        comparison.newlyUndetected.push_back(i);
      else
        ++comparison.stillUndetected;
    } else if (isKilled(now, i) && same != earlier.end() && isUndetected(before, same->second)) {
      comparison.newlyKilled.push_back(i);
    }
  }
  const auto later = numbersOf(now);
  for (std::size_t i = 0; i < before.catalog.mutants.size(); ++i)
    if (isUndetected(before, i) && later.count(before.catalog.mutants[i].id) == 0)
      comparison.vanished.push_back(i);
  return comparison;
}

} // namespace allele
