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
constexpr auto kUnknown = TestPart::kUnknown;
constexpr auto kNotRun = TestPart::kNotRun;

} // namespace

TEST_CASE("of a survivor all tests passed that compute another value, the cheapest first") {
  CHECK(partsIn(resultsWith(Verdict::kSurvived, {})) ==
        Parts{{4, kPassed}, {3, kPassed}, {2, kPassed}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("tests that neither killed nor passed didn't run, whatever the order says") {
  RunResults results = resultsWith(Verdict::kKilled, {3});
  results.outcomes[0]->passed = {2};
  CHECK(partsIn(results) == Parts{{3, kKilled}, {4, kTooLate}, {2, kPassed}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("a test that ran without a result that counts isn't one that came too late") {
  RunResults results = resultsWith(Verdict::kKilled, {3});
  results.outcomes[0]->unclear = {4};
  CHECK(partsIn(results) ==
        Parts{{3, kKilled}, {4, TestPart::kInconclusive}, {2, kTooLate}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("of a mutant that was killed before passes were recorded it isn't known which tests ran") {
  RunResults results = resultsWith(Verdict::kKilled, {3});
  results.info.knowsPasses = false;
  CHECK(partsIn(results) == Parts{{3, kKilled}, {4, kUnknown}, {2, kUnknown}, {1, kNoDifference}, {0, kNoDifference}});
  results.outcomes[0]->judgement.verdict = Verdict::kSurvived;
  results.outcomes[0]->killers.clear();
  CHECK(partsIn(results) == Parts{{4, kPassed}, {3, kPassed}, {2, kPassed}, {1, kNoDifference}, {0, kNoDifference}});
}

TEST_CASE("with a full matrix every test ran") {
  RunResults results = resultsWith(Verdict::kKilled, {2, 4});
  results.info.fullMatrix = true;
  results.outcomes[0]->passed = {0, 1, 3};
  CHECK(partsIn(results) == Parts{{4, kKilled}, {2, kKilled}, {3, kPassed}, {1, kPassed}, {0, kPassed}});
}

TEST_CASE("of a mutant that wasn't run, or not yet, no test ran") {
  RunResults results = resultsWith(Verdict::kIgnored, {});
  const Parts none = {{4, kNotRun}, {3, kNotRun}, {2, kNotRun}, {1, kNotRun}, {0, kNotRun}};
  CHECK(partsIn(results) == none);
  results.outcomes[0].reset();
  CHECK(partsIn(results) == none);
}

TEST_CASE("of an inconclusive mutant it isn't clear what those tests did that didn't pass") {
  RunResults results = resultsWith(Verdict::kInconclusive, {});
  results.outcomes[0]->passed = {3};
  const Parts parts = partsIn(results);
  CHECK(parts[0] == std::pair<std::size_t, TestPart>(4, TestPart::kInconclusive));
  CHECK(parts[1] == std::pair<std::size_t, TestPart>(3, kPassed));
}
