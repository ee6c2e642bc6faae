// The charts of quality.html: inline SVG that needs no script. Each has its text alternative; how they look is in
// html/quality.css.
#pragma once

#include "../QualityCards.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace allele {

// A share of 1, with its floor and the interval of an estimate.
std::string meterChart(const Meter &meter);

// A part of a bar: the class of its looks, its name, and how much it is.
struct BarPart {
  const char *look;
  std::string name;
  std::size_t count = 0;
};
std::string barChart(const std::vector<BarPart> &parts);
// The same parts, to look up.
std::string barLegend(const std::vector<BarPart> &parts);

// What is executed, and of it what is noticed.
std::string gapChart(double coverage, double score);

// A share in each run, oldest first; nullopt: it has none.
std::string trendChart(const std::string &name, const std::vector<std::optional<double>> &values);

} // namespace allele
