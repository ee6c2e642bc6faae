#include "Card.h"

#include <cctype>

namespace shop {
namespace {

constexpr std::size_t kShortest = 12;
constexpr int kCentury = 2000;

int digit(char c) {
  return c - '0';
}

// Luhn's checksum: every second digit from the right counts twice, and the sum of all ends with 0.
bool hasChecksum(const std::string &number) {
  int sum = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const bool isDoubled = (number.size() - i) % 2 == 0;
    const int value = isDoubled ? 2 * digit(number[i]) : digit(number[i]);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

} // namespace

std::optional<Month> parseExpiry(const std::string &text) {
  if (text.size() != 5 || text[2] != '/')
    return std::nullopt; // state: expiry form
  for (const std::size_t i : {0, 1, 3, 4})
    if (!std::isdigit(static_cast<unsigned char>(text[i])))
      return std::nullopt; // state: expiry letters
  const int month = 10 * digit(text[0]) + digit(text[1]);
  const int year = 10 * digit(text[3]) + digit(text[4]);
  if (month < 1 || month > 12)
    return std::nullopt; // state: expiry month
  return Month{kCentury + year, month};
}

CardError validate(const Card &card, Month today) {
  if (card.number.size() < kShortest)
    return CardError::kTooShort; // state: short number
  for (const char c : card.number)
    if (!std::isdigit(static_cast<unsigned char>(c)))
      return CardError::kNotANumber; // state: letters in number
  if (!hasChecksum(card.number))
    return CardError::kChecksum; // state: checksum
  const bool isOver =
      card.expiry.year < today.year || (card.expiry.year == today.year && card.expiry.month < today.month);
  if (isOver)
    return CardError::kExpired; // state: expired
  return CardError::kNone;
}

} // namespace shop
