#include "SourceDiff.h"

#include "Text.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace allele {
namespace {

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

SourceDiff makeDiff(const SourceText *source, const Mutant &mutant, unsigned context) {
  SourceDiff diff;
  const SourceRange &range = mutant.range;
  if (source == nullptr || source->at(range) != std::optional<std::string_view>(mutant.original)) {
    append(diff, '-', range.line, mutant.original);
    append(diff, '+', 0, mutant.replacement);
    return diff;
  }
  diff.fromSource = true;
  const std::string_view text = source->text();
  const std::size_t first = source->lineStart(range.line);
  const std::size_t begin = first + range.column - 1;
  const std::size_t end = begin + mutant.original.size(); // as at() has found
  const std::size_t last = source->lineEnd(end);

  const std::uint32_t contextLine = range.line > context ? range.line - context : 1;
  if (contextLine < range.line) {
    const std::size_t from = source->lineStart(contextLine);
    append(diff, ' ', contextLine, text.substr(from, first - from));
  }
  append(diff, '-', range.line, text.substr(first, last - first));
  append(diff, '+', 0,
         std::string(text.substr(first, begin - first)) + mutant.replacement +
             std::string(text.substr(end, last - end)));
  std::size_t at = last;
  for (unsigned i = 1; i <= context && at < text.size() && at + 1 < text.size(); ++i) {
    const std::size_t to = source->lineEnd(at + 1);
    append(diff, ' ', range.endLine + i, text.substr(at + 1, to - at - 1));
    at = to;
  }
  return diff;
}

SourceDiff makeDiff(const std::optional<std::string_view> &source, const Mutant &mutant, unsigned context) {
  const SourceText text(source.value_or(std::string_view()));
  return makeDiff(source ? &text : nullptr, mutant, context);
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
