#include "Words.h"

#include "Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

constexpr std::size_t kLongest = 120;

// U+XXXX where it steers how text around it is shown, or ends a line; empty for all others.
std::string spelledOut(std::string_view character) {
  if (character.size() < 2)
    return "";
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(character[i])); };
  const unsigned code = character.size() == 2   ? (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU)
                        : character.size() == 3 ? (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU)
                                                : 0;
  const bool isControl = code >= 0x80 && code < 0xA0;
  const bool isDirection = code == 0x61C || (code >= 0x200E && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
                           (code >= 0x2066 && code <= 0x2069);
  const bool isNone = code == 0xFFFE || code == 0xFFFF;
  return isControl || isDirection || isNone ? fmt::format("\\u{:04x}", code) : "";
}

} // namespace

std::string visibleText(std::string_view text) {
  const std::string line = cutTo(kLongest, toPrintableLine(toValidUtf8(text)));
  std::string shown;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i + 1;
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
      ++end;
    const std::string_view character = std::string_view(line).substr(i, end - i);
    const std::string spelled = spelledOut(character);
    shown += spelled.empty() ? character : spelled;
    i = end;
  }
  return shown;
}

Span plain(std::string_view text) {
  return {std::string(text), false};
}

Span inCode(std::string_view text) {
  return {visibleText(text), true};
}

std::string textOf(const Words &words) {
  std::string text;
  for (const Span &span : words)
    text += span.text;
  return text;
}

Words join(Words words, const Words &more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

} // namespace allele
