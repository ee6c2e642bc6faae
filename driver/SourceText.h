// The text of a source file with its lines found: for readers that look up many places in it.
#pragma once

#include "Mutant.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

class SourceText {
public:
  // `text` has to outlive this.
  explicit SourceText(std::string_view text);

  std::string_view text() const { return content; }
  // Offset of the first byte of a 1-based line; npos when there are fewer lines.
  std::size_t lineStart(std::uint32_t line) const;
  // Offset of the newline that ends the line in which `offset` lies, or the text's size.
  std::size_t lineEnd(std::size_t offset) const;
  // Of a 1-based line and byte column; nullopt when there is no such place.
  std::optional<std::size_t> offsetOf(std::uint32_t line, std::uint32_t column) const;
  // What `range` covers; nullopt when the text has no such range.
  std::optional<std::string_view> at(const SourceRange &range) const;
  // The 1-based line up to, not including, the 1-based byte column; as much as there is of it.
  std::string_view linePrefix(std::uint32_t line, std::uint32_t column) const;

private:
  std::string_view content;
  std::vector<std::size_t> starts;
};

// The column that readers count whose strings are UTF-16, in the line as toValidUtf8() gives it. The byte column where
// the source is unknown or has no such place.
std::size_t utf16Column(const SourceText *source, std::uint32_t line, std::uint32_t column);

// The sources of a run's mutants, one after the other: mutants are sorted by file.
class SourceTexts {
public:
  // `sources`: by sourcePathOf(). They have to outlive this.
  explicit SourceTexts(const std::map<std::string, std::string> &sources) : all(sources) {}

  // nullptr when it isn't known. Good until the next call.
  const SourceText *of(const Mutant &mutant);

private:
  const std::map<std::string, std::string> &all;
  std::string root;
  std::string file;
  std::optional<SourceText> current;
};

} // namespace allele
