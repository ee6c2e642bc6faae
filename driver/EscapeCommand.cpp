// allele escape: could the tests have told of the defects that got past them?
#include "Configuration.h"
#include "EscapeStudy.h"
#include "EscapeText.h"
#include "Machine.h"
#include "SourceDiff.h"
#include "Subcommands.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace allele {
namespace {

class Command {
public:
  Command(const EscapeOptions &wanted, Terminal &where) : options(wanted), terminal(where) {}

  // Errors: what the user has to mend.
  Result<ExitCode> run() {
    auto opened = DefectHistory::open(options.repository);
    if (!opened)
      return opened.error();
    const DefectHistory &history = *opened;
    const Configuration configuration = currentConfiguration();
    testFiles = options.testFiles.empty() ? usualTestFiles() : options.testFiles;
    testFiles.insert(testFiles.end(), configuration.selection.exclude.begin(), configuration.selection.exclude.end());
    if (const Status done = resolve(history); !done)
      return done.error();
    if (options.printCommits) {
      terminal.print(commits());
      return ExitCode::kFine;
    }
    if (const Status loaded = load(history); !loaded)
      return loaded.error();
    if (const Status judged = judge(history); !judged)
      return judged.error();
    if (const Status saved = saveEscapes(options.out, report); !saved)
      return saved.error();
    terminal.print(options.json ? escapesJson(report) : escapesText(report, options.all, terminal.palette()));
    return report.all.escaped().whole == 0 ? ExitCode::kNothing : ExitCode::kFine;
  }

private:
  Result<std::vector<Defect>> list(const DefectHistory &history) const {
    if (options.defects.empty()) {
      auto found = history.search(options.search);
      if (found && found->empty())
        return Error{
            fmt::format("no commit{} {}; --range and --since choose commits",
                        options.search.range.empty() ? "" : " in " + toPrintableLine(options.search.range),
                        options.search.trailer.empty()
                            ? fmt::format("has a line that '{}' matches", toPrintableLine(options.search.pattern))
                            : fmt::format("has a trailer {}", toPrintableLine(options.search.trailer)))};
      return found;
    }
    const auto text = readSource(options.defects);
    if (!text)
      return Error{fmt::format("{} can't be read; it is a table with the columns id,fix", options.defects)};
    return parseDefects(*text, options.defects);
  }

  Status resolve(const DefectHistory &history) {
    const auto named = list(history);
    if (!named)
      return named.error();
    for (const Defect &defect : *named) {
      auto known = resolveDefect(defect, history);
      if (!known)
        return known.error();
      defects.push_back(std::move(*known));
    }
    return Done{};
  }

  // Those to run at, the oldest fix first.
  std::string commits() const {
    std::multimap<std::string, std::string> byDate;
    for (const KnownDefect &known : defects)
      if (!known.fixes.empty())
        byDate.emplace(known.fixes.front().date, known.fixes.front().parent);
    std::set<std::string> seen;
    std::string text;
    for (const auto &[date, commit] : byDate)
      if (seen.insert(commit).second)
        text += commit + "\n";
    return text;
  }

  Status load(const DefectHistory &history) {
    std::vector<std::string> directories = options.results;
    if (directories.empty())
      directories.push_back(options.out);
    for (const std::string &directory : directories) {
      auto loaded = loadResults(directory);
      if (!loaded)
        return loaded.error();
      if (!loaded->complete)
        terminal.warn(fmt::format("the run in {} isn't complete: some defects may not be judged", directory));
      runs.push_back(std::make_unique<KnownRun>(directory, std::move(*loaded), history));
    }
    return Done{};
  }

  Status judge(const DefectHistory &history) {
    std::vector<Escape> escapes;
    const EscapeStudy study(history, runs, testFiles);
    for (std::size_t i = 0; i < defects.size(); ++i) {
      terminal.progress("defects", i, defects.size(), static_cast<double>(i) / static_cast<double>(defects.size()), "");
      auto escape = study.judge(defects[i]);
      if (!escape) {
        terminal.endProgress();
        return escape.error();
      }
      escapes.push_back(std::move(*escape));
    }
    terminal.endProgress();
    for (const EscapeClass each : kAllEscapeClasses)
      for (const Escape &escape : escapes)
        if (escape.known == each)
          report.escapes.push_back(escape);
    std::vector<const RunResults *> used;
    for (const auto &run : runs)
      if (std::any_of(report.escapes.begin(), report.escapes.end(),
                      [&](const Escape &escape) { return escape.results == run->directory; }))
        used.push_back(&run->results);
    report.version = ALLELE_VERSION;
    report.madeAt = utcNow();
    report.all = totalOf(report.escapes);
    report.periods = periodsOf(report.escapes, options.period);
    report.validation = validate(used, report.escapes, testFiles);
    return Done{};
  }

  const EscapeOptions &options;
  Terminal &terminal;
  std::vector<std::string> testFiles; // globs
  std::vector<KnownDefect> defects;
  std::vector<std::unique_ptr<KnownRun>> runs;
  EscapeReport report;
};

} // namespace

ExitCode runEscape(const EscapeOptions &options, Terminal &terminal) {
  const auto code = Command(options, terminal).run();
  if (code)
    return *code;
  terminal.error(code.error().message);
  return ExitCode::kUsage;
}

} // namespace allele
