#include "Score.h"

#include "CodeCoverage.h"

#include <cmath>
#include <numeric>
#include <set>

namespace allele {

std::optional<double> sampleError(const Ratio &ratio, double share) {
  if (ratio.whole == 0 || share >= 1)
    return std::nullopt;
  constexpr double kNormal = 1.96;
  const double number = static_cast<double>(ratio.whole) + kNormal * kNormal;
  const double middle = (static_cast<double>(ratio.part) + kNormal * kNormal / 2) / number;
  return kNormal * std::sqrt(middle * (1 - middle) / number * (1 - share));
}

Counts::Counts() {
  for (const Verdict verdict : kAllVerdicts)
    byVerdict[verdict] = 0;
  for (const Cause cause : kAllCauses)
    byCause[cause] = 0;
}

void Counts::add(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance) {
  if (equalOf(mutant)) {
    ++duplicates;
    return;
  }
  if (!outcome) {
    ++pending;
    return;
  }
  if (acceptance != nullptr) {
    ++accepted;
    return;
  }
  ++byVerdict[outcome->judgement.verdict];
  if (outcome->judgement.verdict == Verdict::kKilled)
    ++byCause[outcome->judgement.cause];
}

std::size_t Counts::of(Verdict verdict) const {
  return byVerdict.at(verdict);
}

std::size_t Counts::of(Cause cause) const {
  const auto entry = byCause.find(cause);
  return entry == byCause.end() ? 0 : entry->second;
}

std::size_t Counts::total() const {
  return std::accumulate(byVerdict.begin(), byVerdict.end(), pending + duplicates + accepted,
                         [](std::size_t sum, const auto &entry) { return sum + entry.second; });
}

Scores scoresOf(const Counts &counts, Ratio coverage) {
  const std::size_t killed = counts.of(Verdict::kKilled);
  const std::size_t run = killed + counts.of(Verdict::kSurvived) + counts.of(Verdict::kInconclusive);
  const std::size_t all = run + counts.of(Verdict::kNotReached);
  Scores scores;
  scores.score = {killed, all};
  scores.strength = {killed, run};
  scores.scoreWithoutHangs = {killed - counts.of(Cause::kHang), all};
  scores.coverage = coverage;
  return scores;
}

namespace {

void countReason(IgnoredCounts &counts, const std::optional<Ignored> &ignored) {
  if (!ignored) {
    ++counts.notInstrumented;
    return;
  }
  switch (ignored->reason) {
  case IgnoreReason::kSuppressed:
    ++counts.suppressed;
    break;
  case IgnoreReason::kNoise:
    ++counts.noise[ignored->detail];
    break;
  case IgnoreReason::kEquivalent:
    ++counts.equivalent;
    break;
  case IgnoreReason::kDuplicate:
    ++counts.equalToAbsent;
    break;
  }
}

} // namespace

Tally tally(const RunResults &results, const std::vector<std::size_t> &mutants) {
  Tally sum;
  std::set<std::pair<std::string, std::uint32_t>> lines;
  std::set<std::pair<std::string, std::uint32_t>> reachedLines;
  std::set<std::string> files;
  for (const std::size_t i : mutants) {
    const Mutant &mutant = results.catalog.mutants[i];
    const std::optional<Outcome> &outcome = results.outcomes[i];
    const Acceptance *acceptance = results.acceptanceOf(i);
    sum.all.add(mutant, outcome, acceptance);
    sum.byOperator[mutant.operatorId].add(mutant, outcome, acceptance);
    if (equalOf(mutant) || acceptance != nullptr)
      continue;
    if (outcome && outcome->judgement.verdict == Verdict::kIgnored) {
      countReason(sum.ignored, mutant.ignored);
      continue;
    }
    files.insert(mutant.file);
    lines.emplace(mutant.file, mutant.range.line);
    if (outcome && outcome->reached)
      reachedLines.emplace(mutant.file, mutant.range.line);
  }
  sum.scores = scoresOf(sum.all, {reachedLines.size(), lines.size()});
  if (results.code.isKnown)
    sum.scores.coverage =
        coverageOf(results.code, [&](const std::string &path) { return files.count(path) != 0; }).lines;
  return sum;
}

Tally tally(const RunResults &results) {
  std::vector<std::size_t> all(results.catalog.mutants.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Tally sum = tally(results, all);
  if (results.code.isKnown)
    sum.scores.coverage = coverageOf(results.code).lines;
  for (const MacroUse &use : results.catalog.macros)
    ++sum.macros[use.name];
  return sum;
}

} // namespace allele
