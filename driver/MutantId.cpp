#include "MutantId.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace allele {
namespace {

constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kCandidatesShown = 5;

bool isHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isHex(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), isHexDigit);
}

std::string lowerCase(std::string text) {
  for (char &c : text)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// "b.c" and "a/b.c" name "x/a/b.c"; ".c" doesn't.
bool namesFile(const std::string &path, std::string wanted) {
  if (wanted.rfind("./", 0) == 0)
    wanted.erase(0, 2);
  if (path == wanted)
    return true;
  return path.size() > wanted.size() && path.compare(path.size() - wanted.size(), wanted.size(), wanted) == 0 &&
         path[path.size() - wanted.size() - 1] == '/';
}

// FILE may hold colons itself, so the line is what stands behind the last one (a column behind it is dropped).
std::optional<std::pair<std::string, std::uint32_t>> splitPlace(const std::string &text) {
  const auto number = [](const std::string &digits) -> std::optional<std::uint32_t> {
    if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    return static_cast<std::uint32_t>(std::stoul(digits));
  };
  const std::size_t last = text.rfind(':');
  if (last == std::string::npos || last == 0)
    return std::nullopt;
  const auto line = number(text.substr(last + 1));
  if (!line)
    return std::nullopt;
  const std::string file = text.substr(0, last);
  const std::size_t before = file.rfind(':');
  if (before != std::string::npos && before != 0)
    if (const auto realLine = number(file.substr(before + 1)))
      return std::make_pair(file.substr(0, before), *realLine);
  return std::make_pair(file, *line);
}

Result<std::vector<std::size_t>> resolvePlace(const std::vector<Mutant> &mutants, const std::string &file,
                                              std::uint32_t line) {
  std::vector<std::size_t> found;
  std::set<std::string> files;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    if (!namesFile(mutants[i].file, file) && !namesFile(sourcePathOf(mutants[i]), file))
      continue;
    files.insert(mutants[i].file);
    if (mutants[i].range.line <= line && line <= mutants[i].range.endLine)
      found.push_back(i);
  }
  if (files.empty())
    return Error{fmt::format("no mutant lies in a file '{}'; `allele list PROGRAM` shows all", file)};
  if (files.size() > 1)
    return Error{
        fmt::format("file '{}' is ambiguous, it may be {}; write more of the path", file, fmt::join(files, " or "))};
  if (found.empty())
    return Error{fmt::format("no mutant on line {} of {}; `allele list PROGRAM` shows all", line, *files.begin())};
  return found;
}

} // namespace

std::string formatId(std::uint64_t id) {
  return fmt::format("{:016x}", id);
}

std::optional<std::uint64_t> parseId(std::string_view text) {
  if (text.size() != kIdDigits || !isHex(text))
    return std::nullopt;
  return std::stoull(std::string(text), nullptr, 16);
}

Result<std::vector<std::size_t>> resolveMutants(const std::vector<Mutant> &mutants, const std::string &text) {
  if (const auto place = splitPlace(text))
    return resolvePlace(mutants, place->first, place->second);
  if (!isHex(text) || text.size() > kIdDigits)
    return Error{fmt::format("'{}' is neither a mutant's id (up to 16 hex digits) nor FILE:LINE", text)};
  const std::string prefix = lowerCase(text);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < mutants.size(); ++i)
    if (formatId(mutants[i].id).compare(0, prefix.size(), prefix) == 0)
      found.push_back(i);
  if (found.empty())
    return Error{fmt::format("no mutant has an id that begins with '{}'; `allele list PROGRAM` shows all", text)};
  if (found.size() == 1)
    return found;
  std::string candidates;
  for (std::size_t i = 0; i < std::min(found.size(), kCandidatesShown); ++i) {
    const Mutant &mutant = mutants[found[i]];
    candidates += fmt::format("\n  {}  {}  {}", formatId(mutant.id), placeOf(mutant), mutant.operatorId);
  }
  if (found.size() > kCandidatesShown)
    candidates += fmt::format("\n  and {} more", found.size() - kCandidatesShown);
  return Error{fmt::format("id '{}' is ambiguous, {} mutants begin with it; write more digits:{}", text, found.size(),
                           candidates)};
}

} // namespace allele
