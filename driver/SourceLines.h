// The lines of a text, found once: for many look-ups in one that may be large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace allele {

// Refers to the text.
class SourceLines {
public:
  explicit SourceLines(std::string_view content);

  // From one 1-based line to another, without the line end behind; as much as there is of it.
  std::string_view lines(std::uint32_t first, std::uint32_t last) const;
  // The line up to, not including, the 1-based byte column; as much as there is of it.
  std::string_view prefix(std::uint32_t line, std::uint32_t column) const;

private:
  std::string_view text;
  std::vector<std::size_t> starts;
};

} // namespace allele
