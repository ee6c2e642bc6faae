#include "SourceDiff.h"

#include "Text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace allele {
namespace {

// Offset of the first byte of a 1-based line; npos when there are fewer lines.
std::size_t lineStart(std::string_view source, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t i = 1; i < line; ++i) {
    at = source.find('\n', at);
    if (at == std::string_view::npos)
      return at;
    ++at;
  }
  return line == 0 ? std::string_view::npos : at;
}

std::size_t lineEnd(std::string_view source, std::size_t start) {
  return std::min(source.find('\n', start), source.size());
}

std::optional<std::size_t> offsetOf(std::string_view source, std::uint32_t line, std::uint32_t column) {
  const std::size_t start = lineStart(source, line);
  if (start == std::string_view::npos || column == 0 || column - 1 > lineEnd(source, start) - start)
    return std::nullopt;
  return start + column - 1;
}

void append(SourceDiff &diff, char sign, std::uint32_t firstLine, std::string_view text) {
  std::vector<std::string> lines = splitLines(text);
  if (lines.empty())
    lines.emplace_back();
  for (std::string &line : lines) {
    diff.lines.push_back({sign, firstLine, std::move(line)});
    if (firstLine != 0)
      ++firstLine;
  }
}

} // namespace

std::optional<std::string_view> textAt(std::string_view source, const SourceRange &range) {
  const auto begin = offsetOf(source, range.line, range.column);
  const auto end = offsetOf(source, range.endLine, range.endColumn);
  if (!begin || !end || *end < *begin)
    return std::nullopt;
  return source.substr(*begin, *end - *begin);
}

std::string_view linePrefix(std::string_view source, std::uint32_t line, std::uint32_t column) {
  const std::size_t start = lineStart(source, line);
  if (start == std::string_view::npos || column == 0)
    return {};
  return source.substr(start, std::min<std::size_t>(column - 1, lineEnd(source, start) - start));
}

SourceDiff makeDiff(const std::optional<std::string_view> &source, const Mutant &mutant, unsigned context) {
  SourceDiff diff;
  const SourceRange &range = mutant.range;
  if (!source || textAt(*source, range) != std::optional<std::string_view>(mutant.original)) {
    append(diff, '-', range.line, mutant.original);
    append(diff, '+', 0, mutant.replacement);
    return diff;
  }
  diff.fromSource = true;
  const std::size_t first = lineStart(*source, range.line);
  const std::size_t begin = first + range.column - 1;
  const std::size_t end = begin + mutant.original.size(); // as textAt() has found
  const std::size_t last = lineEnd(*source, end);

  const std::uint32_t contextLine = range.line > context ? range.line - context : 1;
  if (contextLine < range.line) {
    const std::size_t from = lineStart(*source, contextLine);
    append(diff, ' ', contextLine, source->substr(from, first - from));
  }
  append(diff, '-', range.line, source->substr(first, last - first));
  append(diff, '+', 0,
         std::string(source->substr(first, begin - first)) + mutant.replacement +
             std::string(source->substr(end, last - end)));
  std::size_t at = last;
  for (unsigned i = 1; i <= context && at < source->size() && at + 1 < source->size(); ++i) {
    const std::size_t to = lineEnd(*source, at + 1);
    append(diff, ' ', range.endLine + i, source->substr(at + 1, to - at - 1));
    at = to;
  }
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
