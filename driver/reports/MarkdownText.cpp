#include "MarkdownText.h"

#include "../Text.h"

#include <cctype>
#include <fmt/format.h>

namespace allele {

std::string markdownText(std::string_view text) {
  constexpr std::size_t kMost = 300;
  constexpr std::string_view kHarmless = " -./():;,+='\"";
  std::string shown;
  for (const char c : cutTo(kMost, toPrintableLine(toValidUtf8(text)))) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80 || kHarmless.find(c) != std::string_view::npos)
      shown += c;
    else
      shown += fmt::format("&#{};", byte);
  }
  return shown;
}

std::string markdownCode(std::string_view text) {
  return "<code>" + markdownText(text) + "</code>";
}

} // namespace allele
