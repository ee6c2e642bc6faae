// A small finished run for tests of store and reports.
#pragma once

#include "RunResults.h"

namespace allele {

inline RunResults sampleResults() {
  RunResults results;
  results.info.version = "1.2.3";
  results.info.command = {"./tests", "an argument", "quote'\xFF"};
  results.info.workingDirectory = "/home/m\xC3\xA9";
  results.info.startedAt = "2020-01-01T00:00:00Z";
  results.info.machine = "Linux 6.1 x86_64, 2 cores";
  results.info.request = "isolation copy\n./tests 10 1.2";
  results.info.jobs = 3;
  results.info.leftOut = 4;
  results.info.sample = 0.25;
  results.info.isolation = Isolation::kCopy;
  results.info.baseline.runs = 2;
  results.info.baseline.wallTime = std::chrono::milliseconds(5);
  results.info.limits.wallTime = std::chrono::seconds(2);
  results.info.limits.cpuTime = std::chrono::milliseconds(3500);
  results.info.limits.idleTime = std::chrono::milliseconds(250);
  results.info.limits.memoryBytes = 1 << 20;
  results.info.framework = "googletest";
  results.info.forks = true;
  results.info.fullMatrix = true;
  results.info.tests = {
      {"Suite.one", "", std::chrono::milliseconds(3), std::chrono::milliseconds(2), 12'345, 2, 2, false},
      {"Suite.two \xFF", "ctest -R two", std::chrono::milliseconds(2), std::chrono::milliseconds(1), 0, 3, 4, true}};
  results.info.pairs = {14, 4, 3, 2};
  results.catalog.objects = {"/home/m\xC3\xA9/tests"};
  results.sources["/src/a.c"] = "int f(int a) { return a < 1; } // \xFF\n";
  results.sources["/src/b.c"] = "/* \xC3\xA9\xFF\xF0\x9F\x98\x80 */ int x = 1 + 2;\n";
  const auto add = [&](std::uint64_t id, const char *file, SourceRange range, const char *original,
                       const char *replacement, std::optional<Outcome> outcome) {
    Mutant mutant;
    mutant.id = id;
    mutant.operatorId = "lt-to-le";
    mutant.level = id % 2 == 0 ? "default" : "failure";
    mutant.root = "/src";
    mutant.file = file;
    mutant.range = range;
    mutant.original = original;
    mutant.replacement = replacement;
    mutant.sites = {{0, "_Z1fi", 0}, {0, "_Z1gi", 0}};
    results.catalog.mutants.push_back(mutant);
    results.outcomes.push_back(std::move(outcome));
  };
  const auto outcome = [](Verdict verdict, Cause cause, const char *detail) {
    Outcome made;
    made.judgement = {verdict, cause, detail};
    made.reached = made.infected = verdict != Verdict::kNotReached;
    made.wallTime = std::chrono::microseconds(1500);
    return made;
  };
  Outcome killed = outcome(Verdict::kKilled, Cause::kAssertion, "a.c:1: FAILED: \xFF");
  killed.output = std::string("before\0after \xFF", 14);
  killed.orphansKilled = 2;
  killed.runs = 3;
  killed.killers = {0, 1};
  add(0xffffffffffffffff, "a.c", {1, 25, 1, 26}, "<", "<=", killed);
  Outcome survived = outcome(Verdict::kSurvived, Cause::kNone, "");
  survived.passed = {1};
  add(1, "a.c", {1, 25, 1, 26}, "<", ">", survived);
  add(2, "a.c", {1, 27, 1, 28}, "1", "0", outcome(Verdict::kKilled, Cause::kHang, "wall-clock limit"));
  add(3, "b.c", {1, 27, 1, 28}, "+", "-", outcome(Verdict::kNotReached, Cause::kNone, ""));
  Outcome unclear = outcome(Verdict::kInconclusive, Cause::kNone, "never active");
  unclear.unclear = {0};
  add(4, "missing.c", {7, 1, 7, 2}, "a", "b", unclear);
  Mutant noise = results.catalog.mutants[2];
  noise.id = 5;
  noise.sites.clear();
  noise.ignored = Ignored{IgnoreReason::kNoise, "logging"};
  Mutant duplicate = noise;
  duplicate.id = 6;
  duplicate.ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000001"};
  results.catalog.mutants.insert(results.catalog.mutants.end(), {noise, duplicate});
  results.outcomes.emplace_back(outcome(Verdict::kIgnored, Cause::kNone, "noise rule logging"));
  results.outcomes.emplace_back(outcome(Verdict::kSurvived, Cause::kNone, "as 0000000000000001"));
  results.pairs = {{{0, true}, {1, true}}, {{1, false}}, {{0, true}}, {}, {}, {}, {}};
  results.catalog.macros = {{"MAX", "/src", "a.c", {1, 2, 1, 11}, "MAX(1 + 2)"},
                            {"MAX\xFF", "/src", "b.c", {1, 3, 1, 12}, "MAX(1 + 2)"}};
  results.stageSeconds = {{"read", 0.25}, {"baseline", 1}, {"recording", 2}, {"mutants", 3}};
  results.complete = true;
  return results;
}

// The same with all mutants that count as survivors, and in every text what quoting, encodings and syntaxes trip over.
inline RunResults hostileResults() {
  RunResults results = sampleResults();
  constexpr char kHostile[] = "=1\r\n\x01\x1b\x7f\xFF\xC3\t \"'<&]]>--{0}[a](b),;%\0\xEF\xBF\xBF\xF0\x9F\x98\x80";
  const std::string hostile(kHostile, sizeof kHostile - 1);
  results.info.command.push_back(hostile);
  results.info.tests[0].name = hostile;
  results.sources["/src/" + hostile] = "";
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    Mutant &mutant = results.catalog.mutants[i];
    mutant.operatorId = hostile;
    mutant.level = hostile;
    mutant.file = i % 2 == 0 ? hostile : "/" + hostile;
    mutant.original = hostile;
    mutant.replacement = hostile;
    if (!mutant.sites.empty())
      mutant.sites[0].function = hostile;
    Outcome &outcome = *results.outcomes[i];
    outcome.judgement.detail = hostile;
    outcome.output = hostile;
    if (!mutant.ignored && outcome.judgement.verdict != Verdict::kInconclusive)
      outcome.judgement = {Verdict::kSurvived, Cause::kNone, hostile};
  }
  results.catalog.mutants[5].ignored = Ignored{IgnoreReason::kSuppressed, hostile};
  results.accepted.resize(results.catalog.mutants.size());
  results.accepted[1] = Acceptance{hostile, "", ""};
  return results;
}

} // namespace allele
