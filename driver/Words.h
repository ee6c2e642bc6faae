// Sentences in which the names and the code of others stand out, for reports that differ in how text is marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace allele {

// Text in one line that is valid UTF-8, as far as it is shown: of sources and names, so it may say anything.
struct Span {
  std::string text;
  bool isCode = false;
};
using Words = std::vector<Span>;

// Cut where it is long. Control characters and those that turn the direction of text are spelled out.
std::string visibleText(std::string_view text);
Span plain(std::string_view text);
Span inCode(std::string_view text);

// The words alone.
std::string textOf(const Words &words);
// One behind the other.
Words join(Words words, const Words &more);

} // namespace allele
