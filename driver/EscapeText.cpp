#include "EscapeText.h"

#include "MutantId.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {
namespace {

constexpr std::size_t kDefectsShown = 20; // of a class
constexpr std::size_t kMutantsShown = 3;
constexpr std::size_t kTestsShown = 3;
constexpr std::size_t kShortHash = 12;

std::string percent(double share) {
  return fmt::format("{:.1f}", share * 100);
}

// "62.5 % (30.6 to 86.3)"
std::string shareText(const Ratio &ratio) {
  const auto value = ratio.value();
  const auto interval = wilsonInterval(ratio.part, ratio.whole);
  return value && interval
             ? fmt::format("{} % ({} to {})", percent(*value), percent(interval->low), percent(interval->high))
             : "-";
}

class EscapesText {
public:
  EscapesText(const EscapeReport &content, bool every, const Palette &colours)
      : report(content), all(every), palette(colours) {}

  std::string run() {
    summary();
    periods();
    for (const EscapeClass known : kAllEscapeClasses)
      defects(known);
    validation();
    return text;
  }

private:
  void summary() {
    text += palette.bold(countOf(report.all.total(), "defect")) + ":";
    for (const EscapeClass known : kAllEscapeClasses)
      text += fmt::format("{} {} {}", known == EscapeClass::kNotRun ? "" : " ·", report.all.counts.at(known),
                          toString(known));
    text += "\n" + escapeRateText(report.all) + "\n";
  }

  void periods() {
    if (report.periods.size() < 2)
      return;
    text += "\n" +
            palette.bold(fmt::format("{:<9} {:>7} {:>8} {:>12} {:>12} {:>8} {:>13}   {}", "fixed in", "defects",
                                     "not run", "not checked", "wrong state", "checked", "can't judge",
                                     "tests could not tell (95 %)")) +
            "\n";
    for (const EscapePeriod &period : report.periods)
      text += fmt::format("{:<9} {:>7} {:>8} {:>12} {:>12} {:>8} {:>13}   {}\n",
                          period.name.empty() ? "unknown" : toPrintableLine(period.name), period.total(),
                          period.counts.at(EscapeClass::kNotRun), period.counts.at(EscapeClass::kRunNotChecked),
                          period.counts.at(EscapeClass::kWrongState), period.counts.at(EscapeClass::kChecked),
                          period.counts.at(EscapeClass::kUnjudged), shareText(period.escaped()));
  }

  void defects(EscapeClass known) {
    const std::size_t count = report.all.counts.at(known);
    if (count == 0)
      return;
    text += "\n" + palette.bold(fmt::format("{}: {}", toString(known), countOf(count, "defect"))) + "\n";
    std::size_t shown = 0;
    for (const Escape &escape : report.escapes) {
      if (escape.known != known)
        continue;
      if (!all && shown++ == kDefectsShown) {
        text += fmt::format("  and {} more; --all shows them\n", count - kDefectsShown);
        return;
      }
      defect(escape);
    }
  }

  void defect(const Escape &escape) {
    const std::string fix = escape.fixes.empty() ? "" : toPrintableLine(escape.fixes.front().substr(0, kShortHash));
    text +=
        fmt::format("  {}{}  fixed by {}{}{}\n", palette.bold(toPrintableLine(escape.id)), behind("  ", escape.date),
                    fix, escape.fixes.size() > 1 ? fmt::format(" and {} more", escape.fixes.size() - 1) : "",
                    behind("  ", escape.severity));
    text += fmt::format("    {}\n", toPrintableLine(escape.why));
    lines(escape);
    for (const EscapedState &state : escape.states)
      text += fmt::format("    failure state {}  {}  `{}`: {}{}\n", toPrintableLine(state.place), state.kind,
                          toPrintableLine(state.text), state.known, behind(", by ", state.assertion));
    mutants(escape);
    tests(escape);
    for (const std::string &note : escape.notes)
      text += fmt::format("    note: {}\n", toPrintableLine(note));
  }

  void lines(const Escape &escape) {
    std::size_t killed = 0;
    std::size_t crashed = 0;
    std::size_t survived = 0;
    std::size_t notReached = 0;
    std::size_t reached = 0;
    for (const EscapedLine &line : escape.lines) {
      killed += line.killed;
      crashed += line.crashed;
      survived += line.survived;
      notReached += line.notReached;
      reached += line.isReached == true ? 1 : 0;
    }
    if (escape.lines.empty())
      return;
    const EscapedLine &first = escape.lines.front();
    text += fmt::format("    {}:{}{}{}: {} of {} reached", toPrintableLine(first.file), first.line,
                        escape.lines.size() > 1 ? fmt::format(" and {} more", escape.lines.size() - 1) : "",
                        escape.functions.empty() ? "" : " in " + toPrintableLine(escape.functions.front().second),
                        reached, countOf(escape.lines.size(), "line"));
    if (killed + crashed + survived + notReached == 0)
      text += "; no mutants\n";
    else
      text += fmt::format("; mutants: {} noticed, {} by a crash alone, {} survived, {} not reached\n", killed, crashed,
                          survived, notReached);
  }

  void mutants(const Escape &escape) {
    const std::size_t most = all ? escape.unnoticed.size() : std::min(escape.unnoticed.size(), kMutantsShown);
    for (std::size_t i = 0; i < most; ++i) {
      const EscapedMutant &mutant = escape.unnoticed[i];
      text += fmt::format("    {} {}  {}  {}: {}{}\n",
                          mutant.isReached ? "survived:   " : "not reached:", formatId(mutant.id),
                          toPrintableLine(mutant.place), toPrintableLine(mutant.operatorId),
                          toPrintableLine(mutant.change), mutant.isAccepted ? " (accepted)" : "");
    }
    if (most != escape.unnoticed.size())
      text += fmt::format("    and {} more; --all shows them\n", countOf(escape.unnoticed.size() - most, "mutant"));
  }

  void tests(const Escape &escape) {
    if (escape.tests.empty())
      return;
    std::string names;
    const std::size_t most = all ? escape.tests.size() : std::min(escape.tests.size(), kTestsShown);
    for (std::size_t i = 0; i < most; ++i)
      names += (i == 0 ? "" : ", ") + toPrintableLine(escape.tests[i]);
    if (most != escape.tests.size())
      names += fmt::format(" and {} more", escape.tests.size() - most);
    text += fmt::format("    {} by {}: {}\n", escape.testsReachFunction ? "its function is run" : "reached",
                        countOf(escape.tests.size(), "test"), names);
  }

  void validation() {
    const RateRatio &survivors = report.validation.survivors;
    const RateRatio &notRun = report.validation.notRun;
    if (notRun.escaped.lines() <= 0)
      return;
    text += "\n" + palette.bold("do these figures tell where defects get through?") + "\n";
    rates("survivors per line that tests reach", survivors);
    rates("lines that no test reaches, of all with mutants", notRun);
  }

  void rates(const char *what, const RateRatio &rates) {
    const auto sample = [](const RateSample &counts) {
      return fmt::format("{:.2f} ({:.0f} / {:.0f} in {})", counts.lines() > 0 ? counts.events() / counts.lines() : 0.0,
                         counts.events(), counts.lines(), countOf(counts.functions.size(), "function"));
    };
    text += fmt::format("  {}: {} where defects were fixed, {} elsewhere\n    ", what, sample(rates.escaped),
                        sample(rates.rest));
    if (!rates.ratio || !rates.interval) {
      text += "too few to tell\n";
      return;
    }
    const bool isOpen = rates.interval->low <= 1 && rates.interval->high >= 1;
    text += fmt::format("ratio {:.2f}, 95 % interval {:.2f} to {:.2f}{}\n", *rates.ratio, rates.interval->low,
                        rates.interval->high,
                        isOpen                    ? ": too few defects to tell whether there is a difference"
                        : rates.interval->low > 1 ? ": more where defects got through"
                                                  : ": fewer where defects got through");
  }

  static std::string behind(const char *mark, const std::string &content) {
    return content.empty() ? "" : mark + toPrintableLine(content);
  }

  const EscapeReport &report;
  bool all;
  const Palette &palette;
  std::string text;
};

} // namespace

std::string escapeRateText(const EscapePeriod &period) {
  const Ratio escaped = period.escaped();
  if (!escaped.value())
    return "none of them can be judged";
  return fmt::format("the tests could not tell of {} of {}, {}", escaped.part, escaped.whole, shareText(escaped));
}

std::string escapesText(const EscapeReport &report, bool all, const Palette &palette) {
  return EscapesText(report, all, palette).run();
}

} // namespace allele
