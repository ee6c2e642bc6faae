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
  return sampleInterval(part, whole, 0);
}

std::optional<Interval> sampleInterval(std::size_t part, std::size_t whole, double share) {
  if (whole == 0 || share >= 1)
    return std::nullopt;
  const double rate = static_cast<double>(part) / static_cast<double>(whole);
  const double weight = kNormal * kNormal * (1 - share) / static_cast<double>(whole);
  const double middle = (rate + weight / 2) / (1 + weight);
  const double half = std::sqrt(weight * (rate * (1 - rate) + weight / 4)) / (1 + weight);
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
