#include "Size.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace allele {

std::optional<std::uint64_t> parseBytes(const std::string &text) {
  std::size_t digits = text.find_first_not_of("0123456789");
  const std::string suffix = digits == std::string::npos ? "" : text.substr(digits);
  digits = std::min(digits, text.size());
  if (digits == 0 || digits > 15)
    return std::nullopt;
  const std::uint64_t number = std::stoull(text.substr(0, digits));
  constexpr const char *kSuffixes[] = {"", "K", "M", "G", "T"};
  for (unsigned i = 0; i < std::size(kSuffixes); ++i) {
    if (suffix != kSuffixes[i])
      continue;
    const unsigned shift = 10 * i;
    if (number > (std::numeric_limits<std::uint64_t>::max() >> shift))
      return std::nullopt;
    return number << shift;
  }
  return std::nullopt;
}

} // namespace allele
