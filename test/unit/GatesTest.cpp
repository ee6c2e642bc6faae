#include "Gates.h"

#include "CodeSample.h"
#include "Sample.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace allele;
using Catch::Matchers::Contains;

namespace {

// The sample has 2 killed, 1 survived, 1 not reached, 1 inconclusive mutant: score 2/5, strength 2/4, coverage 2 lines
// of 3.
GateReport check(const Thresholds &least, const RunResults &results = sampleResults(),
                 const GateSettings &settings = {}) {
  GateOptions options;
  options.least = least;
  return checkGates(settings, options, nullptr, results);
}

GateReport checkNew(const SurvivorBaseline &baseline, const RunResults &results = sampleResults()) {
  GateOptions options;
  options.failOnNew = true;
  return checkGates({}, options, &baseline, results);
}

Thresholds score(double percent) {
  Thresholds least;
  least.score = percent;
  return least;
}

} // namespace

TEST_CASE("thresholds are read from name=percent") {
  const auto least = parseThresholds("score=80,strength=90.5");
  REQUIRE(least);
  CHECK(least->score == 80);
  CHECK(least->strength == 90.5);
  CHECK_FALSE(least->coverage);
  for (const char *wrong :
       {"score", "score=", "score=x", "score=101", "score=-1", "scores=80", "score=80;strength=90", "score=nan"})
    CHECK_FALSE(parseThresholds(wrong));
}

TEST_CASE("a figure passes at its bound, and below says by how much and what is missing") {
  CHECK(check(score(40)).failed.empty());
  CHECK(check(score(40)).passed.size() == 1);
  const GateReport report = check(score(60));
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0] ==
        "score 40.00 % is 20.00 points below 60 %: 1 more of 5 mutants have to be killed; most aren't noticed in "
        "b.c (1), a.c (1)");
  CHECK_FALSE(report.tooManyInconclusive);
  Thresholds coverage;
  coverage.coverage = 100;
  CHECK_THAT(check(coverage).failed.at(0),
             Contains("1 more of 3 lines have to be executed; most aren't reached in b.c (1)"));
}

TEST_CASE("nothing measured is never a pass") {
  RunResults unfinished = sampleResults();
  unfinished.complete = false;
  CHECK_THAT(check(score(0), unfinished).failed.at(0), Contains("isn't complete"));
  CHECK_FALSE(checkNew(baselineOf(unfinished), unfinished).failed.empty());
  RunResults nothing = sampleResults();
  nothing.catalog.mutants.clear();
  nothing.outcomes.clear();
  CHECK_THAT(check(score(0), nothing).failed.at(0), Contains("nothing was measured"));
  CHECK_FALSE(checkNew(SurvivorBaseline(), nothing).failed.empty());
  GateOptions inconclusive;
  inconclusive.mostInconclusive = 100;
  CHECK_FALSE(checkGates({}, inconclusive, nullptr, nothing).failed.empty());
}

TEST_CASE("gates of paths look at their files alone") {
  GateSettings settings;
  settings.paths = {{"a.c", score(66)}, {"b.c", score(1)}, {"none/", score(0)}};
  const GateReport report = check({}, sampleResults(), settings);
  REQUIRE(report.passed.size() == 1);
  CHECK_THAT(report.passed[0], Contains("score of a.c 66.67 %"));
  REQUIRE(report.failed.size() == 2);
  CHECK_THAT(report.failed[0], Contains("score of b.c 0.00 % is 1.00 points below 1 %"));
  CHECK_THAT(report.failed[1], Contains("score of none/: nothing was measured"));
}

TEST_CASE("too many inconclusive mutants are told apart from other gates") {
  GateOptions options;
  options.mostInconclusive = 19;
  GateReport report = checkGates({}, options, nullptr, sampleResults());
  CHECK(report.tooManyInconclusive);
  CHECK_THAT(report.failed.at(0), Contains("inconclusive 20.00 % (1 of 5)"));
  options.mostInconclusive = 20;
  CHECK(checkGates({}, options, nullptr, sampleResults()).failed.empty());
  GateSettings settings;
  settings.mostInconclusive = 1;
  CHECK(checkGates(settings, options, nullptr, sampleResults()).failed.empty());
  CHECK(checkGates(settings, {}, nullptr, sampleResults()).tooManyInconclusive);
}

TEST_CASE("a figure that is just the bound holds, though it is another number in binary") {
  RunResults results;
  results.complete = true;
  for (std::size_t i = 0; i < 100; ++i)
    addMutant(results, "lt-to-le", "a.c", {1, 1, 1, 2}, "f",
              i < 29   ? Verdict::kKilled
              : i < 36 ? Verdict::kInconclusive
                       : Verdict::kSurvived);
  CHECK(check(score(29), results).failed.empty());
  CHECK(check(score(29.01), results).failed.size() == 1);
  GateOptions options;
  options.mostInconclusive = 7;
  CHECK(checkGates({}, options, nullptr, results).failed.empty());
  options.mostInconclusive = 6.99;
  CHECK(checkGates({}, options, nullptr, results).tooManyInconclusive);
}

TEST_CASE("what the baseline has is nothing new") {
  const SurvivorBaseline baseline = baselineOf(sampleResults());
  CHECK(baseline.undetected.size() == 2); // not the duplicate
  CHECK(checkNew(baseline).failed.empty());
  SurvivorBaseline older = baseline;
  older.undetected.erase(3);
  const GateReport report = checkNew(older);
  REQUIRE(report.failed.size() == 1);
  CHECK_THAT(report.failed[0], Contains("1 new mutant that no test notices"));
  CHECK_THAT(report.failed[0], Contains("0000000000000003  b.c:1:27  lt-to-le: `+` to `-` not reached"));
  RunResults accepted = sampleResults();
  accepted.accepted.resize(accepted.catalog.mutants.size());
  accepted.accepted[3] = Acceptance{"x", "", ""};
  CHECK(checkNew(older, accepted).failed.empty());
  SurvivorBaseline sampled = baseline;
  sampled.sample = 0.1;
  CHECK_THAT(checkNew(sampled).failed.at(0), Contains("of a sample"));
}

TEST_CASE("a ratchet holds the figures of the baseline") {
  GateOptions options;
  options.ratchet = true;
  SurvivorBaseline baseline = baselineOf(sampleResults());
  CHECK(baseline.coverage == 66.66); // rounded down: what was measured passes
  CHECK(checkGates({}, options, &baseline, sampleResults()).failed.empty());
  baseline.strength = 50.01;
  CHECK_THAT(checkGates({}, options, &baseline, sampleResults()).failed.at(0), Contains("strength of the baseline"));
}

TEST_CASE("a baseline is tightened, never loosened") {
  SurvivorBaseline baseline = baselineOf(sampleResults());
  baseline.score = 10;
  baseline.strength = 99;
  baseline.undetected.erase(3);
  baseline.undetected.emplace(0x77, "gone.c:1 lt-to-le");
  const SurvivorBaseline tight = tightened(baseline, sampleResults());
  CHECK(tight.score == 40);
  CHECK(tight.strength == 99);
  CHECK(tight.undetected == std::map<std::uint64_t, std::string>{{1, "a.c:1 lt-to-le"}});
}

TEST_CASE("a baseline is read as it was written") {
  const ScratchDirectory scratch = makeScratch();
  const auto path = scratch.path() / kBaselineFile;
  SurvivorBaseline baseline = baselineOf(sampleResults());
  baseline.undetected.emplace(0xab, "a \"quote\": \xC3\xA9#.c:1 lt-to-le");
  baseline.strength = std::nullopt;
  REQUIRE(writeBaseline(path, baseline));
  const auto read = readBaseline(path);
  REQUIRE(read);
  CHECK(read->score == baseline.score);
  CHECK_FALSE(read->strength);
  CHECK(read->sample == 0.25);
  CHECK(read->undetected == baseline.undetected);
  baseline.undetected.clear();
  REQUIRE(writeBaseline(path, baseline));
  CHECK(readBaseline(path)->undetected.empty());
  CHECK_THAT(readBaseline(scratch.path() / "none").error().message, Contains("`allele baseline` draws the line"));
  for (const char *wrong : {"[", "x: 1\n", "undetected: [zz]\n", "undetected: []\nscore: high\n"}) {
    std::ofstream(path) << wrong;
    CHECK_THAT(readBaseline(path).error().message, Contains("allele baseline --reset"));
  }
}
