#include "HtmlText.h"

#include "../Text.h"

namespace allele {

std::string htmlText(std::string_view text) {
  std::string html;
  for (const char c : toPrintableLine(toValidUtf8(text)))
    switch (c) {
    case '&':
      html += "&amp;";
      break;
    case '<':
      html += "&lt;";
      break;
    case '>':
      html += "&gt;";
      break;
    case '"':
      html += "&quot;";
      break;
    case '\'':
      html += "&#39;";
      break;
    default:
      html += c;
    }
  return html;
}

} // namespace allele
