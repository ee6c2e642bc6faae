// Verdicts that rest on no run of the mutant itself, or not on its run alone.
#pragma once

#include "RunResults.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace allele {

Outcome outcomeOf(const Ignored &ignored);

// Where the mutant isn't active although its function runs, or null.
const Site *replacedSite(const Mutant &mutant);

// That the tests notice such a mutant where it is active counts; that they don't says nothing.
void ignoreIfReplaced(const Mutant &mutant, Judgement &judgement);

// The duplicates among the mutants: those that equal another one once optimised, which is run for them.
class Duplicates {
public:
  // `catalog` has to outlive the object.
  explicit Duplicates(const Catalog &catalog);

  // The outcomes of the duplicates of mutant `index`, by their index, when `outcome` is that mutant's own.
  std::vector<std::pair<std::size_t, Outcome>> sharing(std::size_t index, const Outcome &outcome) const;

private:
  const Catalog &catalog;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> duplicatesOf; // by the id of what they equal
};

} // namespace allele
