#include "Shop.h"

#include <doctest/doctest.h>

using namespace shop;

TEST_CASE("a refund gives money back") {
  Shop shop;
  shop.service.pay("order 1", kCard, 4200);
  CHECK(shop.service.refund("order 1", 1200));
  CHECK(shop.ledger.balance() == 3000);
}

TEST_CASE("a refund of an unknown order doesn't take the shop down") {
  Shop shop;
  try {
    shop.service.refund("order 1", 4200);
  } catch (const RefundError &) {
  }
}

TEST_CASE("a refund of more than there is doesn't take the shop down") {
  Shop shop;
  shop.service.pay("order 1", kCard, 100);
  try {
    shop.service.refund("order 1", 4200);
  } catch (const RefundError &) {
  }
}

TEST_CASE("a refund is no more than what was paid for its order") {
  Shop shop;
  shop.service.pay("order 1", kCard, 100);
  shop.service.pay("order 2", kCard, 100000);
  bool isRefused = false;
  try {
    shop.service.refund("order 1", 4200);
  } catch (const RefundError &) {
    isRefused = true;
  }
  CHECK(isRefused); // checks: refund too large
}

TEST_CASE("a refund that the bank refuses") {
  Shop shop;
  shop.service.pay("order 1", kCard, 4200);
  shop.bank.code = -3;
  CHECK_FALSE(shop.service.refund("order 1", 4200)); // checks: refund refused
}
