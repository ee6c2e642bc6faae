#include "History.h"

#include "Comparison.h"
#include "Sample.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace allele;

TEST_CASE("a run's figures are read as they were added, and what a power cut left is skipped") {
  const ScratchDirectory scratch = makeScratch();
  RunResults results = sampleResults();
  results.info.commit = "abc+";
  REQUIRE(addToHistory(scratch.path(), historyEntryOf(results)));
  std::ofstream(scratch.path() / "history.jsonl", std::ios::app) << "{\"started at\": \"20";
  results.info.startedAt = "2021-01-01T00:00:00Z";
  REQUIRE(addToHistory(scratch.path(), historyEntryOf(results)));
  const auto entries = readHistory(scratch.path());
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].startedAt == "2020-01-01T00:00:00Z");
  CHECK(entries[0].commit == "abc+");
  CHECK(entries[0].seconds == 6.25);
  CHECK(entries[0].sample == 0.25);
  CHECK(entries[0].leftOut == 4);
  CHECK(entries[0].killed == 2);
  CHECK(entries[0].survived == 1);
  CHECK(entries[0].notReached == 1);
  CHECK(entries[0].inconclusive == 1);
  CHECK(entries[0].score.part == 2);
  CHECK(entries[0].strength.whole == 4);
  CHECK(entries[0].coverage.whole == 3);
  CHECK(entries[1].startedAt == "2021-01-01T00:00:00Z");
  CHECK(readHistory(scratch.path() / "none").empty());
  CHECK_FALSE(addToHistory(scratch.path() / "none", entries[0]));
}

TEST_CASE("a sparkline goes from the least value to the largest") {
  CHECK(sparkline({0.5, std::nullopt, 0.6, 0.57}) == "▁ █▆");
  CHECK(sparkline({0.5, 0.5}) == "▅▅");
  CHECK(sparkline({}).empty());
}

TEST_CASE("two runs are compared by the ids of their mutants") {
  RunResults before =
      sampleResults(); // ff..ff and 2 killed, 1 survived, 3 not reached, 4 inconclusive, 6 is equal to 1
  RunResults now = sampleResults();
  before.catalog.mutants[3].id = 0x33;                                 // 3 is new, 33 is gone
  now.outcomes[2]->judgement = {Verdict::kSurvived, Cause::kNone, ""}; // 2
  const Comparison comparison = compare(before, now);
  CHECK(comparison.newlyUndetected == std::vector<std::size_t>{2});
  CHECK(comparison.newUndetected == std::vector<std::size_t>{3});
  CHECK(comparison.vanished == std::vector<std::size_t>{3});
  CHECK(comparison.newlyKilled.empty());
  CHECK(comparison.stillUndetected == 1);
  CHECK(compare(now, before).newlyKilled == std::vector<std::size_t>{2});
  now.accepted.resize(now.catalog.mutants.size());
  now.accepted[2] = Acceptance{"x", "", ""};
  CHECK(compare(before, now).newlyUndetected.empty());
}
