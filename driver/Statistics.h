// What can be said of a rate that few observations show.
#pragma once

#include <cstddef>
#include <optional>

namespace allele {

struct Interval {
  double low = 0;
  double high = 1;
};

// In which the rate lies behind `part` of `whole` with a confidence of 95 % (Wilson 1927). Nothing without a whole.
std::optional<Interval> wilsonInterval(std::size_t part, std::size_t whole);

// The same for all of which these are a sample, a `share` of them chosen at random: the narrower the more it has
// (correction for a finite population). Nothing without a whole, or where the sample is all.
std::optional<Interval> sampleInterval(std::size_t part, std::size_t whole, double share);

// The rate of an event that so many observations show at least once with a probability of 95 %: what is rarer may well
// have gone unseen. 1 without observations.
double leastRateShown(std::size_t observations);

// How likely it is by chance alone that as many or more of the `failures` fall on the first `runs` of `allRuns`
// (Fisher's exact test, one-sided).
double chanceOf(std::size_t failures, std::size_t runs, std::size_t allFailures, std::size_t allRuns);

} // namespace allele
