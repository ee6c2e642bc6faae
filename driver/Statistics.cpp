#include "Statistics.h"

#include <algorithm>
#include <cmath>

namespace allele {
namespace {

constexpr double kNormal = 1.959964; // 97.5 % of the normal distribution lie below

double logChoose(std::size_t from, std::size_t some) {
  const auto logFactorial = [](std::size_t number) { return std::lgamma(static_cast<double>(number) + 1); };
  return logFactorial(from) - logFactorial(some) - logFactorial(from - some);
}

} // namespace

std::optional<Interval> wilsonInterval(std::size_t part, std::size_t whole) {
  if (whole == 0)
    return std::nullopt;
  const auto number = static_cast<double>(whole);
  const double rate = static_cast<double>(part) / number;
  const double square = kNormal * kNormal;
  const double middle = (rate + square / (2 * number)) / (1 + square / number);
  const double half =
      kNormal / (1 + square / number) * std::sqrt(rate * (1 - rate) / number + square / (4 * number * number));
  // Rounding must not take away what was seen.
  return Interval{part == 0 ? 0 : std::max(0.0, middle - half), part == whole ? 1 : std::min(1.0, middle + half)};
}

double leastRateShown(std::size_t observations) {
  constexpr double kMissed = 0.05;
  return observations == 0 ? 1 : 1 - std::pow(kMissed, 1 / static_cast<double>(observations));
}

double chanceOf(std::size_t failures, std::size_t runs, std::size_t allFailures, std::size_t allRuns) {
  double sum = 0;
  for (std::size_t some = failures; some <= std::min(runs, allFailures); ++some)
    if (allFailures - some <= allRuns - runs)
      sum += std::exp(logChoose(runs, some) + logChoose(allRuns - runs, allFailures - some) -
                      logChoose(allRuns, allFailures));
  return std::min(1.0, sum);
}

} // namespace allele
