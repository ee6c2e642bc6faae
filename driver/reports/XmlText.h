// What the reports in XML share.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace allele {

// XML 1.0 has no place, not even escaped, for control characters and for U+FFFE and U+FFFF.
std::string xmlText(std::string_view text);

std::string documentText(const pugi::xml_document &document);

} // namespace allele
