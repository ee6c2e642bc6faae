#include "SourceDiff.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace allele {
namespace {

void append(SourceDiff &diff, char sign, std::uint32_t firstLine, std::string_view text) {
  while (!text.empty()) {
    const std::size_t next = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, next);
    const std::size_t length = line.size() - (line.back() == '\n' ? 1 : 0);
    const std::size_t shown = length - (length != 0 && line[length - 1] == '\r' ? 1 : 0);
    diff.lines.push_back({sign, firstLine, std::string(line.substr(0, shown)), std::string(line.substr(shown))});
    firstLine += firstLine != 0 ? 1 : 0;
    text.remove_prefix(next);
  }
}

// Also of an empty text.
void appendText(SourceDiff &diff, char sign, std::uint32_t firstLine, std::string_view text) {
  if (text.empty())
    diff.lines.push_back({sign, firstLine, "", ""});
  append(diff, sign, firstLine, text);
}

} // namespace

SourceDiff makeDiff(const SourceText *source, const Mutant &mutant, unsigned context) {
  SourceDiff diff;
  const SourceRange &range = mutant.range;
  if (source == nullptr || source->at(range) != std::optional<std::string_view>(mutant.original)) {
    appendText(diff, '-', range.line, mutant.original);
    appendText(diff, '+', 0, mutant.replacement);
    return diff;
  }
  diff.fromSource = true;
  const auto startOf = [&](std::uint32_t line) { return std::min(source->lineStart(line), source->text().size()); };
  const auto between = [&](std::size_t from, std::size_t to) { return source->text().substr(from, to - from); };
  const std::uint32_t contextLine = range.line > context ? range.line - context : 1;
  const std::size_t first = startOf(range.line);
  const std::size_t behind = startOf(range.endLine + 1);
  const std::size_t begin = first + range.column - 1;
  const std::size_t end = begin + mutant.original.size(); // as at() has found
  append(diff, ' ', contextLine, between(startOf(contextLine), first));
  append(diff, '-', range.line, between(first, behind));
  append(diff, '+', 0, std::string(between(first, begin)) + mutant.replacement + std::string(between(end, behind)));
  append(diff, ' ', range.endLine + 1, between(behind, startOf(range.endLine + 1 + context)));
  return diff;
}

std::optional<std::string> readSource(const std::string &path) {
  struct stat info{};
  // A fifo or a terminal under that name would block for ever.
  if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode))
    return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad())
    return std::nullopt;
  return text;
}

} // namespace allele
