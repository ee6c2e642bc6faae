// Text in HTML.
#pragma once

#include <string>
#include <string_view>

namespace allele {

// In an element or a quoted attribute; valid UTF-8 without control characters.
std::string htmlText(std::string_view text);

} // namespace allele
