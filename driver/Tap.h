// The Test Anything Protocol (versions 12 and 13), read as Meson 1.0 reads it.
#pragma once

#include <string_view>

namespace allele {

enum class TapEnd {
  kPassed,
  kFailed,
  kSkipped, // no test ran, or each was skipped
  kError    // the protocol isn't kept to, or the program bailed out: a failure even where one is expected
};

// What a program says by all that it printed. Lines of other kinds don't count.
TapEnd readTap(std::string_view output);

} // namespace allele
