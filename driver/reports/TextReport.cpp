// What a run prints: only what needs action, and the figures.
#include "../Flows.h"
#include "../Hygiene.h"
#include "../MutantId.h"
#include "../MutantText.h"
#include "../PseudoTested.h"
#include "../Score.h"
#include "../Text.h"
#include "Report.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace allele {
namespace {

class TextReport {
public:
  TextReport(const RunResults &run, const ReportOptions &wanted) : results(run), options(wanted), sum(tally(run)) {}

  std::string render() {
    survivors();
    pseudoTested();
    notReached();
    named(Verdict::kInconclusive, Cause::kNone, "inconclusive");
    named(Verdict::kKilled, Cause::kHang, "killed by a hang");
    figures();
    gaps();
    flows();
    return text;
  }

private:
  // Of a mutant with this verdict; else null, also for duplicates and accepted ones: they need no action.
  const Judgement *judgement(std::size_t i, Verdict verdict) const {
    if (equalOf(results.catalog.mutants[i]))
      return nullptr;
    const std::optional<Outcome> &outcome = results.outcomes[i];
    const bool isShown = outcome && results.acceptanceOf(i) == nullptr;
    return isShown && outcome->judgement.verdict == verdict ? &outcome->judgement : nullptr;
  }

  void heading(const std::string &line) {
    text += text.empty() ? "" : "\n";
    text += options.palette.bold(line) + "\n";
  }

  void survivors() {
    const std::size_t count = sum.all.of(Verdict::kSurvived);
    if (count == 0)
      return;
    heading(fmt::format("survived: {} that no test notices", countOf(count, "mutant")));
    std::size_t shown = 0;
    std::string file;
    SourceTexts sources(results.sources);
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      if (judgement(i, Verdict::kSurvived) == nullptr)
        continue;
      if (options.survivors != 0 && shown == options.survivors) {
        text +=
            fmt::format("\n{} more survived; `allele report --all{}` shows all\n", count - shown, options.outOption);
        return;
      }
      const Mutant &mutant = results.catalog.mutants[i];
      if (mutant.file != file) {
        file = mutant.file;
        text += "\n" + options.palette.bold(toPrintableLine(file)) + "\n";
      }
      text += fmt::format("  {}  {}  {}\n", toPrintableLine(placeOf(mutant)), mutant.operatorId, formatId(mutant.id));
      text += diffText(makeDiff(sources.of(mutant), mutant, 0), options.palette, "  ");
      text += "  " + options.palette.dim(repeatLine(mutant.id, commandByHand(results, i))) + "\n";
      ++shown;
    }
  }

  void pseudoTested() {
    const PseudoTested pseudo(results);
    if (pseudo.functions().empty())
      return;
    heading(fmt::format("pseudo-tested: {} that tests run and whose results no test checks",
                        countOf(pseudo.functions().size(), "function")));
    for (const PseudoTestedFunction &each : pseudo.functions()) {
      const Mutant &first = results.catalog.mutants[each.mutants.front()];
      std::string operators;
      for (const std::size_t mutant : each.mutants)
        operators += (operators.empty() ? "" : ", ") + results.catalog.mutants[mutant].operatorId;
      text += fmt::format("  {}  {}  survives {}\n", toPrintableLine(placeOf(first)),
                          toPrintableLine(demangle(each.function)), operators);
    }
  }

  void notReached() {
    const std::size_t count = sum.all.of(Verdict::kNotReached);
    if (count == 0)
      return;
    heading(fmt::format("not reached: {} that no test executes", countOf(count, "mutant")));
    std::map<std::string, std::vector<std::uint32_t>> lines;
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      if (judgement(i, Verdict::kNotReached) != nullptr)
        lines[results.catalog.mutants[i].file].push_back(results.catalog.mutants[i].range.line);
    for (const auto &[file, numbers] : lines)
      text += fmt::format("  {}: {}, line{} {}\n", toPrintableLine(file), countOf(numbers.size(), "mutant"),
                          numbers.front() == numbers.back() ? "" : "s", rangeList(numbers));
  }

  // Lists the mutants of one verdict, and of one cause when that isn't kNone.
  void named(Verdict verdict, Cause cause, const char *title) {
    constexpr std::size_t kShown = 50;
    const std::size_t count = cause == Cause::kNone ? sum.all.of(verdict) : sum.all.of(cause);
    if (count == 0)
      return;
    heading(fmt::format("{}: {}", title, countOf(count, "mutant")));
    std::size_t shown = 0;
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Judgement *found = judgement(i, verdict);
      if (found == nullptr || (cause != Cause::kNone && found->cause != cause))
        continue;
      if (options.survivors != 0 && shown++ == kShown) {
        text += fmt::format("  {} more; `allele report --all{}` shows all\n", count - kShown, options.outOption);
        return;
      }
      const Mutant &mutant = results.catalog.mutants[i];
      text += fmt::format("  {}  {}  {}  {}\n", toPrintableLine(placeOf(mutant)), mutant.operatorId,
                          formatId(mutant.id), toPrintableLine(found->detail));
    }
  }

  void figures() {
    text += text.empty() ? "" : "\n";
    text +=
        fmt::format("{}: {} killed, {} survived, {} not reached, {} inconclusive", countOf(sum.all.total(), "mutant"),
                    sum.all.of(Verdict::kKilled), sum.all.of(Verdict::kSurvived), sum.all.of(Verdict::kNotReached),
                    sum.all.of(Verdict::kInconclusive));
    if (sum.all.of(Verdict::kIgnored) != 0)
      text += fmt::format(", {} ignored", sum.all.of(Verdict::kIgnored));
    if (sum.all.duplicates != 0)
      text += fmt::format(", {}", countOf(sum.all.duplicates, "duplicate"));
    if (sum.all.accepted != 0)
      text += fmt::format(", {} accepted", sum.all.accepted);
    if (sum.all.pending != 0)
      text += fmt::format(", {} without a verdict", sum.all.pending);
    text += "\n";
    if (const std::string reasons = ignoredText(); !reasons.empty())
      text += fmt::format("ignored: {}\n", reasons);
    if (!results.acceptancesToMend.empty())
      text += fmt::format("of no use any more: {}; `allele accept{}` lists them\n",
                          countOf(results.acceptancesToMend.size(), "acceptance"), options.outOption);
    if (results.info.leftOut != 0)
      text += fmt::format("left out by the selection: {}\n", countOf(results.info.leftOut, "mutant"));
    if (!sum.macros.empty()) {
      const auto [uses, names] = mostFirst(sum.macros);
      text += fmt::format("macros: {} whose operators have no mutants ({})\n", countOf(uses, "use"), names);
    }
    std::string causes;
    for (const Cause cause : kAllCauses)
      if (sum.all.of(cause) != 0)
        causes += fmt::format("{}{} {}", causes.empty() ? "" : ", ", toString(cause), sum.all.of(cause));
    if (!causes.empty())
      text += fmt::format("killed by: {}\n", causes);
    if (!results.complete) {
      text += "no score: the run isn't complete\n";
      return;
    }
    text += options.palette.bold(
                fmt::format("score {}   strength {}   coverage {}", percent(sum.scores.score, "mutants"),
                            percent(sum.scores.strength, "reached mutants"), percent(sum.scores.coverage, "lines"))) +
            "\n";
    for (const BelowFloor &below : belowFloor(results.code, options.coverage))
      text +=
          options.palette.red(fmt::format("coverage{} is {}, below the floor of {:.4g} %: the score there is not yet "
                                          "meaningful",
                                          below.of.empty() ? "" : " of " + toPrintableLine(below.of),
                                          percent(below.lines, "lines"), options.coverage.floor)) +
          "\n";
    if (sum.all.of(Cause::kHang) != 0)
      text += fmt::format("score without hangs {}\n", percent(sum.scores.scoreWithoutHangs, "mutants"));
    const auto error = sampleError(sum.scores.score, results.info.sample);
    if (const auto score = sum.scores.score.value(); score && error)
      text += fmt::format("sample of {:.3g} %: the score of all mutants is {:.1f} % +- {:.1f} (95 % confidence)\n",
                          results.info.sample * 100, *score * 100, *error * 100);
  }

  // Where assertions are missing rather than tests.
  void gaps() {
    constexpr std::size_t kShown = 3;
    if (!results.complete)
      return;
    const std::vector<OracleGap> all = oracleGaps(results);
    std::string list;
    for (std::size_t i = 0; i < all.size() && i < kShown && all.size() > 1 && all[i].gap >= 0.1; ++i)
      list += fmt::format("{}{} (coverage {:.0f} %, score {:.0f} %)", list.empty() ? "" : ", ",
                          toPrintableLine(all[i].file), all[i].coverage.value().value_or(0) * 100,
                          all[i].score.value().value_or(0) * 100);
    const std::vector<std::size_t> silent = testsWithoutAssertions(results);
    std::string names;
    for (std::size_t i = 0; i < silent.size() && i < kShown; ++i)
      names += fmt::format("{}{}", i == 0 ? "" : ", ", toPrintableLine(results.info.tests[silent[i]].name));
    if (!silent.empty())
      text += fmt::format("{} of {} execute code and assert nothing: {}{}\n", silent.size(),
                          countOf(results.info.tests.size(), "test"), names, silent.size() > kShown ? ", ..." : "");
    if (!list.empty())
      text += fmt::format("run but not checked, most of all: {}\n", list);
  }

  void flows() {
    if (!results.code.isKnown)
      return;
    const std::vector<Flow> all = flowsOf(results, options.flows, evidenceOf(results));
    for (const Flow &flow : all)
      text += fmt::format("{}{}: {}\n", &flow == &all.front() ? "\n" : "",
                          options.palette.bold(toPrintableLine(flow.settings.name)), summaryOf(flow));
    if (!all.empty())
      text += fmt::format("`allele flows{}` lists them\n", options.outOption);
  }

  // The sum, and "logging 5, destructors 2", cut after the first ones.
  static std::pair<std::size_t, std::string> mostFirst(const std::map<std::string, std::size_t> &counts) {
    constexpr std::size_t kNamesShown = 12;
    std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const auto &a, const auto &b) { return std::tie(b.second, a.first) < std::tie(a.second, b.first); });
    std::size_t sum = 0;
    std::string list;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      sum += sorted[i].second;
      if (i < kNamesShown)
        list += fmt::format("{}{} {}", i == 0 ? "" : ", ", toPrintableLine(sorted[i].first), sorted[i].second);
      else if (i == kNamesShown)
        list += ", ...";
    }
    return {sum, list};
  }

  // "7 by noise rules (logging 5, destructors 2), 3 suppressed", or nothing.
  std::string ignoredText() const {
    const IgnoredCounts &ignored = sum.ignored;
    const auto [noise, byRule] = mostFirst(ignored.noise);
    std::string list;
    const auto add = [&](std::size_t count, const std::string &what) {
      if (count != 0)
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, what);
    };
    add(noise, fmt::format("by noise rules ({})", byRule));
    add(ignored.suppressed, "suppressed");
    add(ignored.equivalent, "equivalent");
    add(ignored.equalToAbsent, "equal to mutants that aren't in the program");
    add(ignored.notInstrumented, "not wholly instrumented");
    return list;
  }

  static std::string percent(const Ratio &ratio, const char *of) {
    const auto value = ratio.value();
    return value ? fmt::format("{:.1f} % ({} of {} {})", *value * 100, ratio.part, ratio.whole, of)
                 : fmt::format("- (no {})", of);
  }

  const RunResults &results;
  const ReportOptions &options;
  const Tally sum;
  std::string text;
};

std::string render(const RunResults &results, const ReportOptions &options) {
  return TextReport(results, options).render();
}

} // namespace

extern const ReportFormat kTextReport;
const ReportFormat kTextReport = {"text", "what `allele run` prints", nullptr, render};

} // namespace allele
