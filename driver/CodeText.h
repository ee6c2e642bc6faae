// Source text without its comments, line by line: what a reader of changes has to look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace allele {

// Each line without comments and without spaces at both ends; literals stay. As much of C++ as that takes: raw strings,
// separators of digits, and lines that go on behind a backslash.
std::vector<std::string> codeLines(std::string_view source);

// Whether nothing but braces and semicolons stands there.
bool isOnlyBraces(std::string_view code);

} // namespace allele
