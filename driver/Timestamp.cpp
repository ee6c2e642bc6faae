#include "Timestamp.h"

#include <charconv>
#include <cstring>
#include <ctime>

namespace allele {
namespace {

constexpr std::int64_t kMinute = 60;

bool isDigit(char character) {
  return character >= '0' && character <= '9';
}

// "Z", "+02:00", "-0130"; 0 where nothing stands.
std::optional<std::int64_t> offsetIn(const std::string &text) {
  if (text.empty() || text == "Z" || text == "z")
    return 0;
  std::string digits;
  for (const char character : text.substr(1))
    if (isDigit(character))
      digits += character;
    else if (character != ':')
      return std::nullopt;
  if ((text[0] != '+' && text[0] != '-') || digits.size() != 4)
    return std::nullopt;
  const std::int64_t minutes = std::stoi(digits.substr(0, 2)) * kMinute + std::stoi(digits.substr(2));
  return (text[0] == '+' ? minutes : -minutes) * kMinute;
}

} // namespace

std::optional<std::int64_t> parseTimestamp(const std::string &text) {
  constexpr std::size_t kYear = 4;
  std::int64_t seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure == std::errc() && end == text.data() + text.size() && text.size() > kYear)
    return seconds;
  std::tm time = {};
  const char *rest = strptime(text.c_str(), "%Y-%m-%d", &time);
  if (rest == nullptr)
    return std::nullopt;
  if (*rest == 'T' || *rest == ' ') {
    rest = strptime(rest + 1, "%H:%M:%S", &time);
    if (rest == nullptr)
      return std::nullopt;
    if (*rest == '.')
      for (++rest; isDigit(*rest); ++rest) {
      }
  }
  const auto offset = offsetIn(rest);
  if (!offset)
    return std::nullopt;
  return timegm(&time) - *offset;
}

} // namespace allele
