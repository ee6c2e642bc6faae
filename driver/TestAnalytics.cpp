#include "TestAnalytics.h"

#include <queue>
#include <utility>

namespace allele {
namespace {

// `killersOf`: of each killed mutant. `killedBy`: of each test, indices into it.
std::vector<std::size_t> greedySetCover(const std::vector<const std::vector<std::size_t> *> &killersOf,
                                        const std::vector<std::vector<std::size_t>> &killedBy) {
  std::vector<std::size_t> gains; // of each test: killed mutants that the set doesn't kill yet
  std::priority_queue<std::pair<std::size_t, std::size_t>> best; // gain at some time, test counted from the last one
  const std::size_t last = killedBy.size() - 1;
  for (std::size_t test = 0; test < killedBy.size(); ++test) {
    gains.push_back(killedBy[test].size());
    best.emplace(gains[test], last - test);
  }
  std::vector<bool> isCovered(killersOf.size(), false);
  std::vector<std::size_t> chosen;
  while (!best.empty()) {
    const auto [gain, fromLast] = best.top();
    const std::size_t test = last - fromLast;
    best.pop();
    if (gains[test] == 0)
      continue;
    if (gains[test] != gain) {
      best.emplace(gains[test], fromLast);
      continue;
    }
    chosen.push_back(test);
    for (const std::size_t mutant : killedBy[test]) {
      if (isCovered[mutant])
        continue;
      isCovered[mutant] = true;
      for (const std::size_t killer : *killersOf[mutant])
        --gains[killer];
    }
  }
  return chosen;
}

} // namespace

TestAnalytics analyseTests(const RunResults &results) {
  TestAnalytics analytics;
  analytics.tests.resize(results.info.tests.size());
  std::vector<const std::vector<std::size_t> *> killersOf;
  std::vector<std::vector<std::size_t>> killedBy(results.info.tests.size());
  for (std::size_t i = 0; i < results.outcomes.size(); ++i) {
    const std::optional<Outcome> &outcome = results.outcomes[i];
    if (!outcome || outcome->judgement.verdict != Verdict::kKilled || equalOf(results.catalog.mutants[i]))
      continue;
    for (const std::size_t test : outcome->killers) {
      ++analytics.tests[test].kills;
      analytics.tests[test].killsAlone += outcome->killers.size() == 1 ? 1 : 0;
      killedBy[test].push_back(killersOf.size());
    }
    killersOf.push_back(&outcome->killers);
  }
  analytics.minimalSet = greedySetCover(killersOf, killedBy);
  return analytics;
}

} // namespace allele
