// The four figures of the quality page: hygiene, score, strength, and what is run but not checked.
#pragma once

#include "Quality.h"
#include "Words.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

// A share as a bar has it.
struct Meter {
  std::string label;
  std::optional<double> value; // nullopt: not measured
  std::optional<Interval> interval;
  std::optional<double> mark; // a floor
  std::string counts;         // "1021 of 1112 lines", or why there are none
};

struct Remark {
  Words words;
  bool isWarning = false; // that the figure isn't what it seems
};

// One of the four figures.
struct QualityCard {
  std::string title;
  std::string value; // "74.2 %", "not measured"
  bool isMeasured = false;
  std::vector<Meter> meters;
  std::string meaning;
  std::vector<Remark> remarks;
};

std::vector<QualityCard> cardsOf(const Quality &quality);

} // namespace allele
