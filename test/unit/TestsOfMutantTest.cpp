#include "TestsOfMutant.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

// Five tests, of which each one takes longer than the one behind it; all but the first two compute another value.
RunResults resultsWith(Verdict verdict, const std::vector<std::size_t> &killers) {
  RunResults results;
  results.catalog.mutants.resize(1);
  Outcome &outcome = results.outcomes.emplace_back().emplace();
  outcome.judgement.verdict = verdict;
  outcome.reached = outcome.infected = true;
  outcome.killers = killers;
  results.pairs.resize(1);
  for (std::uint32_t i = 0; i < 5; ++i) {
    TestInfo info;
    info.cpuTime = std::chrono::seconds(1U << (5 - i));
    results.info.tests.push_back(info);
    results.pairs[0].push_back({i, i >= 2});
  }
  return results;
}

std::vector<std::pair<std::size_t, TestPart>> partsIn(const RunResults &results) {
  std::vector<std::pair<std::size_t, TestPart>> parts;
  for (const TestOfMutant &each : testsOfMutant(results, 0))
    parts.emplace_back(each.test, each.part);
  return parts;
}

using Parts = std::vector<std::pair<std::size_t, TestPart>>;
constexpr auto kKilled = TestPart::kKilled;
constexpr auto kPassed = TestPart::kPassed;
constexpr auto kTooLate = TestPart::kTooLate;
constexpr auto kNoDifference = TestPart::kNoDifference;
constexpr auto kNotRun = TestPart::kNotRun;

} // namespace

TEST_CASE("of a survivor all tests passed that compute another value, the cheapest first") {
  CHECK(partsIn(resultsWith(Verdict::kSurvived, {})) ==
        Parts{{4, kPassed}, {3, kPassed}, {2, kPassed}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("tests behind the one that killed didn't run, and those before it passed") {
  CHECK(partsIn(resultsWith(Verdict::kKilled, {3})) ==
        Parts{{3, kKilled}, {4, kPassed}, {2, kTooLate}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("with a full matrix every test ran") {
  RunResults results = resultsWith(Verdict::kKilled, {2, 4});
  results.info.fullMatrix = true;
  CHECK(partsIn(results) == Parts{{4, kKilled}, {2, kKilled}, {3, kPassed}, {1, kPassed}, {0, kPassed}});
}

TEST_CASE("of a mutant that wasn't run, or not yet, no test ran") {
  RunResults results = resultsWith(Verdict::kIgnored, {});
  const Parts none = {{4, kNotRun}, {3, kNotRun}, {2, kNotRun}, {1, kNotRun}, {0, kNotRun}};
  CHECK(partsIn(results) == none);
  results.outcomes[0].reset();
  CHECK(partsIn(results) == none);
}

TEST_CASE("of an inconclusive mutant it isn't known what its tests did") {
  CHECK(partsIn(resultsWith(Verdict::kInconclusive, {})).front() ==
        std::pair<std::size_t, TestPart>(4, TestPart::kInconclusive));
}
