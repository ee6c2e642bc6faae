#include "Hygiene.h"

#include "CodeCoverage.h"
#include "Glob.h"
#include "Score.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace allele {

std::vector<BelowFloor> belowFloor(const CodeMap &code, const CoverageSettings &settings) {
  std::vector<BelowFloor> below;
  const auto check = [&](const std::string &of, const Ratio &lines) {
    if (const auto value = lines.value(); value && *value * 100 < settings.floor)
      below.push_back({of, lines});
  };
  if (settings.core.empty())
    check("", coverageOf(code).lines);
  for (const std::string &glob : settings.core)
    check(glob, coverageOf(code, [&](const std::string &path) { return matchesPath(glob, path); }).lines);
  return below;
}

std::vector<std::size_t> testsWithoutAssertions(const RunResults &results) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < results.code.tests.size(); ++i)
    if (results.code.tests[i].lines != 0 && results.info.tests[i].assertions == 0)
      found.push_back(i);
  return found;
}

std::vector<OracleGap> oracleGaps(const RunResults &results) {
  std::map<std::string, Counts> byFile;
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    const Mutant &mutant = results.catalog.mutants[i];
    byFile[mutant.file].add(mutant, results.outcomes[i], results.acceptanceOf(i));
  }
  const std::vector<CodeCoverage> coverages = coverageByFile(results.code);
  std::vector<OracleGap> gaps;
  for (std::size_t i = 0; i < results.code.files.size(); ++i) {
    const auto counts = byFile.find(results.code.files[i].path);
    if (counts == byFile.end())
      continue;
    const Scores scores = scoresOf(counts->second, coverages[i].lines);
    const auto coverage = scores.coverage.value();
    const auto score = scores.score.value();
    if (coverage && score && *coverage > *score)
      gaps.push_back({results.code.files[i].path, scores.coverage, scores.score, *coverage - *score,
                      counts->second.of(Verdict::kSurvived)});
  }
  std::sort(gaps.begin(), gaps.end(), [](const OracleGap &left, const OracleGap &right) {
    return std::tie(right.survivors, left.file) < std::tie(left.survivors, right.file);
  });
  return gaps;
}

} // namespace allele
