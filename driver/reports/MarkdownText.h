// What the reports in Markdown share.
#pragma once

#include <string>
#include <string_view>

namespace allele {

// Text of sources and programs in one line, in which no character means anything to Markdown or HTML. GitHub makes no
// link of it, nor calls a person.
std::string markdownText(std::string_view text);
// The same as code.
std::string markdownCode(std::string_view text);

} // namespace allele
