#include "MutantPlans.h"

#include <algorithm>
#include <unordered_map>

namespace allele {

std::uint64_t costOf(std::uint64_t count, std::chrono::microseconds cpuTime, std::size_t infectedMutants) {
  // Loop turns and calls in a microsecond, about, and what a fork costs.
  constexpr std::uint64_t kSpeed = 50;
  constexpr std::uint64_t kFork = 500 * kSpeed;
  const std::uint64_t length = count != 0 ? count : kSpeed * static_cast<std::uint64_t>(cpuTime.count());
  std::uint64_t steps = 0;
  for (std::uint64_t cost = (kFork + length) * (infectedMutants + 1); cost != 0; cost /= 2)
    ++steps;
  return steps;
}

MutantPlans planMutants(const Catalog &catalog, const SuiteTrace &trace, const std::vector<std::size_t> &tests,
                        const std::vector<TestFacts> &facts,
                        const std::unordered_set<std::uint64_t> &infectedBeforeMain, bool fullMatrix) {
  const std::size_t count = catalog.mutants.size();
  MutantPlans planned;
  planned.plans.resize(count);
  planned.isReached.resize(count);
  planned.isInfected.resize(count);
  planned.pairsOf.resize(count);
  planned.infectedOfTest.resize(trace.tests.size());
  planned.reachedOfTest.resize(trace.tests.size());

  std::unordered_map<std::uint64_t, std::size_t> indexOf;
  for (std::size_t i = 0; i < count; ++i)
    if (!catalog.mutants[i].ignored)
      indexOf.emplace(catalog.mutants[i].id, i);
  planned.pairs.generated = indexOf.size() * tests.size();
  std::vector<std::size_t> mutantOf(trace.ids.size(), count);
  for (std::size_t i = 0; i < trace.ids.size(); ++i)
    if (const auto entry = indexOf.find(trace.ids[i]); entry != indexOf.end())
      mutantOf[i] = entry->second;

  for (const std::size_t test : tests) {
    const auto visit = [&](const std::vector<std::uint32_t> &numbers, bool isInfected) {
      for (const std::uint32_t number : numbers) {
        const std::size_t mutant = mutantOf[number];
        if (mutant == count)
          continue;
        planned.isReached[mutant] = true;
        planned.pairsOf[mutant].push_back({static_cast<std::uint32_t>(test), isInfected});
        ++planned.pairs.reached;
        ++planned.reachedOfTest[test];
        if (isInfected) {
          planned.isInfected[mutant] = true;
          ++planned.pairs.infected;
          ++planned.infectedOfTest[test];
        }
        if (isInfected || fullMatrix)
          planned.plans[mutant].tests.push_back(test);
      }
    };
    visit(trace.tests[test].infected, true);
    visit(trace.tests[test].reached, false);
  }
  for (const std::uint64_t id : infectedBeforeMain)
    if (const auto entry = indexOf.find(id); entry != indexOf.end()) {
      MutantPlan &plan = planned.plans[entry->second];
      plan.needsProcess = true;
      plan.tests = tests;
      planned.isReached[entry->second] = true;
      planned.isInfected[entry->second] = true;
    }

  std::vector<std::uint64_t> costs(trace.tests.size());
  for (const std::size_t test : tests)
    costs[test] = costOf(facts[test].count, facts[test].baseline.cpuTime, planned.infectedOfTest[test]);
  for (std::size_t i = 0; i < count; ++i) {
    planned.plans[i].id = catalog.mutants[i].id;
    planned.reached += planned.isReached[i] ? 1 : 0;
    std::vector<std::size_t> &order = planned.plans[i].tests;
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return std::pair(costs[left], left) < std::pair(costs[right], right);
    });
  }
  return planned;
}

} // namespace allele
