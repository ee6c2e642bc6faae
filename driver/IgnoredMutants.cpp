#include "IgnoredMutants.h"

#include "MutantId.h"

#include <allele/abi.h>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace allele {
namespace {

// The order of the fields in an entry.
enum Field : std::size_t {
  kId,
  kReason,
  kDetail,
  kOperator,
  kRoot,
  kFile,
  kLine,
  kColumn,
  kEndLine,
  kEndColumn,
  kOriginal,
  kReplacement,
  kLevel,
  kFieldCount
};

// Tab separated, with \\ \t \n for what would be taken for a separator. nullopt for any other escape.
std::optional<std::vector<std::string>> fieldsOf(std::string_view entry) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < entry.size(); ++i) {
    if (entry[i] == '\t') {
      fields.emplace_back();
      continue;
    }
    if (entry[i] != '\\') {
      fields.back() += entry[i];
      continue;
    }
    constexpr std::string_view kEscapes = "\\tn";
    constexpr std::string_view kMeanings = "\\\t\n";
    const std::size_t escape = ++i < entry.size() ? kEscapes.find(entry[i]) : std::string_view::npos;
    if (escape == std::string_view::npos)
      return std::nullopt;
    fields.back() += kMeanings[escape];
  }
  return fields;
}

bool readNumber(const std::string &text, std::uint32_t &number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// What an entry tells.
struct Entry {
  Mutant mutant;
  std::string macro; // its name, where the entry is a macro's use and no mutant
};

// nullopt when the entry is damaged.
std::optional<Entry> read(std::string_view entry) {
  auto fields = fieldsOf(entry);
  if (!fields || fields->size() != kFieldCount)
    return std::nullopt;
  const auto id = parseId((*fields)[kId]);
  const bool isMacro = (*fields)[kReason] == ALLELE_IGNORED_MACRO;
  const auto reason = isMacro ? IgnoreReason::kNoise : ignoreReasonFromString((*fields)[kReason]);
  Mutant mutant;
  SourceRange &range = mutant.range;
  if (!id || !reason || !readNumber((*fields)[kLine], range.line) || !readNumber((*fields)[kColumn], range.column) ||
      !readNumber((*fields)[kEndLine], range.endLine) || !readNumber((*fields)[kEndColumn], range.endColumn) ||
      (*reason == IgnoreReason::kDuplicate && !parseId((*fields)[kDetail])))
    return std::nullopt;
  mutant.id = *id;
  std::string macro = isMacro ? (*fields)[kDetail] : "";
  mutant.ignored = Ignored{*reason, std::move((*fields)[kDetail])};
  mutant.operatorId = std::move((*fields)[kOperator]);
  mutant.level = std::move((*fields)[kLevel]);
  mutant.root = std::move((*fields)[kRoot]);
  mutant.file = std::move((*fields)[kFile]);
  mutant.original = std::move((*fields)[kOriginal]);
  mutant.replacement = std::move((*fields)[kReplacement]);
  return Entry{std::move(mutant), std::move(macro)};
}

// Sets of mutants that equal each other.
class Classes {
public:
  explicit Classes(const std::vector<std::pair<std::uint64_t, std::uint64_t>> &equals) {
    for (const auto &[one, other] : equals)
      parents[rootOf(one)] = rootOf(other);
  }

  // One member that stands for the class.
  std::uint64_t rootOf(std::uint64_t id) {
    std::uint64_t root = id;
    while (parents.try_emplace(root, root).first->second != root)
      root = parents[root];
    while (id != root)
      id = std::exchange(parents[id], root);
    return root;
  }

private:
  std::unordered_map<std::uint64_t, std::uint64_t> parents;
};

} // namespace

Status IgnoredMutants::add(std::string_view section, const std::string &path) {
  for (std::size_t at = 0; at < section.size();) {
    const std::size_t end = section.find('\0', at);
    auto entry = end == std::string_view::npos ? std::nullopt : read(section.substr(at, end - at));
    if (end == at) { // linkers may fill with zeros
      ++at;
      continue;
    }
    if (!entry)
      return Error{fmt::format("{}: damaged metadata, the entry at byte {} of section {} is wrong; build it again",
                               path, at, ALLELE_SECTION_IGNORED)};
    at = end + 1;
    Mutant &mutant = entry->mutant;
    if (!entry->macro.empty()) {
      macros.try_emplace(mutant.id, MacroUse{entry->macro, mutant.root, mutant.file, mutant.range, mutant.original});
      continue;
    }
    if (const auto equal = equalOf(mutant))
      equals.emplace_back(mutant.id, *equal);
    const auto key = [](const Mutant &other) {
      return std::tie(other.ignored->reason, other.ignored->detail, other.root);
    };
    const auto [known, isNew] = mutants.try_emplace(mutant.id, mutant);
    if (!isNew && key(mutant) < key(known->second))
      known->second = std::move(mutant);
  }
  return Done{};
}

void IgnoredMutants::moveInto(Catalog &catalog) {
  Classes classes(equals);
  std::unordered_set<std::uint64_t> compiledIn;
  std::unordered_map<std::uint64_t, std::uint64_t> firstOfClass;
  for (const Mutant &mutant : catalog.mutants) {
    compiledIn.insert(mutant.id);
    firstOfClass.emplace(classes.rootOf(mutant.id), mutant.id);
  }
  for (auto &[id, mutant] : mutants) {
    if (compiledIn.count(id) != 0)
      continue;
    if (const auto named = equalOf(mutant); named && compiledIn.count(*named) == 0) {
      const auto first = firstOfClass.find(classes.rootOf(id));
      mutant.ignored = Ignored{IgnoreReason::kDuplicate, first == firstOfClass.end() ? "" : formatId(first->second)};
    }
    catalog.mutants.push_back(std::move(mutant));
  }
  for (auto &[id, use] : macros)
    catalog.macros.push_back(std::move(use));
  macros.clear();
  mutants.clear();
  equals.clear();
  sortMutants(catalog.mutants);
}

} // namespace allele
