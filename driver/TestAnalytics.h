// What the kills of a run say of its tests. Only a full matrix knows all kills; without one each mutant has one killer.
#pragma once

#include "RunResults.h"

#include <cstddef>
#include <vector>

namespace allele {

struct TestKills {
  std::size_t kills = 0;      // mutants
  std::size_t killsAlone = 0; // of them, those that no other test kills
};

struct TestAnalytics {
  std::vector<TestKills> tests; // of each of RunInfo::tests
  // Tests that together kill all that is killed. Greedy: each next one adds the most, so there may be a smaller set.
  std::vector<std::size_t> minimalSet;
};

// Duplicates aren't counted.
TestAnalytics analyseTests(const RunResults &results);

} // namespace allele
