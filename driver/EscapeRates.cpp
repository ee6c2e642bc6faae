#include "EscapeRates.h"

#include "CodeIndex.h"
#include "Glob.h"
#include "PseudoTested.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace allele {
namespace {

constexpr double kNormal = 1.959964; // 97.5 % of the normal distribution lie below

// 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5).
double studentQuantile(double freedom) {
  const double z = kNormal;
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  const double z7 = z5 * z * z;
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom);
}

// Of the logarithm of the rate.
double logVariance(const RateSample &sample) {
  const auto count = static_cast<double>(sample.functions.size());
  const double rate = sample.events() / sample.lines();
  double squares = 0;
  for (const auto &[events, lines] : sample.functions)
    squares += (events - rate * lines) * (events - rate * lines);
  return count / (count - 1) * squares / (sample.events() * sample.events());
}

struct FunctionCounts {
  std::set<std::pair<std::size_t, std::uint32_t>> lines; // number of the run and line
  std::set<std::pair<std::size_t, std::uint32_t>> reached;
  std::size_t survivors = 0;
};

using FunctionKey = std::pair<std::string, std::string>; // file and name

void addCounts(const RunResults &results, std::size_t number, std::map<FunctionKey, FunctionCounts> &counts) {
  const CodeIndex index(results);
  const PseudoTested pseudoTested(results);
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const std::optional<Outcome> &outcome = results.outcomes[i];
    if (mutant.ignored || !outcome || isExtreme(mutant))
      continue;
    const Verdict verdict = outcome->judgement.verdict;
    const bool isUnnoticed = verdict == Verdict::kIgnored && pseudoTested.covers(mutant);
    if (verdict != Verdict::kKilled && verdict != Verdict::kSurvived && verdict != Verdict::kNotReached && !isUnnoticed)
      continue;
    const CodeIndex::Function *function = index.functionAt(sourcePathOf(mutant), mutant.range.line);
    if (function == nullptr)
      continue;
    FunctionCounts &here = counts[{mutant.file, function->name}];
    here.lines.emplace(number, mutant.range.line);
    if (verdict != Verdict::kNotReached)
      here.reached.emplace(number, mutant.range.line);
    here.survivors += verdict == Verdict::kSurvived || isUnnoticed ? 1 : 0;
  }
}

std::string periodOf(const std::string &date, PeriodLength length) {
  constexpr std::size_t kYear = 4;
  constexpr std::size_t kMonth = 7;
  if (date.size() < kMonth)
    return "";
  if (length == PeriodLength::kYear)
    return date.substr(0, kYear);
  if (length == PeriodLength::kMonth)
    return date.substr(0, kMonth);
  const int month = std::atoi(date.substr(kYear + 1, 2).c_str());
  return fmt::format("{} Q{}", date.substr(0, kYear), (month + 2) / 3);
}

} // namespace

std::size_t EscapePeriod::total() const {
  std::size_t sum = 0;
  for (const auto &entry : counts)
    sum += entry.second;
  return sum;
}

Ratio EscapePeriod::escaped() const {
  const std::size_t judged = total() - counts.at(EscapeClass::kUnjudged);
  return {judged - counts.at(EscapeClass::kChecked), judged};
}

std::optional<PeriodLength> periodLengthFromString(std::string_view text) {
  if (text == "month")
    return PeriodLength::kMonth;
  if (text == "quarter")
    return PeriodLength::kQuarter;
  if (text == "year")
    return PeriodLength::kYear;
  return std::nullopt;
}

EscapePeriod totalOf(const std::vector<Escape> &escapes) {
  EscapePeriod sum;
  for (const EscapeClass known : kAllEscapeClasses)
    sum.counts[known] = 0;
  for (const Escape &escape : escapes)
    ++sum.counts[escape.known];
  return sum;
}

std::vector<EscapePeriod> periodsOf(const std::vector<Escape> &escapes, PeriodLength length) {
  std::set<std::string> months;
  for (const Escape &escape : escapes)
    months.insert(periodOf(escape.date, PeriodLength::kMonth));
  months.erase("");
  if (length == PeriodLength::kAuto) {
    const auto number = [](const std::string &month) {
      return std::atoi(month.substr(0, 4).c_str()) * 12 + std::atoi(month.substr(5).c_str());
    };
    const bool isShort = months.empty() || number(*months.rbegin()) - number(*months.begin()) < 12;
    length = isShort ? PeriodLength::kMonth : PeriodLength::kQuarter;
  }
  std::map<std::string, std::vector<Escape>> byPeriod;
  for (const Escape &escape : escapes)
    byPeriod[periodOf(escape.date, length)].push_back(escape);
  std::vector<EscapePeriod> periods;
  for (const auto &[name, content] : byPeriod) {
    periods.push_back(totalOf(content));
    periods.back().name = name;
  }
  if (!periods.empty() && periods.front().name.empty())
    std::rotate(periods.begin(), periods.begin() + 1, periods.end());
  return periods;
}

double RateSample::events() const {
  double sum = 0;
  for (const auto &each : functions)
    sum += each.first;
  return sum;
}

double RateSample::lines() const {
  double sum = 0;
  for (const auto &each : functions)
    sum += each.second;
  return sum;
}

RateRatio compareRates(RateSample escaped, RateSample rest) {
  RateRatio found;
  found.escaped = std::move(escaped);
  found.rest = std::move(rest);
  const auto isEmpty = [](const RateSample &sample) { return sample.events() <= 0 || sample.lines() <= 0; };
  if (isEmpty(found.escaped) || isEmpty(found.rest))
    return found;
  found.ratio = found.escaped.events() / found.escaped.lines() / (found.rest.events() / found.rest.lines());
  const std::size_t least = std::min(found.escaped.functions.size(), found.rest.functions.size());
  if (least < kLeastFunctions)
    return found;
  const double half =
      studentQuantile(static_cast<double>(least - 1)) * std::sqrt(logVariance(found.escaped) + logVariance(found.rest));
  found.interval = Interval{*found.ratio * std::exp(-half), *found.ratio * std::exp(half)};
  return found;
}

Validation validate(const std::vector<const RunResults *> &runs, const std::vector<Escape> &escapes,
                    const std::vector<std::string> &testFiles) {
  std::map<FunctionKey, FunctionCounts> counts;
  for (std::size_t i = 0; i < runs.size(); ++i)
    addCounts(*runs[i], i, counts);
  std::set<FunctionKey> fixed;
  for (const Escape &escape : escapes)
    fixed.insert(escape.functions.begin(), escape.functions.end());
  RateSample survivors[2]; // escaped, rest
  RateSample notRun[2];
  for (const auto &[key, here] : counts) {
    if (matchesAnyPath(testFiles, key.first))
      continue;
    const std::size_t side = fixed.count(key) != 0 ? 0 : 1;
    const auto lines = static_cast<double>(here.lines.size());
    const auto reached = static_cast<double>(here.reached.size());
    if (!here.reached.empty())
      survivors[side].functions.emplace_back(static_cast<double>(here.survivors), reached);
    notRun[side].functions.emplace_back(lines - reached, lines);
  }
  return {compareRates(std::move(survivors[0]), std::move(survivors[1])),
          compareRates(std::move(notRun[0]), std::move(notRun[1]))};
}

} // namespace allele
