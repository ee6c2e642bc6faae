// What a list of escapes says as a whole: how many of them the tests could not tell, and whether survivors tell where
// defects get through.
#pragma once

#include "Escape.h"
#include "Ratio.h"
#include "Statistics.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// Escapes of a month, a quarter or a year; or all.
struct EscapePeriod {
  std::string name;                          // "2027-01", "2027 Q1", "2027"; empty: the date isn't known
  std::map<EscapeClass, std::size_t> counts; // has an entry for every class

  std::size_t total() const;
  // Of those that can be judged: whose code no test ran, or none checked in the state that counts.
  Ratio escaped() const;
};

enum class PeriodLength { kAuto, kMonth, kQuarter, kYear }; // kAuto: months for a year at most, else quarters
std::optional<PeriodLength> periodLengthFromString(std::string_view text);

EscapePeriod totalOf(const std::vector<Escape> &escapes);
// By time; the unknown one last.
std::vector<EscapePeriod> periodsOf(const std::vector<Escape> &escapes, PeriodLength length);

// Counts of one function, or of several: of each the events, and what they are counted on.
struct RateSample {
  std::vector<std::pair<double, double>> functions; // events, lines
  double events() const;
  double lines() const;
};

// How many times as frequent events are in one sample as in the other.
struct RateRatio {
  RateSample escaped;
  RateSample rest;
  std::optional<double> ratio;      // nullopt: one has no events or no lines
  std::optional<Interval> interval; // 95 %; nullopt: fewer than kLeastFunctions in one of them
};
inline constexpr std::size_t kLeastFunctions = 5;

// Functions are the units: lines of one function resemble each other, so the variance is that of a ratio of sums over
// functions (Cochran, Sampling Techniques, 1977, 6.3), on the logarithm, with Student's t for the smaller sample.
RateRatio compareRates(RateSample escaped, RateSample rest);

struct Validation {
  RateRatio survivors; // survivors on lines that tests reach
  RateRatio notRun;    // lines that no test reaches, of all lines with mutants
};

// Of the functions in which a defect was fixed against all others of the runs. A function that several runs have is
// one; in the rest only such as no defect was fixed in, in any run. `testFiles`: globs; they count in neither.
Validation validate(const std::vector<const RunResults *> &runs, const std::vector<Escape> &escapes,
                    const std::vector<std::string> &testFiles);

} // namespace allele
