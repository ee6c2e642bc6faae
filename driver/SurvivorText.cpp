#include "SurvivorText.h"

#include "MutantText.h"
#include "Text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace allele {

std::string survivalOf(const Mutant &mutant) {
  if (mutant.replacement.empty())
    return fmt::format("no test notices that {} is gone", quotedCode(mutant.original));
  return fmt::format("no test notices {} changed to {}", quotedCode(mutant.original), quotedCode(mutant.replacement));
}

std::string whyAlive(const Outcome &outcome, const std::vector<Pair> &pairs) {
  if (!outcome.reached)
    return "no test reaches it";
  if (pairs.empty())
    return "reached before any test begins";
  const auto infected = std::count_if(pairs.begin(), pairs.end(), [](const Pair &pair) { return pair.isInfected; });
  if (infected == 0)
    return fmt::format("reached by {}, but no value differs", countOf(pairs.size(), "test"));
  return infected == 1 ? "1 test computes another value, and passes"
                       : fmt::format("{} tests compute another value, and all pass", infected);
}

std::string pathFrom(const std::string &directory, const Mutant &mutant) {
  const std::string path = sourcePathOf(mutant);
  const std::string below = (std::filesystem::path(directory) / "").string(); // ends in a slash
  return !directory.empty() && path.size() > below.size() && path.compare(0, below.size(), below) == 0
             ? path.substr(below.size())
             : path;
}

} // namespace allele
