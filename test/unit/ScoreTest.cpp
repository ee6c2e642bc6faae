#include "Score.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

std::optional<Outcome> outcome(Verdict verdict, Cause cause = Cause::kNone) {
  Outcome made;
  made.judgement = {verdict, cause, ""};
  made.reached = verdict != Verdict::kNotReached && verdict != Verdict::kIgnored;
  return made;
}

RunResults resultsOf(const std::vector<std::optional<Outcome>> &outcomes) {
  RunResults results;
  results.outcomes = outcomes;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Mutant mutant;
    mutant.id = i;
    mutant.operatorId = "lt-to-le";
    mutant.file = "a.c";
    mutant.range.line = static_cast<std::uint32_t>(i / 2 + 1); // two mutants a line
    results.catalog.mutants.push_back(mutant);
  }
  return results;
}

} // namespace

TEST_CASE("without mutants there is no score, strength or coverage") {
  const Scores scores = tally(resultsOf({})).scores;
  CHECK_FALSE(scores.score.value());
  CHECK_FALSE(scores.strength.value());
  CHECK_FALSE(scores.coverage.value());
}

TEST_CASE("with nothing reached the score is 0 and there is no strength") {
  const Scores scores = tally(resultsOf({outcome(Verdict::kNotReached)})).scores;
  CHECK(scores.score.value() == 0.0);
  CHECK_FALSE(scores.strength.value());
  CHECK(scores.coverage.value() == 0.0);
}

TEST_CASE("only ignored mutants make no score") {
  CHECK_FALSE(tally(resultsOf({outcome(Verdict::kIgnored)})).scores.score.value());
}

TEST_CASE("an inconclusive mutant lowers score and strength") {
  const Scores scores =
      tally(resultsOf({outcome(Verdict::kKilled, Cause::kCrash), outcome(Verdict::kInconclusive)})).scores;
  CHECK(scores.score.value() == 0.5);
  CHECK(scores.strength.value() == 0.5);
}

TEST_CASE("unreached mutants count for the score but not for the strength") {
  const Scores scores =
      tally(resultsOf({outcome(Verdict::kKilled, Cause::kCrash), outcome(Verdict::kNotReached)})).scores;
  CHECK(scores.score.value() == 0.5);
  CHECK(scores.strength.value() == 1.0);
}

TEST_CASE("the score without hangs doesn't count hangs as killed") {
  const Scores scores =
      tally(resultsOf({outcome(Verdict::kKilled, Cause::kHang), outcome(Verdict::kKilled, Cause::kCrash),
                       outcome(Verdict::kSurvived), outcome(Verdict::kSurvived)}))
          .scores;
  CHECK(scores.score.value() == 0.5);
  CHECK(scores.scoreWithoutHangs.value() == 0.25);
}

TEST_CASE("coverage counts lines, not mutants") {
  const Scores scores = tally(resultsOf({outcome(Verdict::kSurvived), outcome(Verdict::kNotReached),
                                         outcome(Verdict::kNotReached), outcome(Verdict::kNotReached)}))
                            .scores;
  CHECK(scores.coverage.part == 1);
  CHECK(scores.coverage.whole == 2);
}

TEST_CASE("mutants without a verdict are pending and in no denominator") {
  const Tally sum = tally(resultsOf({outcome(Verdict::kKilled, Cause::kCrash), std::nullopt}));
  CHECK(sum.all.pending == 1);
  CHECK(sum.all.total() == 2);
  CHECK(sum.scores.score.whole == 1);
}

TEST_CASE("counts are kept by operator and by cause") {
  const Tally sum = tally(resultsOf({outcome(Verdict::kKilled, Cause::kCrash), outcome(Verdict::kSurvived)}));
  CHECK(sum.byOperator.at("lt-to-le").of(Verdict::kKilled) == 1);
  CHECK(sum.all.of(Cause::kCrash) == 1);
  CHECK(sum.all.of(Cause::kHang) == 0);
}

TEST_CASE("a duplicate is counted as one and nowhere else") {
  RunResults results = resultsOf({outcome(Verdict::kKilled, Cause::kCrash), outcome(Verdict::kKilled, Cause::kCrash),
                                  outcome(Verdict::kSurvived), std::nullopt});
  for (const std::size_t index : {1, 3})
    results.catalog.mutants[index].ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000000"};
  const Tally sum = tally(results);
  CHECK(sum.all.duplicates == 2);
  CHECK(sum.all.pending == 0);
  CHECK(sum.all.total() == 4);
  CHECK(sum.all.of(Verdict::kKilled) == 1);
  CHECK(sum.scores.score.part == 1);
  CHECK(sum.scores.score.whole == 2);
}

TEST_CASE("ignored mutants are counted by reason, and their lines are in no coverage") {
  RunResults results = resultsOf(std::vector<std::optional<Outcome>>(8, outcome(Verdict::kIgnored)));
  const std::optional<Ignored> reasons[] = {
      Ignored{IgnoreReason::kNoise, "logging"}, Ignored{IgnoreReason::kNoise, "logging"},
      Ignored{IgnoreReason::kNoise, "moves"},   Ignored{IgnoreReason::kSuppressed, "x"},
      Ignored{IgnoreReason::kEquivalent, ""},   Ignored{IgnoreReason::kEquivalent, ""},
      Ignored{IgnoreReason::kDuplicate, ""},    std::nullopt};
  for (std::size_t i = 0; i < std::size(reasons); ++i)
    results.catalog.mutants[i].ignored = reasons[i];
  const Tally sum = tally(results);
  CHECK(sum.ignored.noise == std::map<std::string, std::size_t>{{"logging", 2}, {"moves", 1}});
  CHECK(sum.ignored.suppressed == 1);
  CHECK(sum.ignored.equivalent == 2);
  CHECK(sum.ignored.equalToAbsent == 1);
  CHECK(sum.ignored.notInstrumented == 1);
  CHECK(sum.all.of(Verdict::kIgnored) == 8);
  CHECK(sum.all.duplicates == 0);
  CHECK_FALSE(sum.scores.coverage.value());
}

TEST_CASE("the error of a sample shrinks with its size and share, and is never zero") {
  CHECK_FALSE(sampleError({50, 100}, 1));
  CHECK_FALSE(sampleError({0, 0}, 0.5));
  CHECK(*sampleError({500, 1000}, 0.0001) == Approx(0.031).epsilon(0.01)); // 1.96 * sqrt(0.25 / 1000)
  CHECK(*sampleError({500, 1000}, 0.5) == Approx(0.0219).epsilon(0.01));
  CHECK(*sampleError({1000, 1000}, 0.5) > 0);
  CHECK(*sampleError({0, 10}, 0.5) > *sampleError({0, 100}, 0.5));
}
