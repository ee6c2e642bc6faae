#include "SourceLines.h"

#include <algorithm>

namespace allele {

SourceLines::SourceLines(std::string_view content) : text(content), starts{0} {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
    starts.push_back(end + 1);
}

std::string_view SourceLines::lines(std::uint32_t first, std::uint32_t last) const {
  if (first == 0 || first > starts.size() || last < first)
    return {};
  const std::size_t start = starts[first - 1];
  const std::size_t end = last < starts.size() ? starts[last] - 1 : text.size();
  return text.substr(start, end - start);
}

std::string_view SourceLines::prefix(std::uint32_t line, std::uint32_t column) const {
  return lines(line, line).substr(0, std::max<std::uint32_t>(column, 1) - 1);
}

} // namespace allele
