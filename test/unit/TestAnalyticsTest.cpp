#include "TestAnalytics.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

// `killers`: of each mutant; one without any survived.
RunResults resultsOf(std::size_t tests, const std::vector<std::vector<std::size_t>> &killers) {
  RunResults results;
  results.info.tests.resize(tests);
  for (const std::vector<std::size_t> &some : killers) {
    results.catalog.mutants.emplace_back();
    Outcome outcome;
    outcome.judgement.verdict = some.empty() ? Verdict::kSurvived : Verdict::kKilled;
    outcome.killers = some;
    results.outcomes.emplace_back(outcome);
  }
  return results;
}

} // namespace

TEST_CASE("kills are counted, and those that no other test shares") {
  const TestAnalytics analytics = analyseTests(resultsOf(3, {{0}, {0, 1}, {1, 0}, {}}));
  CHECK(analytics.tests[0].kills == 3);
  CHECK(analytics.tests[0].killsAlone == 1);
  CHECK(analytics.tests[1].kills == 2);
  CHECK(analytics.tests[1].killsAlone == 0);
  CHECK(analytics.tests[2].kills == 0);
}

TEST_CASE("the minimal set kills all that is killed, and leaves out what adds nothing") {
  CHECK(analyseTests(resultsOf(3, {{0, 1}, {0, 1}, {0, 2}, {1, 2}})).minimalSet == std::vector<std::size_t>{0, 1});
  CHECK(analyseTests(resultsOf(4, {{0}, {1, 3}, {1, 3}, {1}, {2, 3}})).minimalSet == std::vector<std::size_t>{1, 0, 2});
  CHECK(analyseTests(resultsOf(2, {{}, {}})).minimalSet.empty());
  CHECK(analyseTests(resultsOf(0, {})).minimalSet.empty());
}

TEST_CASE("a killed duplicate is one kill with its original") {
  RunResults results = resultsOf(1, {{0}, {0}});
  results.catalog.mutants[1].ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000001"};
  CHECK(analyseTests(results).tests[0].kills == 1);
}
