// What can be said of a card without asking a bank.
#pragma once

#include <optional>
#include <string>

namespace shop {

struct Month {
  int year;
  int month;
};

struct Card {
  std::string number;
  Month expiry;
};

enum class CardError { kNone, kTooShort, kNotANumber, kChecksum, kExpired };

// The last month of a card as it is printed there: "04/29". Nothing: it is none.
std::optional<Month> parseExpiry(const std::string &text);

CardError validate(const Card &card, Month today);

} // namespace shop
