#include "Card.h"

#include <doctest/doctest.h>

using namespace shop;

namespace {

const Month kToday = {2026, 6};

} // namespace

TEST_CASE("a good card passes, until the end of its last month") {
  CHECK(validate({"4111111111111111", {2029, 4}}, kToday) == CardError::kNone);
  CHECK(validate({"4111111111111111", {2026, 6}}, kToday) == CardError::kNone);
}

TEST_CASE("cards that no bank needs to see") {
  CHECK(validate({"41111111", {2029, 4}}, kToday) == CardError::kTooShort);         // checks: short number
  CHECK(validate({"4111111111111112", {2029, 4}}, kToday) == CardError::kChecksum); // checks: checksum
  CHECK(validate({"4111111111111111", {2026, 5}}, kToday) == CardError::kExpired);  // checks: expired
}

TEST_CASE("the expiry is read as it is printed") {
  const auto month = parseExpiry("04/29");
  REQUIRE(month);
  CHECK(month->month == 4);
  CHECK(month->year == 2029);
}

TEST_CASE("an expiry that is none") {
  CHECK_FALSE(parseExpiry("04-29")); // checks: expiry form
  CHECK_FALSE(parseExpiry("13/29")); // checks: expiry month
}
