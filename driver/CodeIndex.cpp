#include "CodeIndex.h"

#include "FunctionName.h"
#include "PseudoTested.h"

#include <algorithm>
#include <tuple>

namespace allele {
namespace {

std::string sourceOf(const CodeFile &file) {
  Mutant there;
  there.root = file.root;
  there.file = file.path;
  return sourcePathOf(there);
}

// A mutant's text is short; what claims more is damaged.
constexpr std::uint32_t kMostLines = 10'000;

bool isOn(const SourceRange &range, std::uint32_t line) {
  return range.line != 0 && range.line <= line && line <= range.endLine;
}

} // namespace

CodeIndex::CodeIndex(const RunResults &run) : results(run) {
  addMutants();
  if (results.code.isKnown)
    addCode();
  // Behind the one that they lie in.
  const auto isBefore = [](const Function &left, const Function &right) {
    return std::tie(left.first, right.last, left.name) < std::tie(right.first, left.last, right.name);
  };
  for (auto &[source, file] : files)
    std::sort(file.functions.begin(), file.functions.end(), isBefore);
}

void CodeIndex::addMutants() {
  std::map<std::pair<std::string, std::string>, Function> functions; // by source and name
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    const Mutant &mutant = results.catalog.mutants[i];
    const std::string source = sourcePathOf(mutant);
    File &file = files[source];
    file.shown = mutant.file;
    if (isExtreme(mutant))
      continue;
    const std::uint32_t last = std::min(mutant.range.endLine, mutant.range.line + kMostLines);
    for (std::uint32_t line = mutant.range.line; line <= last; ++line)
      file.mutants[line].push_back(i);
    if (results.code.isKnown)
      continue;
    for (const Site &site : mutant.sites) {
      const std::string name = qualifiedName(site.function);
      Function &function =
          functions.try_emplace({source, name}, Function{source, name, mutant.range.line, mutant.range.endLine, {}})
              .first->second;
      function.first = std::min(function.first, mutant.range.line);
      function.last = std::max(function.last, mutant.range.endLine);
    }
  }
  for (auto &[key, function] : functions)
    files[key.first].functions.push_back(std::move(function));
}

void CodeIndex::addCode() {
  const CodeMap &code = results.code;
  std::vector<std::string> sources;
  sources.reserve(code.files.size());
  for (const CodeFile &each : code.files) {
    sources.push_back(sourceOf(each));
    File &file = files[sources.back()];
    file.shown = each.path;
    for (const CodeLine &line : each.lines)
      file.lines[line.number] = file.lines[line.number] || line.isReached;
  }
  for (std::size_t i = 0; i < code.functions.size(); ++i) {
    const CodeFunction &each = code.functions[i];
    files[sources[each.file]].functions.push_back({sources[each.file], each.name, each.line, each.endLine, i});
  }
  for (std::size_t i = 0; i < code.states.size(); ++i)
    files[sources[code.functions[code.states[i].function].file]].states.push_back(i);
}

std::vector<std::string> CodeIndex::sources() const {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto &entry : files)
    names.push_back(entry.first);
  return names;
}

const std::string &CodeIndex::shownName(const std::string &source) const {
  const auto file = files.find(source);
  return file == files.end() ? source : file->second.shown;
}

bool CodeIndex::hasCode(const std::string &source, std::uint32_t line) const {
  const auto file = files.find(source);
  return file != files.end() && (file->second.lines.count(line) != 0 || file->second.mutants.count(line) != 0);
}

std::optional<bool> CodeIndex::isReached(const std::string &source, std::uint32_t line) const {
  const auto file = files.find(source);
  if (file == files.end())
    return std::nullopt;
  if (const auto known = file->second.lines.find(line); known != file->second.lines.end())
    return known->second;
  std::optional<bool> isReached;
  for (const std::size_t mutant : mutantsOn(source, line)) {
    const std::optional<Outcome> &outcome = results.outcomes[mutant];
    if (!outcome || outcome->judgement.verdict == Verdict::kIgnored)
      continue;
    if (outcome->reached)
      return true;
    if (outcome->judgement.verdict == Verdict::kNotReached)
      isReached = false;
  }
  return isReached;
}

const std::vector<std::size_t> &CodeIndex::mutantsOn(const std::string &source, std::uint32_t line) const {
  static const std::vector<std::size_t> kNone;
  const auto file = files.find(source);
  if (file == files.end())
    return kNone;
  const auto found = file->second.mutants.find(line);
  return found == file->second.mutants.end() ? kNone : found->second;
}

std::vector<std::size_t> CodeIndex::statesOn(const std::string &source, std::uint32_t line) const {
  std::vector<std::size_t> found;
  const auto file = files.find(source);
  if (file != files.end())
    for (const std::size_t index : file->second.states) {
      const FailureState &state = results.code.states[index];
      if (state.line == line || isOn(state.range, line) || isOn(state.guard, line))
        found.push_back(index);
    }
  return found;
}

const CodeIndex::Function *CodeIndex::functionAt(const std::string &source, std::uint32_t line) const {
  const auto file = files.find(source);
  const Function *innermost = nullptr;
  if (file != files.end())
    for (const Function &function : file->second.functions)
      if (function.first <= line && line <= function.last)
        innermost = &function; // by first line: a later one begins within the earlier one
  return innermost;
}

std::optional<std::uint32_t> CodeIndex::codeBefore(const Function &function, std::uint32_t line) const {
  const File &file = files.at(function.source);
  std::uint32_t found = 0;
  const auto look = [&](const auto &byLine) {
    const auto behind = byLine.upper_bound(std::min(line, function.last));
    if (behind != byLine.begin())
      found = std::max(found, std::prev(behind)->first);
  };
  look(file.lines);
  look(file.mutants);
  return found == 0 || found < function.first ? std::nullopt : std::optional(found);
}

std::optional<std::uint32_t> CodeIndex::codeFrom(const Function &function, std::uint32_t line) const {
  const File &file = files.at(function.source);
  std::optional<std::uint32_t> found;
  const auto look = [&](const auto &byLine) {
    const auto at = byLine.lower_bound(std::max(line, function.first));
    if (at != byLine.end() && at->first <= function.last && (!found || at->first < *found))
      found = at->first;
  };
  look(file.lines);
  look(file.mutants);
  return found;
}

std::vector<const CodeIndex::Function *> CodeIndex::functionsNamed(std::string_view name) const {
  const std::string plain = withoutSignature(name);
  std::vector<const Function *> found;
  for (const auto &entry : files)
    for (const Function &function : entry.second.functions)
      if (!plain.empty() && function.name == plain)
        found.push_back(&function);
  return found;
}

} // namespace allele
