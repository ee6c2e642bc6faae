#include "Shop.h"

#include <doctest/doctest.h>

using namespace shop;

TEST_CASE("a payment is taken and recorded") {
  Shop shop;
  const PaymentStatus status = shop.service.pay("order 1", kCard, 4200);
  CHECK(status == PaymentStatus::kPaid);
  CHECK(describe(status) == std::string("Thank you for your order."));
  CHECK(shop.ledger.balance() == 4200);
}

TEST_CASE("an amount of nothing") {
  Shop shop;
  CHECK_THROWS_AS(shop.service.pay("order 1", kCard, 0), std::invalid_argument); // checks: amount
}

TEST_CASE("an expired card") {
  Shop shop;
  shop.service.pay("order 1", {kCard.number, {2020, 1}}, 4200);
}

TEST_CASE("a declined card") {
  Shop shop;
  shop.bank.approves = false;
  shop.service.pay("order 1", kCard, 4200);
  CHECK(shop.bank.authorizations == 1);
}

TEST_CASE("a bank with a problem of its own") {
  Shop shop;
  shop.bank.code = -7;
  const PaymentStatus status = shop.service.pay("order 1", kCard, 4200);
  CHECK(status == PaymentStatus::kUnavailable); // checks: not captured
}

TEST_CASE("a bank that doesn't answer is asked again") {
  Shop shop;
  shop.bank.answers = false;
  shop.service.pay("order 1", kCard, 4200);
  CHECK(shop.service.retryPending() == 1); // checks: timeout
  shop.bank.answers = true;
  CHECK(shop.service.retryPending() == 0);
}

TEST_CASE("the customer is told what to do") {
  CHECK(describe(PaymentStatus::kInvalidCard) == std::string("Please check your card's number and expiry."));
  CHECK(describe(PaymentStatus::kUnavailable) == std::string("Your bank has a problem. Please try again later."));
}
