#include "MutantPlans.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

using Tests = std::vector<std::size_t>;

// Mutants 10, 11, 12 and 13, the last ignored; tests 0 (long), 1 and 2 (short).
struct Planning {
  Catalog catalog;
  SuiteTrace trace;
  std::vector<TestFacts> facts = std::vector<TestFacts>(3);
  Tests tests = {0, 1, 2};
  std::unordered_set<std::uint64_t> early;

  Planning() {
    for (std::uint64_t id = 10; id < 14; ++id) {
      Mutant mutant;
      mutant.id = id;
      catalog.mutants.push_back(mutant);
    }
    catalog.mutants[3].ignored = Ignored{IgnoreReason::kNoise, "logging"};
    trace.ids = {13, 12, 11, 10, 99}; // 99 isn't selected
    trace.tests = {{{2, 3, 4}, {1}, {}}, {{3}, {}, {}}, {{0}, {1, 3}, {}}};
    for (const std::size_t test : tests)
      facts[test].baseline.cpuTime = std::chrono::milliseconds(test == 0 ? 100 : 1);
  }

  MutantPlans plan(bool fullMatrix = false) const {
    return planMutants(catalog, trace, tests, facts, early, fullMatrix);
  }
};

} // namespace

TEST_CASE("only tests that infect a mutant are planned, the cheapest first") {
  const Planning planning;
  const MutantPlans planned = planning.plan();
  CHECK(planned.plans[0].id == 10);
  CHECK(planned.plans[0].tests == Tests{1, 0});
  CHECK(planned.plans[1].tests == Tests{0});
  CHECK(planned.plans[2].tests.empty()); // reached by two, infected by none
  CHECK(planned.plans[3].tests.empty());
  CHECK(planned.isReached == std::vector<bool>{true, true, true, false});
  CHECK(planned.isInfected == std::vector<bool>{true, true, false, false});
  CHECK(planned.reached == 3);
  CHECK(planned.pairs.generated == 9);
  CHECK(planned.pairs.reached == 6);
  CHECK(planned.pairs.infected == 3);
  CHECK(planned.infectedOfTest == Tests{2, 1, 0});
  CHECK(planned.reachedOfTest == Tests{3, 1, 2});
  REQUIRE(planned.pairsOf[0].size() == 3);
  CHECK_FALSE(planned.pairsOf[0][2].isInfected);
}

TEST_CASE("a full matrix plans every test that reaches a mutant") {
  const Planning planning;
  const MutantPlans planned = planning.plan(/*fullMatrix=*/true);
  CHECK(planned.plans[0].tests == Tests{2, 1, 0});
  CHECK(planned.plans[2].tests == Tests{2, 0});
}

TEST_CASE("a mutant that acts before main needs a process and all tests") {
  Planning planning;
  planning.early = {12, 99};
  const MutantPlans planned = planning.plan();
  CHECK(planned.plans[2].needsProcess);
  CHECK(planned.plans[2].tests == Tests{2, 1, 0});
  CHECK(planned.isInfected[2]);
  CHECK_FALSE(planned.plans[0].needsProcess);
}

TEST_CASE("a flaky test is in no plan") {
  Planning planning;
  planning.tests = {0, 2};
  const MutantPlans planned = planning.plan();
  CHECK(planned.plans[0].tests == Tests{0});
  CHECK(planned.pairs.generated == 6);
}

TEST_CASE("where tests are counted, their time doesn't change the order") {
  Planning planning;
  planning.facts[0].count = planning.facts[1].count = 1'000'000;
  planning.facts[2].count = 1'000;
  CHECK(planning.plan().plans[0].tests == Tests{1, 0}); // two mutants, one mutant
  planning.facts[1].count = 100'000'000;
  CHECK(planning.plan().plans[0].tests == Tests{0, 1});
  std::swap(planning.facts[0].baseline, planning.facts[1].baseline);
  CHECK(planning.plan().plans[0].tests == Tests{0, 1});
}
