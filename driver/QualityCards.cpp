#include "QualityCards.h"

#include "QualityWords.h"
#include "Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

Meter meterOf(const char *label, const QualityFigure &figure, const char *what, const std::string &otherwise) {
  Meter meter;
  meter.label = label;
  meter.value = figure.ratio.value();
  meter.interval = meter.value ? figure.interval : std::nullopt;
  meter.counts = meter.value ? countsOf(figure.ratio, what) : otherwise;
  return meter;
}

// Why the strength of the tests isn't known.
std::string whyNoScore(const Quality &quality) {
  return quality.mutants == 0 ? "no changes were tried" : "the run isn't finished";
}

QualityCard hygieneOf(const Quality &quality) {
  QualityCard card;
  card.title = "Hygiene: coverage";
  card.value = quality.isCodeKnown ? percentOf(quality.coverage.lines) : kNotMeasured;
  card.isMeasured = quality.isCodeKnown && quality.coverage.lines.whole != 0;
  const std::string none = quality.isCodeKnown ? "there are none" : kNotMeasured;
  const CodeCoverage known = quality.isCodeKnown ? quality.coverage : CodeCoverage();
  card.meters = {meterOf("lines", {known.lines, {}}, "lines", none),
                 meterOf("branches", {known.branches, {}}, "ways on", none),
                 meterOf("functions", {known.functions, {}}, "functions", none)};
  const std::string floor = fmt::format("floor of {} %", numberOf(quality.floor));
  if (!quality.hasCore) {
    card.meters.front().mark = quality.floor / 100;
    card.meters.front().counts += ", " + floor;
    if (!quality.below.empty())
      card.remarks.push_back({{plain(fmt::format("Below the {}.", floor))}, true});
  } else if (!quality.below.empty()) {
    card.remarks.push_back(
        {{plain(fmt::format("{} below the {}.", countOf(quality.below.size(), "core module"), floor))}, true});
  } else if (card.isMeasured) {
    card.remarks.push_back({{plain(fmt::format("The {} is that of the core modules.", floor))}});
  }
  card.meaning = "What the tests execute at all. Executed isn't checked: this is hygiene, a floor and no goal.";
  return card;
}

// Score or strength.
QualityCard shareCard(const Quality &quality, const char *title, const QualityFigure &figure, const char *what) {
  QualityCard card;
  card.title = title;
  card.value = percentOf(figure.ratio);
  card.isMeasured = figure.ratio.whole != 0;
  const std::string none = figure.ratio.whole == 0 && quality.isComplete && quality.mutants != 0
                               ? "no test executes any change"
                               : whyNoScore(quality);
  card.meters = {meterOf("noticed", figure, what, none)};
  if (!card.isMeasured)
    return card;
  if (!quality.below.empty())
    card.remarks.push_back({{plain("Not meaningful yet: coverage is below its floor.")}, true});
  else if (!quality.isCodeKnown)
    card.remarks.push_back({{plain("Whether it is meaningful isn't known: coverage wasn't measured.")}, true});
  if (figure.interval)
    card.remarks.push_back(
        {{plain(fmt::format("An estimate from a sample: for all changes the {}.", intervalOf(*figure.interval)))}});
  return card;
}

QualityCard scoreOf(const Quality &quality) {
  QualityCard card = shareCard(quality, "Score", quality.score, "changes noticed");
  card.meaning = "Of the small changes made to the code, one at a time, those that make a test fail.";
  if (card.isMeasured && quality.hangs != 0)
    card.remarks.push_back(
        {{plain(fmt::format("{} of the noticed ones only because a test never ended.", quality.hangs))}});
  return card;
}

QualityCard strengthOf(const Quality &quality) {
  QualityCard card = shareCard(quality, "Strength", quality.strength, "executed changes noticed");
  card.meaning = "The same of the changes that tests execute: how well they check what they run.";
  return card;
}

QualityCard gapOf(const Quality &quality) {
  QualityCard card;
  card.title = "Run, not checked";
  card.value = kNotMeasured;
  card.meaning = "Coverage less score, in points: what tests execute without noticing when it does something else.";
  const std::string none = quality.isCodeKnown ? whyNoScore(quality) : "coverage wasn't measured";
  card.meters = {meterOf("executed", {quality.isCodeKnown ? quality.coverage.lines : Ratio(), {}}, "lines", none),
                 meterOf("noticed", quality.score, "changes", none)};
  if (!quality.gap)
    return card;
  card.isMeasured = true;
  card.value = fmt::format("{:.1f} points", *quality.gap * 100);
  if (quality.gapInterval)
    card.remarks.push_back({{plain(fmt::format("An estimate from a sample: 95 % interval {:.1f} to {:.1f} points.",
                                               quality.gapInterval->low * 100, quality.gapInterval->high * 100))}});
  if (*quality.gap <= 0)
    card.remarks.push_back({{plain("Coverage isn't above the score: that says nothing of what isn't executed.")}});
  return card;
}

} // namespace

std::vector<QualityCard> cardsOf(const Quality &quality) {
  return {hygieneOf(quality), scoreOf(quality), strengthOf(quality), gapOf(quality)};
}

} // namespace allele
