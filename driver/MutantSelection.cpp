#include "MutantSelection.h"

#include "Diff.h"
#include "FunctionName.h"
#include "MutantFilter.h"
#include "MutantId.h"
#include "OperatorReference.h"
#include "SourceDiff.h"
#include "Text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <unordered_set>

namespace allele {
namespace {

using Names = std::set<std::string>;

// What a list of levels and operators stands for, as the plugin reads it.
class WantedOperators {
public:
  // Or the first entry that stands for nothing.
  static Result<WantedOperators> from(const std::vector<std::string> &list, const Names &inProgram) {
    const OperatorReference &reference = operatorReference();
    WantedOperators wanted;
    if (list.empty() || list.front().front() == '-')
      wanted.entries.push_back({"default", false});
    for (const std::string &entry : list) {
      const bool isOut = entry.front() == '-';
      const std::string name = entry.substr(isOut ? 1 : 0);
      if (name != "all" && reference.findLevel(name) == nullptr && reference.findOperator(name) == nullptr &&
          inProgram.count(name) == 0)
        return Error{fmt::format("--operators: '{}' is no level and no operator{}", name,
                                 didYouMean(name, knownNames().operators))};
      wanted.entries.push_back({name, isOut});
    }
    return wanted;
  }

  bool include(const Mutant &mutant) const {
    bool isIn = false;
    for (const Entry &entry : entries)
      if (entry.name == "all" || entry.name == mutant.operatorId || entry.name == mutant.level)
        isIn = !entry.takesAway;
    return isIn;
  }

private:
  struct Entry {
    std::string name;
    bool takesAway;
  };
  std::vector<Entry> entries;
};

unsigned lastLineOf(const SourceRange &range) {
  return range.endColumn > 1 || range.endLine == range.line ? range.endLine : range.endLine - 1;
}

// That the diff is of the sources as they are.
std::optional<std::string> mismatchOf(const ChangedLines &changes) {
  for (const std::string &file : changes.fileNames()) {
    const unsigned last = changes.lastLineOf(file);
    if (last == 0)
      continue;
    const auto text = readSource(file);
    if (!text)
      return fmt::format("the diff names {}, which can't be read; make the diff of these sources",
                         toPrintableLine(file));
    const std::size_t lines = splitLines(*text).size();
    if (lines < last)
      return fmt::format("the diff names line {} of {}, which has {}; make the diff of these sources", last,
                         toPrintableLine(file), countOf(lines, "line"));
  }
  return std::nullopt;
}

std::optional<std::string> unknownId(const Catalog &catalog, const std::set<std::uint64_t> &wanted) {
  std::set<std::uint64_t> unknown = wanted;
  for (const Mutant &mutant : catalog.mutants)
    unknown.erase(mutant.id);
  if (unknown.empty())
    return std::nullopt;
  return fmt::format("--mutants: there is no mutant {}{}; `allele list PROGRAM` shows those that there are",
                     formatId(*unknown.begin()),
                     unknown.size() > 1 ? fmt::format(", nor {} more", unknown.size() - 1) : "");
}

class Chooser {
public:
  Chooser(const SelectionOptions &options, const MutantFilter &rest, const WantedOperators *chosen)
      : ids(options.ids ? &*options.ids : nullptr), filter(rest), operators(chosen) {}

  bool isWanted(const Mutant &mutant) {
    return (ids == nullptr || ids->count(mutant.id) != 0) && (operators == nullptr || operators->include(mutant)) &&
           filter.samples(mutant.id) && filter.wantsFile(mutant.root, mutant.file) &&
           filter.wantsLines(mutant.root, mutant.file, mutant.range.line, lastLineOf(mutant.range)) &&
           isInWantedFunction(mutant);
  }

private:
  // Ignored mutants have no sites, and their function isn't known: they stay.
  bool isInWantedFunction(const Mutant &mutant) {
    return !filter.namesFunctions() || mutant.sites.empty() ||
           std::any_of(mutant.sites.begin(), mutant.sites.end(), [&](const Site &site) {
             const auto [known, isNew] = functions.try_emplace(site.function);
             if (isNew)
               known->second = filter.wantsFunction(qualifiedName(site.function));
             return known->second;
           });
  }

  const std::set<std::uint64_t> *ids; // nullptr: all
  const MutantFilter &filter;
  const WantedOperators *operators; // nullptr: all
  std::map<std::string, bool> functions;
};

} // namespace

SelectionOptions selectionOf(const Configuration &configuration) {
  SelectionOptions options;
  options.settings = configuration.selection;
  options.namesOperators = configuration.namesOperators;
  options.directory = repositoryOf(configuration, ".");
  return options;
}

Selected select(Catalog &catalog, const SelectionOptions &options) {
  SelectionSettings settings = options.settings;
  // What functions have changed is known to the plugin alone, which has made its choice.
  if (settings.diff.scope == DiffSettings::Scope::kFunctions)
    settings.diff = DiffSettings();
  std::optional<WantedOperators> operators;
  if (options.namesOperators) {
    Names inProgram;
    for (const Mutant &mutant : catalog.mutants)
      inProgram.insert(mutant.operatorId);
    auto chosen = WantedOperators::from(settings.operators, inProgram);
    if (!chosen)
      return {0, SelectionFailure{ExitCode::kUsage, chosen.error().message}};
    operators = std::move(*chosen);
  }
  if (options.ids)
    if (const auto unknown = unknownId(catalog, *options.ids))
      return {0, SelectionFailure{ExitCode::kUsage, *unknown}};
  std::vector<std::string> problems;
  ChangedLines changes = changesOf(settings.diff, options.directory, problems);
  if (!problems.empty())
    return {0, SelectionFailure{ExitCode::kUsage, problems.front()}};
  if (const auto mismatch = mismatchOf(changes))
    return {0, SelectionFailure{ExitCode::kDiff, *mismatch}};

  const MutantFilter filter(settings, std::move(changes));
  Chooser chooser(options, filter, operators ? &*operators : nullptr);
  std::unordered_set<std::uint64_t> kept;
  std::map<std::pair<std::string, unsigned>, std::uint64_t> ofLine;
  for (const Mutant &mutant : catalog.mutants) {
    if (!chooser.isWanted(mutant))
      continue;
    if (filter.keepsOnePerLine() && !mutant.ignored) {
      const auto [best, isFirst] = ofLine.try_emplace({mutant.file, mutant.range.line}, mutant.id);
      if (!isFirst) {
        if (filter.rankOf(mutant.id) > filter.rankOf(best->second))
          continue;
        kept.erase(best->second);
        best->second = mutant.id;
      }
    }
    kept.insert(mutant.id);
  }
  for (const Mutant &mutant : catalog.mutants)
    if (const auto equal = equalOf(mutant); equal && kept.count(mutant.id) != 0)
      kept.insert(*equal);
  const std::size_t before = catalog.mutants.size();
  catalog.mutants.erase(std::remove_if(catalog.mutants.begin(), catalog.mutants.end(),
                                       [&](const Mutant &mutant) { return kept.count(mutant.id) == 0; }),
                        catalog.mutants.end());
  return {before - catalog.mutants.size(), std::nullopt};
}

KnownNames knownNames() {
  const OperatorReference &reference = operatorReference();
  KnownNames names = {{"all"}, {"all"}};
  for (const LevelEntry &level : reference.levels)
    names.operators.push_back(level.id);
  for (const FamilyEntry &family : reference.families)
    for (const OperatorEntry &entry : family.operators)
      names.operators.push_back(entry.id);
  for (const RuleEntry &rule : reference.rules)
    names.rules.push_back(rule.id);
  return names;
}

} // namespace allele
