#include "SourceText.h"

#include "Text.h"

#include <algorithm>

namespace allele {

SourceText::SourceText(std::string_view text) : content(text), starts{0} {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    starts.push_back(end + 1);
}

std::size_t SourceText::lineStart(std::uint32_t line) const {
  return line == 0 || line > starts.size() ? std::string_view::npos : starts[line - 1];
}

std::size_t SourceText::lineEnd(std::size_t offset) const {
  return std::min(content.find('\n', offset), content.size());
}

std::optional<std::size_t> SourceText::offsetOf(std::uint32_t line, std::uint32_t column) const {
  const std::size_t start = lineStart(line);
  if (start == std::string_view::npos || column == 0 || column - 1 > lineEnd(start) - start)
    return std::nullopt;
  return start + column - 1;
}

std::optional<std::string_view> SourceText::at(const SourceRange &range) const {
  const auto begin = offsetOf(range.line, range.column);
  const auto end = offsetOf(range.endLine, range.endColumn);
  if (!begin || !end || *end < *begin)
    return std::nullopt;
  return content.substr(*begin, *end - *begin);
}

std::string_view SourceText::linePrefix(std::uint32_t line, std::uint32_t column) const {
  const std::size_t start = lineStart(line);
  if (start == std::string_view::npos || column == 0)
    return {};
  return content.substr(start, std::min<std::size_t>(column - 1, lineEnd(start) - start));
}

std::size_t utf16Column(const SourceText *source, std::uint32_t line, std::uint32_t column) {
  if (source == nullptr)
    return column;
  const std::string_view prefix = source->linePrefix(line, column);
  return prefix.size() + 1 == column ? utf16Length(toValidUtf8(prefix)) + 1 : column;
}

const SourceText *SourceTexts::of(const Mutant &mutant) {
  if (root.empty() || mutant.file != file || mutant.root != root) {
    root = mutant.root;
    file = mutant.file;
    const auto entry = all.find(sourcePathOf(mutant));
    current.reset();
    if (entry != all.end())
      current.emplace(entry->second);
  }
  return current ? &*current : nullptr;
}

} // namespace allele
