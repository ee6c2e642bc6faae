// The regular expressions of CMake and CTest: a dialect of their own (RegularExpression of KWSys).
#pragma once

#include "../Result.h"

#include <string>
#include <string_view>

namespace allele {

// A POSIX extended expression that is found in the same texts, for the C locale. Error: why CMake takes it for no
// expression.
Result<std::string> posixFromCMake(std::string_view expression);

// The expression of CMake that is found where this text stands. It fits into a line: any character counts for a control
// character.
std::string literalForCMake(std::string_view text);

} // namespace allele
