#include "Charts.h"

#include "../QualityWords.h"
#include "HtmlText.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace allele {
namespace {

constexpr double kRoomForNumber = 0.04; // of a bar's width

std::string svg(const std::string &attributes, const std::string &label, const std::string &content) {
  return fmt::format("<svg {} role=\"img\" aria-label=\"{}\">{}</svg>\n", attributes, htmlText(label), content);
}

// In percent of the width, as an attribute has it.
std::string percent(double share) {
  return fmt::format("{:.2f}%", std::min(1.0, std::max(0.0, share)) * 100);
}

std::string rect(const char *look, double from, double to, int top, int height) {
  return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", look, percent(from), top,
                     percent(to - from), height);
}

std::string line(const char *look, double from, int top, double to, int bottom) {
  return fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", look, percent(from), top,
                     percent(to), bottom);
}

} // namespace

std::string meterChart(const Meter &meter) {
  std::string label =
      fmt::format("{}: {}", meter.label, meter.value ? fmt::format("{:.1f} %", *meter.value * 100) : "not measured");
  std::string content = rect(meter.value ? "track" : "none", 0, 1, 3, 8);
  if (meter.value)
    content += rect("amount", 0, *meter.value, 3, 8);
  if (meter.interval) {
    content += line("interval", meter.interval->low, 7, meter.interval->high, 7);
    for (const double end : {meter.interval->low, meter.interval->high})
      content += line("interval", end, 3, end, 11);
    label += ", " + intervalOf(*meter.interval);
  }
  if (meter.mark) {
    content += line("floor", *meter.mark, 0, *meter.mark, 14);
    label += fmt::format(", floor {:.4g} %", *meter.mark * 100);
  }
  return svg("width=\"100%\" height=\"14\"", label, content);
}

std::string barChart(const std::vector<BarPart> &parts) {
  double sum = 0;
  for (const BarPart &part : parts)
    sum += static_cast<double>(part.count);
  std::string label;
  std::string content;
  double from = 0;
  for (const BarPart &part : parts) {
    if (part.count == 0)
      continue;
    const double to = from + static_cast<double>(part.count) / sum;
    content += rect(part.look, from, to, 0, 22);
    if (to - from >= kRoomForNumber)
      content += fmt::format("<text class=\"count\" x=\"{}\" y=\"16\" text-anchor=\"middle\">{}</text>",
                             percent((from + to) / 2), part.count);
    from = to;
    label += fmt::format("{}{} {}", label.empty() ? "" : ", ", part.count, part.name);
  }
  if (sum == 0) {
    content = rect("none", 0, 1, 0, 22);
    label = "not measured";
  }
  return svg("width=\"100%\" height=\"22\"", label, content);
}

std::string barLegend(const std::vector<BarPart> &parts) {
  std::string list = "<ul class=\"legend\">\n";
  for (const BarPart &part : parts)
    list += fmt::format("<li{}><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"{}\" width=\"12\" "
                        "height=\"12\"/></svg>{} {}</li>\n",
                        part.count == 0 ? " class=\"zero\"" : "", part.look, part.count, htmlText(part.name));
  return list + "</ul>\n";
}

std::string gapChart(double coverage, double score) {
  return svg("width=\"100%\" height=\"12\"",
             fmt::format("executed {:.1f} %, noticed {:.1f} %", coverage * 100, score * 100),
             rect("track", 0, 1, 2, 8) + rect("gap-run", 0, coverage, 2, 8) + rect("amount", 0, score, 2, 8));
}

std::string trendChart(const std::string &name, const std::vector<std::optional<double>> &values) {
  constexpr double kLeft = 24;
  constexpr double kWidth = 190;
  constexpr double kTop = 6;
  constexpr double kHeight = 60;
  const auto x = [&](std::size_t i) {
    return kLeft +
           (values.size() < 2 ? kWidth / 2 : kWidth * static_cast<double>(i) / static_cast<double>(values.size() - 1));
  };
  const auto y = [&](double value) { return kTop + kHeight * (1 - value); };
  std::string content;
  for (const int mark : {0, 50, 100})
    content += fmt::format("<line class=\"axis\" x1=\"{0}\" y1=\"{1}\" x2=\"{2}\" y2=\"{1}\"/><text x=\"{3}\" "
                           "y=\"{4}\" text-anchor=\"end\">{5}</text>",
                           kLeft, y(mark / 100.0), kLeft + kWidth, kLeft - 4, y(mark / 100.0) + 3, mark);
  // A line for each row of runs that have the figure.
  std::string points;
  std::size_t inRow = 0;
  const auto endRow = [&] {
    if (inRow > 1)
      content += fmt::format("<polyline points=\"{}\"/>", points);
    points.clear();
    inRow = 0;
  };
  std::string course;
  double last = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (const std::optional<double> &value = values[i]) {
      last = *value;
      ++inRow;
      if (course.empty())
        course = fmt::format("{:.1f} %", last * 100);
      fmt::format_to(std::back_inserter(points), "{}{:.1f},{:.1f}", points.empty() ? "" : " ", x(i), y(last));
      content += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\"/>", x(i), y(last));
    } else {
      endRow();
    }
  }
  endRow();
  course = course.empty() ? "not measured" : fmt::format("{} to {:.1f} %", course, last * 100);
  return fmt::format("<figure>\n{}<figcaption>{}: {}</figcaption>\n</figure>\n",
                     svg("viewBox=\"0 0 220 72\"", fmt::format("{} over the runs: {}", name, course), content),
                     htmlText(name), course);
}

} // namespace allele
