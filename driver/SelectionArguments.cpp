#include "SelectionArguments.h"

#include "Diff.h"
#include "Glob.h"
#include "MutantId.h"
#include "SourceDiff.h"
#include "Text.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

CLI::Option *several(CLI::Option *option) {
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
}

std::optional<Error> wrongGlob(const char *option, const std::vector<std::string> &globs) {
  for (const std::string &glob : globs)
    if (const std::string wrong = problemOfGlob(glob); !wrong.empty())
      return Error{fmt::format("{}: '{}': {}", option, glob, wrong)};
  return std::nullopt;
}

Result<std::set<std::uint64_t>> readIds(const std::vector<std::string> &words) {
  std::set<std::uint64_t> ids;
  for (const std::string &word : words) {
    const bool isFile = !word.empty() && word.front() == '@';
    const auto text = isFile ? readSource(word.substr(1)) : word;
    if (!text)
      return Error{fmt::format("--mutants: {} can't be read", word.substr(1))};
    // Lines of a file may have more behind the id, as those of `allele list` have.
    for (const std::string &part : isFile ? splitLines(*text) : CLI::detail::split(*text, ',')) {
      const std::string first = isFile ? part.substr(0, part.find_first_of(" \t\r")) : part;
      const auto id = parseId(first);
      if (id)
        ids.insert(*id);
      else if (!isFile || !first.empty())
        return Error{fmt::format("--mutants: '{}' is no id; an id is 16 hex digits", first)};
    }
  }
  return ids;
}

} // namespace

void SelectionArguments::addTo(CLI::App &subcommand) {
  several(subcommand.add_option("--operators,--operator", operators,
                                "levels and operators, separated by commas; --operators=-x: all of the default but x"))
      ->delimiter(',');
  several(subcommand.add_option("--include,--file", include, "only files whose path matches the glob; repeatable"));
  several(subcommand.add_option("--exclude", exclude, "no files whose path matches the glob; repeatable"));
  several(subcommand.add_option("--function", functions, "only functions whose qualified name matches the glob"));
  several(subcommand.add_option("--lines", lines, "only lines: FILE:LINE or FILE:FIRST-LAST; repeatable"));
  several(
      subcommand.add_option("--mutants", ids, "only these: ids with commas between them, or @FILE with an id a line"));
  subcommand.add_option("--diff", diff, "only lines changed since the branch left this commit, or by this diff file");
  subcommand.add_flag("--one-per-line", "at most one mutant a line");
  subcommand.add_option("--sample", sample, "a share of the mutants, such as 0.1");
  subcommand.add_option("--seed", seed, "chooses the sample, and the one of a line (default: 0)");
}

Result<SelectionOptions> SelectionArguments::finish(const CLI::App &subcommand,
                                                    const Configuration &configuration) const {
  namespace fs = std::filesystem;
  SelectionOptions options = selectionOf(configuration);
  SelectionSettings &settings = options.settings;
  if (!operators.empty()) {
    settings.operators = operators;
    options.namesOperators = true;
    for (const std::string &entry : operators)
      if (entry.empty() || entry == "-")
        return Error{"--operators: an empty name; write names with commas between them"};
  }
  if (!include.empty())
    settings.include = include;
  if (!exclude.empty())
    settings.exclude = exclude;
  if (!functions.empty())
    settings.includeFunctions = functions;
  for (const auto &[option, globs] :
       {std::pair{"--include", &include}, {"--exclude", &exclude}, {"--function", &functions}})
    if (auto wrong = wrongGlob(option, *globs))
      return *wrong;
  if (!lines.empty())
    settings.lines.clear();
  for (const std::string &text : lines) {
    const auto range = parseLineRange(text);
    if (!range)
      return Error{fmt::format("--lines: '{}' is neither FILE:LINE nor FILE:FIRST-LAST", text)};
    settings.lines.push_back(*range);
  }
  if (subcommand.count("--mutants") != 0) {
    auto wanted = readIds(ids);
    if (!wanted)
      return wanted.error();
    options.ids = std::move(*wanted);
  }
  if (subcommand.count("--diff") != 0) {
    if (diff.empty() || diff.front() == '-')
      return Error{fmt::format("--diff: '{}' is neither a commit nor a file", diff)};
    settings.diff = DiffSettings();
    std::error_code ignored;
    if (fs::is_regular_file(diff, ignored))
      settings.diff.file = diff;
    else
      settings.diff.ref = diff;
    options.directory = ".";
  }
  if (subcommand.count("--one-per-line") != 0)
    settings.onePerLine = true;
  if (subcommand.count("--sample") != 0)
    settings.sample = sample;
  if (!(settings.sample > 0) || settings.sample > 1)
    return Error{"--sample: must be above 0 and at most 1"};
  if (subcommand.count("--seed") != 0)
    settings.seed = seed;
  return options;
}

} // namespace allele
