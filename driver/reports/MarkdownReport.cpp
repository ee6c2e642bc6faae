// markdown: the summary of a job and the comment on a pull request, as GitHub shows them.
#include "../MutantId.h"
#include "../MutantText.h"
#include "../PseudoTested.h"
#include "../Score.h"
#include "../SourceDiff.h"
#include "../SurvivorText.h"
#include "../Text.h"
#include "MarkdownText.h"
#include "Report.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace allele {
namespace {

// What GitHub takes. Bytes are counted, of which no text has fewer than characters.
constexpr std::size_t kCommentSize = 65'536;
constexpr std::size_t kSummarySize = std::size_t{1} << 20;

// With more backticks around than any text within has in a row.
std::string fenced(const std::string &text) {
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}diff\n{}{}\n", fence, text, fence);
}

// At most so many lines of a sign, none of them long.
SourceDiff shortened(const SourceDiff &diff) {
  constexpr std::size_t kMostLines = 12;
  constexpr std::size_t kLongestLine = 300;
  SourceDiff result;
  result.fromSource = diff.fromSource;
  std::map<char, std::size_t> counts;
  for (const DiffLine &line : diff.lines)
    if (const std::size_t count = ++counts[line.sign]; count <= kMostLines)
      result.lines.push_back({line.sign, line.line, cutTo(kLongestLine, line.text), line.end});
    else if (count == kMostLines + 1)
      result.lines.push_back({line.sign, line.line, "...", line.end});
  return result;
}

std::string percent(const Ratio &ratio) {
  const auto value = ratio.value();
  return value ? fmt::format("{:.1f} %", *value * 100) : "-";
}

std::string row(const std::string &name, const std::string &value, const std::string &meaning) {
  return fmt::format("| {} | {} | {} |\n", name, value, meaning);
}

class MarkdownReport {
public:
  MarkdownReport(const RunResults &run, const ReportOptions &wanted)
      : results(run), options(wanted), size(wanted.survivors == 0 ? kSummarySize : kCommentSize), sum(tally(run)),
        sources(run.sources) {}

  std::string render() {
    const std::string top = "<!-- allele -->\n## Mutation testing\n\n" + headline() + figures();
    const std::string bottom =
        pseudoTested() + notReached() + inconclusive() + accepted() +
        fmt::format("\n`allele show ID{}` tells all about a mutant, and how to repeat it.\n", options.outOption);
    return top + survivors(size - size / 8 - top.size() - bottom.size()) + bottom;
  }

private:
  std::string headline() const {
    if (!results.complete)
      return fmt::format("The run isn't complete: {} no verdict yet, so there is no score.\n\n",
                         sum.all.pending == 1 ? "1 mutant has" : fmt::format("{} mutants have", sum.all.pending));
    const std::size_t count = sum.all.of(Verdict::kSurvived);
    if (count == 0)
      return "**No mutant survived.**\n\n";
    return fmt::format("**{} survived**: {} of the code that no test notices.\n\n", countOf(count, "mutant"),
                       count == 1 ? "a change" : "changes");
  }

  std::string figures() const {
    std::string text = "| figure | | |\n|---|---:|---|\n";
    const std::size_t hangs = sum.all.of(Cause::kHang);
    const auto ratio = [&](const char *name, const Ratio &of, const char *whole) {
      text += row(name, percent(of), fmt::format("{} of {} {}", of.part, of.whole, whole));
    };
    if (results.complete) {
      ratio("score", sum.scores.score, "mutants killed");
      if (hangs != 0)
        ratio("score without hangs", sum.scores.scoreWithoutHangs, "mutants killed otherwise");
      ratio("strength", sum.scores.strength, "reached mutants killed");
      ratio("coverage", sum.scores.coverage, "lines executed");
    }
    const auto count = [&](const char *name, std::size_t number, const char *meaning) {
      if (number != 0)
        text += row(name, std::to_string(number), meaning);
    };
    count("killed", sum.all.of(Verdict::kKilled), "tests fail");
    count("hangs", hangs, "of the killed: tests never end");
    count("survived", sum.all.of(Verdict::kSurvived), "tests run them and pass");
    count("not reached", sum.all.of(Verdict::kNotReached), "no test runs them");
    count("inconclusive", sum.all.of(Verdict::kInconclusive), "their runs say nothing");
    count("accepted", sum.all.accepted, "survive, with a reason to");
    count("suppressed", sum.ignored.suppressed, "excluded in the source");
    count("without a verdict", sum.all.pending, "the run isn't complete");
    if (const auto error = sampleError(sum.scores.score, results.info.sample); error && results.complete)
      text += fmt::format("\nA sample of {:.3g} %: the score of all mutants lies within {:.1f} percentage points "
                          "(95 % confidence).\n",
                          results.info.sample * 100, *error * 100);
    return text;
  }

  // What is left out has a table of its own behind them.
  std::string survivors(std::size_t room) {
    const std::vector<std::size_t> all = results.unaccepted(Verdict::kSurvived);
    if (all.empty())
      return "";
    std::map<std::string, std::size_t> ofFile;
    for (const std::size_t i : all)
      ++ofFile[results.catalog.mutants[i].file];
    const std::string foot = "\n</details>\n";
    const std::size_t most = options.survivors == 0 ? all.size() : std::min(options.survivors, all.size());
    std::string text = "\n### Survived\n";
    std::size_t shown = 0;
    std::string file;
    for (; shown < most; ++shown) {
      const Mutant &mutant = results.catalog.mutants[all[shown]];
      std::string block;
      if (shown == 0 || mutant.file != file)
        block = fmt::format("{}\n<details><summary>{}: {}</summary>\n", shown == 0 ? "" : foot,
                            markdownCode(mutant.file), countOf(ofFile[mutant.file], "mutant"));
      file = mutant.file;
      block += survivor(all[shown]);
      if (text.size() + block.size() + foot.size() > room)
        break;
      text += block;
    }
    if (shown != 0)
      text += foot;
    return text + notShown({all.begin() + static_cast<std::ptrdiff_t>(shown), all.end()});
  }

  // How many survivors more there are, and where.
  std::string notShown(const std::vector<std::size_t> &rest) const {
    std::map<std::string, std::size_t> ofFile;
    for (const std::size_t i : rest)
      ++ofFile[results.catalog.mutants[i].file];
    std::vector<std::string> rows;
    rows.reserve(ofFile.size());
    for (const auto &[file, count] : ofFile)
      rows.push_back(fmt::format("| {} | {} |\n", markdownCode(file), count));
    return table(fmt::format("{} more survived; {} shows all", rest.size(), command("report --all")),
                 "| file | more survivors |\n|---|---:|\n", rows);
  }

  std::string survivor(std::size_t index) {
    const Mutant &mutant = results.catalog.mutants[index];
    const std::optional<Outcome> &outcome = results.outcomes[index];
    const std::string diff = diffText(shortened(makeDiff(sources.of(mutant), mutant, 0)), {}, "");
    return fmt::format("\n**Line {}**: {} {}; {}\n\n{}", mutant.range.line, markdownCode(mutant.operatorId),
                       markdownCode(formatId(mutant.id)), outcome ? whyAlive(*outcome, results.pairs[index]) : "",
                       fenced(toValidUtf8(diff)));
  }

  std::string command(const char *words) const {
    return markdownCode(fmt::format("allele {}{}", words, options.outOption));
  }

  // A folded table that takes no more than an eighth of the page.
  std::string table(const std::string &title, const std::string &head, const std::vector<std::string> &rows) const {
    if (rows.empty())
      return "";
    const auto more = [&](std::size_t count) {
      return fmt::format("\n{} more; {} shows them.\n", count, command("report --all"));
    };
    const std::size_t room = size / 8 - more(rows.size()).size() - title.size() - head.size();
    std::string list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (list.size() + rows[i].size() > room) {
        list += more(rows.size() - i);
        break;
      }
      list += rows[i];
    }
    return fmt::format("\n<details><summary>{}</summary>\n\n{}{}\n</details>\n", title, head, list);
  }

  std::string pseudoTested() const {
    const PseudoTested pseudo(results);
    std::vector<std::string> rows;
    for (const PseudoTestedFunction &each : pseudo.functions()) {
      std::string operators;
      for (const std::size_t mutant : each.mutants)
        operators += (operators.empty() ? "" : ", ") + results.catalog.mutants[mutant].operatorId;
      rows.push_back(row(markdownCode(demangle(each.function)),
                         markdownCode(placeOf(results.catalog.mutants[each.mutants.front()])),
                         markdownCode(operators)));
    }
    return table(fmt::format("<b>Pseudo-tested</b>: {} that tests run and whose results no test checks",
                             countOf(rows.size(), "function")),
                 "| function | place | survives |\n|---|---|---|\n", rows);
  }

  std::string notReached() const {
    std::map<std::string, std::vector<std::uint32_t>> lines;
    for (const std::size_t i : results.unaccepted(Verdict::kNotReached))
      lines[results.catalog.mutants[i].file].push_back(results.catalog.mutants[i].range.line);
    std::vector<std::string> rows;
    rows.reserve(lines.size());
    for (const auto &[file, numbers] : lines)
      rows.push_back(row(markdownCode(file), std::to_string(numbers.size()), rangeList(numbers)));
    return table(fmt::format("<b>Not reached</b>: {} that no test executes",
                             countOf(sum.all.of(Verdict::kNotReached), "mutant")),
                 "| file | mutants | lines |\n|---|---:|---|\n", rows);
  }

  std::string rowOf(const Mutant &mutant, const std::string &reason) const {
    return row(markdownCode(placeOf(mutant)), markdownCode(mutant.operatorId) + " " + markdownCode(formatId(mutant.id)),
               markdownCode(reason));
  }

  std::string inconclusive() const {
    std::vector<std::string> rows;
    for (const std::size_t i : results.unaccepted(Verdict::kInconclusive)) {
      const std::optional<Outcome> &outcome = results.outcomes[i];
      rows.push_back(rowOf(results.catalog.mutants[i], outcome ? outcome->judgement.detail : ""));
    }
    return table(fmt::format("<b>Inconclusive</b>: {} whose runs say nothing", countOf(rows.size(), "mutant")),
                 "| place | mutant | reason |\n|---|---|---|\n", rows);
  }

  std::string accepted() const {
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
      if (const Acceptance *acceptance = results.acceptanceOf(i))
        rows.push_back(rowOf(results.catalog.mutants[i], acceptance->reason));
    return table(fmt::format("<b>Accepted</b>: {} with a reason", countOf(rows.size(), "survivor")),
                 "| place | mutant | reason |\n|---|---|---|\n", rows);
  }

  const RunResults &results;
  const ReportOptions &options;
  const std::size_t size; // in bytes, at most
  const Tally sum;
  SourceTexts sources;
};

std::string render(const RunResults &results, const ReportOptions &options) {
  return MarkdownReport(results, options).render();
}

} // namespace

extern const ReportFormat kMarkdownReport;
const ReportFormat kMarkdownReport = {
    "markdown", "summary of a job or comment on a pull request, for GitHub", nullptr, render, nullptr, "md"};

} // namespace allele
