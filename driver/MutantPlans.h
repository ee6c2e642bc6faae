// Which tests run against which mutant, and in which order.
#pragma once

#include "Baseline.h"
#include "Mutant.h"
#include "MutantRuns.h"

#include <chrono>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace allele {

struct MutantPlans {
  // By index of the mutant. A plan without tests: no test can tell the mutant from the original, or the mutant isn't
  // run.
  std::vector<MutantPlan> plans;
  std::vector<bool> isReached;
  std::vector<bool> isInfected;
  std::vector<std::vector<Pair>> pairsOf; // by index of the mutant
  std::size_t reached = 0;                // mutants that are compiled in and reached
  PairCounts pairs;
  std::vector<std::size_t> infectedOfTest, reachedOfTest; // mutants
};

// What it costs to ask the test about a mutant that it infects. Tests run in this order, those of equal cost as they
// are listed. A test that few mutants change is about them; of two such the shorter one costs less. How long it is
// tells its count of loop turns and calls, which is the same in each run; where nothing is counted its CPU time does.
// All of it counts by powers of two only, so that the order hardly varies from run to run.
std::uint64_t costOf(std::uint64_t count, std::chrono::microseconds cpuTime, std::size_t infectedMutants);

// `tests`: those that serve. `infectedBeforeMain`: ids; such a mutant may change any test. `fullMatrix`: every test
// that reaches a mutant, whether it infects it or not.
MutantPlans planMutants(const Catalog &catalog, const SuiteTrace &trace, const std::vector<std::size_t> &tests,
                        const std::vector<TestFacts> &facts,
                        const std::unordered_set<std::uint64_t> &infectedBeforeMain, bool fullMatrix);

} // namespace allele
