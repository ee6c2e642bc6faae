// Survivors of all kinds for the tests of the formats that show them.
#pragma once

#include "Sample.h"
#include "reports/Report.h"

#include <string>

namespace allele {

inline bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

inline std::size_t countIn(const std::string &text, const std::string &part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

inline std::string render(const char *format, const RunResults &results, const ReportOptions &options = {}) {
  return findReportFormat(format)->render(results, options);
}

// Replaces what stands at the range by something else, and no test notices.
inline void addSurvivor(RunResults &results, const std::string &file, SourceRange range, const std::string &original,
                        const std::string &replacement) {
  Mutant mutant;
  mutant.id = 0x1000 + results.catalog.mutants.size();
  mutant.operatorId = "lt-to-le";
  mutant.root = "/src";
  mutant.file = file;
  mutant.range = range;
  mutant.original = original;
  mutant.replacement = replacement;
  Outcome outcome;
  outcome.judgement.verdict = Verdict::kSurvived;
  outcome.reached = outcome.infected = true;
  results.catalog.mutants.push_back(mutant);
  results.outcomes.emplace_back(outcome);
  results.pairs.push_back({{0, true}});
}

inline RunResults emptyResults() {
  RunResults results;
  results.info.tests = {{}};
  results.complete = true;
  return results;
}

// Names, sources and replacements that a format has to escape.
inline RunResults resultsWithHostileSurvivors() {
  RunResults results = sampleResults();
  const std::string file = "a `|\n<b>\xFF,:%\".c";
  results.sources["/src/" + file] = "f(\"<!-- ````` | \xFF\x1b\", x < \ty); </details>\n";
  addSurvivor(results, file, {1, 1, 1, 35}, "f(\"<!-- ````` | \xFF\x1b\", x < \ty)", "``` </details>\n\"\\\xC3\xA9");
  addSurvivor(results, "nowhere.c", {}, "", "");
  return results;
}

} // namespace allele
