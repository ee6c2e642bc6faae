#include "Ledger.h"

#include <cerrno>
#include <doctest/doctest.h>

using namespace shop;

TEST_CASE("the ledger knows what was paid") {
  Ledger ledger;
  CHECK(ledger.record({"order 1", "A1", 1250}) == 0);
  CHECK(ledger.balance() == 1250);
  REQUIRE(ledger.find("order 1") != nullptr);
  CHECK(ledger.find("order 1")->cents == 1250);
}

TEST_CASE("an order is paid once") {
  Ledger ledger;
  ledger.record({"order 1", "A1", 1250});
  CHECK(ledger.record({"order 1", "A2", 1250}) == -EEXIST); // checks: paid twice
}
