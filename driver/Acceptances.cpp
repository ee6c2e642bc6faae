#include "Acceptances.h"

#include "MutantId.h"
#include "OutputDirectory.h"
#include "Text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>
#include <unordered_map>
#include <yaml-cpp/yaml.h>

namespace allele {
namespace {

constexpr const char *kHead =
    "# Survivors that were reviewed and accepted; written by `allele accept`, kept in version control.\n"
    "# Reports leave them out of the figures, and list them with their reasons.\n";

class EntryReader {
public:
  explicit EntryReader(std::string shownPath) : path(std::move(shownPath)) {}

  Result<std::vector<AcceptanceEntry>> read(const YAML::Node &root) const {
    std::vector<AcceptanceEntry> entries;
    if (!root || root.IsNull())
      return entries;
    if (!root.IsSequence())
      return problem(root, "a list of entries is expected, as `allele accept` writes it");
    for (const YAML::Node &node : root) {
      auto entry = readEntry(node);
      if (!entry)
        return entry.error();
      const auto same = [&](const AcceptanceEntry &other) { return other.id == entry->id; };
      if (std::any_of(entries.begin(), entries.end(), same))
        return problem(node, fmt::format("{} is accepted twice; remove one of the entries", formatId(entry->id)));
      entries.push_back(std::move(*entry));
    }
    return entries;
  }

private:
  Error problem(const YAML::Node &node, const std::string &message) const {
    const YAML::Mark mark = node.Mark();
    return Error{mark.is_null() ? fmt::format("{}: {}", path, message)
                                : fmt::format("{}:{}:{}: {}", path, mark.line + 1, mark.column + 1, message)};
  }

  Result<AcceptanceEntry> readEntry(const YAML::Node &node) const {
    if (!node.IsMap())
      return problem(node, "an entry with the keys 'mutant' and 'reason' is expected");
    AcceptanceEntry entry;
    std::string id;
    const std::vector<std::pair<const char *, std::string *>> keys = {{"mutant", &id},
                                                                      {"where", &entry.where},
                                                                      {"operator", &entry.operatorId},
                                                                      {"change", &entry.change},
                                                                      {"reason", &entry.acceptance.reason},
                                                                      {"accepted", &entry.acceptance.since},
                                                                      {"expires", &entry.acceptance.expires}};
    for (const auto &pair : node) {
      const std::string name = pair.first.IsScalar() ? pair.first.Scalar() : "";
      const auto key = std::find_if(keys.begin(), keys.end(), [&](const auto &each) { return name == each.first; });
      if (key == keys.end())
        return problem(pair.first, fmt::format("unknown key '{}'", toPrintableLine(name)));
      if (!pair.second.IsScalar())
        return problem(pair.second, fmt::format("'{}' must be text", name));
      *key->second = pair.second.Scalar();
    }
    const auto parsed = parseId(id);
    if (!parsed)
      return problem(node, "'mutant' must be the 16 hex digits of a mutant's id");
    entry.id = *parsed;
    if (entry.acceptance.reason.empty())
      return problem(node, "'reason' is missing: an entry says why the survivor is accepted");
    for (const std::string *date : {&entry.acceptance.since, &entry.acceptance.expires})
      if (!date->empty() && !isDate(*date))
        return problem(node, fmt::format("'{}' is no date; write it as 2027-01-31", toPrintableLine(*date)));
    return entry;
  }

  std::string path;
};

// Always in quotes: no text is taken for a number or a date, and a changed reason is a diff of one line.
void emit(YAML::Emitter &out, const char *key, const std::string &value) {
  if (!value.empty())
    out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << toValidUtf8(value);
}

} // namespace

bool isDate(const std::string &text) {
  std::tm read = {};
  const char *end = strptime(text.c_str(), "%Y-%m-%d", &read);
  if (end == nullptr || *end != '\0' || text.size() != 10)
    return false;
  std::tm normal = read;
  return timegm(&normal) != -1 && normal.tm_mday == read.tm_mday && normal.tm_mon == read.tm_mon;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  char text[16];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d", &local));
}

std::filesystem::path acceptanceFile(const Configuration &configuration) {
  return std::filesystem::path(configuration.path).parent_path() / kAcceptanceFile;
}

Result<std::vector<AcceptanceEntry>> readAcceptances(const std::filesystem::path &path) {
  std::ifstream file(path);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR)
      return std::vector<AcceptanceEntry>();
    return Error{fmt::format("{} can't be read: {}", path.string(), std::strerror(errno))};
  }
  std::stringstream text;
  text << file.rdbuf();
  if (file.bad() || (text.str().empty() && std::filesystem::is_directory(path)))
    return Error{fmt::format("{} can't be read: it is no file", path.string())};
  try {
    return EntryReader(path.string()).read(YAML::Load(text.str()));
  } catch (const YAML::Exception &error) {
    return Error{fmt::format("{}:{}:{}: {}", path.string(), error.mark.line + 1, error.mark.column + 1, error.msg)};
  }
}

Status writeAcceptances(const std::filesystem::path &path, std::vector<AcceptanceEntry> entries) {
  if (entries.empty()) {
    std::error_code error;
    std::filesystem::remove(path, error);
    return error ? Status(Error{fmt::format("{} can't be removed: {}", path.string(), error.message())}) : Done{};
  }
  std::sort(entries.begin(), entries.end(), [](const AcceptanceEntry &left, const AcceptanceEntry &right) {
    return std::tie(left.where, left.id) < std::tie(right.where, right.id);
  });
  YAML::Emitter out;
  out << YAML::BeginSeq;
  for (const AcceptanceEntry &entry : entries) {
    out << YAML::BeginMap;
    emit(out, "mutant", formatId(entry.id));
    emit(out, "where", entry.where);
    emit(out, "operator", entry.operatorId);
    emit(out, "change", entry.change);
    emit(out, "reason", entry.acceptance.reason);
    emit(out, "accepted", entry.acceptance.since);
    emit(out, "expires", entry.acceptance.expires);
    out << YAML::EndMap;
  }
  out << YAML::EndSeq;
  return writeFileAtomically(path, fmt::format("{}{}\n", kHead, out.c_str()));
}

const char *toString(AcceptanceState state) {
  switch (state) {
  case AcceptanceState::kValid:
    return "valid";
  case AcceptanceState::kExpired:
    return "expired";
  case AcceptanceState::kUnneeded:
    return "unneeded";
  case AcceptanceState::kStale:
    return "stale";
  }
  return "";
}

namespace {

std::optional<AcceptanceState> stateFor(const Acceptance &acceptance, const std::optional<Outcome> &outcome,
                                        const std::string &day) {
  if (!outcome || outcome->judgement.verdict == Verdict::kInconclusive)
    return std::nullopt;
  if (!mayBeAccepted(outcome->judgement.verdict))
    return AcceptanceState::kUnneeded;
  const bool isOver = !acceptance.expires.empty() && acceptance.expires < day; // ISO 8601 sorts as text
  return isOver ? AcceptanceState::kExpired : AcceptanceState::kValid;
}

std::unordered_map<std::uint64_t, std::size_t> numbersOf(const std::vector<Mutant> &mutants) {
  std::unordered_map<std::uint64_t, std::size_t> numbers;
  for (std::size_t i = 0; i < mutants.size(); ++i)
    numbers.emplace(mutants[i].id, i);
  return numbers;
}

} // namespace

bool mayBeAccepted(Verdict verdict) {
  return verdict == Verdict::kSurvived || verdict == Verdict::kNotReached;
}

bool isUndetected(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  return outcome && mayBeAccepted(outcome->judgement.verdict) && !equalOf(results.catalog.mutants[mutant]) &&
         results.acceptanceOf(mutant) == nullptr;
}

std::vector<std::optional<AcceptanceState>> statesOf(const std::vector<AcceptanceEntry> &entries,
                                                     const RunResults &results, const std::string &day) {
  const auto numbers = numbersOf(results.catalog.mutants);
  std::set<std::string> files;
  if (results.info.leftOut == 0)
    for (const Mutant &mutant : results.catalog.mutants)
      files.insert(mutant.file);
  std::vector<std::optional<AcceptanceState>> states;
  for (const AcceptanceEntry &entry : entries) {
    const auto number = numbers.find(entry.id);
    if (number != numbers.end())
      states.push_back(stateFor(entry.acceptance, results.outcomes[number->second], day));
    else if (files.count(entry.where.substr(0, entry.where.rfind(':'))) != 0)
      states.push_back(AcceptanceState::kStale);
    else
      states.push_back(std::nullopt);
  }
  return states;
}

void applyAcceptances(const std::vector<AcceptanceEntry> &entries, const std::string &day, RunResults &results) {
  const auto states = statesOf(entries, results, day);
  const auto numbers = numbersOf(results.catalog.mutants);
  results.accepted.assign(entries.empty() ? 0 : results.catalog.mutants.size(), std::nullopt);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::optional<AcceptanceState> &state = states[i];
    if (state == AcceptanceState::kValid)
      results.accepted[numbers.at(entries[i].id)] = entries[i].acceptance;
    else if (state)
      results.acceptancesToMend.push_back({entries[i].id, entries[i].where, toString(*state)});
  }
}

} // namespace allele
