#include "SignalMutants.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

// `killers`: of each mutant; one without any survived.
RunResults runOf(const std::vector<const char *> &tests, const std::vector<std::vector<std::size_t>> &killers) {
  RunResults results;
  results.info.fullMatrix = true;
  results.complete = true;
  for (const char *name : tests) {
    results.info.tests.emplace_back();
    results.info.tests.back().name = name;
  }
  for (const std::vector<std::size_t> &some : killers) {
    results.catalog.mutants.emplace_back();
    Outcome outcome;
    outcome.reached = true;
    outcome.judgement.verdict = some.empty() ? Verdict::kSurvived : Verdict::kKilled;
    outcome.judgement.cause = some.empty() ? Cause::kNone : Cause::kAssertion;
    outcome.killers = some;
    results.outcomes.emplace_back(outcome);
  }
  return results;
}

SignalAnalysis flakyOnes(const std::vector<const char *> &names) {
  SignalResults results;
  RepeatSession session;
  for (const char *name : names)
    session.tests[name].in({false, false}) = {10, 10, 0};
  results.sessions.push_back(session);
  return analyse(results);
}

} // namespace

TEST_CASE("what only flaky tests kill doesn't count, what another test kills as well does") {
  const RunResults run = runOf({"good", "flaky", "other"}, {{0}, {1}, {0, 1}, {1, 2}, {}});
  const SignalMutants joined = joinWithMutants(flakyOnes({"flaky", "other"}), run);
  CHECK(joined.notCounted == std::vector<std::size_t>{1, 3});
  CHECK((joined.asRun.score.part == 4 && joined.asRun.score.whole == 5));
  CHECK((joined.counted.score.part == 2 && joined.counted.score.whole == 5));
  CHECK((joined.counted.strength.part == 2 && joined.counted.strength.whole == 5));
  REQUIRE(joined.tests.size() == 2);
  CHECK((joined.tests[0].kills == 3 && joined.tests[0].needed == 2));
  CHECK((joined.tests[1].kills == 1 && joined.tests[1].needed == 1));
}

TEST_CASE("a flaky test that kills nothing by itself may go, which only a full matrix tells") {
  RunResults run = runOf({"good", "flaky", "idle"}, {{0}, {0, 1}});
  SignalMutants joined = joinWithMutants(flakyOnes({"flaky", "idle", "elsewhere"}), run);
  REQUIRE(joined.tests.size() == 3);
  CHECK(joined.tests[0].name == "elsewhere");
  CHECK_FALSE(joined.isCandidate(joined.tests[0])); // nothing is known of it
  CHECK(joined.isCandidate(joined.tests[1]));
  CHECK(joined.isCandidate(joined.tests[2]));
  CHECK(joined.notCounted.empty());
  run.info.fullMatrix = false;
  joined = joinWithMutants(flakyOnes({"flaky", "idle"}), run);
  CHECK_FALSE(joined.isCandidate(joined.tests[0]));
}

TEST_CASE("a test that fails only together with others kills reliably by itself") {
  SignalResults results;
  RepeatSession session;
  session.tests["t"].in({false, false}) = {20, 0, 0};
  session.tests["t"].in({true, false}) = {10, 10, 0};
  results.sessions.push_back(session);
  const SignalMutants joined = joinWithMutants(analyse(results), runOf({"t"}, {{0}}));
  CHECK(joined.notCounted.empty());
  CHECK(joined.tests.size() == 1);
  CHECK(joined.tests[0].needed == 1);
}

TEST_CASE("a test of a build system's entry is known by its own name where that is the only one") {
  CHECK(joinWithMutants(flakyOnes({"S.t"}), runOf({"unit: S.t"}, {{0}})).notCounted.size() == 1);
  CHECK(joinWithMutants(flakyOnes({"S.t"}), runOf({"unit: S.t", "other: S.t"}, {{0}})).notCounted.empty());
}

TEST_CASE("duplicates and what wasn't killed stay as they are") {
  RunResults run = runOf({"flaky"}, {{0}, {0}, {}});
  run.catalog.mutants[1].ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000001"};
  const SignalMutants joined = joinWithMutants(flakyOnes({"flaky"}), run);
  CHECK(joined.notCounted.size() == 1);
  CHECK((joined.counted.score.part == 0 && joined.counted.score.whole == 2));
}
