// A shop whose bank does what the test says.
#pragma once

#include "PaymentService.h"

class FakeGateway : public shop::Gateway {
public:
  bool approves = true;
  bool answers = true;
  int code = 0; // of capture and refund
  int authorizations = 0;

  shop::Authorization authorize(const shop::Card & /*card*/, std::int64_t /*cents*/) override {
    if (!answers)
      throw shop::GatewayTimeout();
    return {approves, "A" + std::to_string(++authorizations)};
  }
  int capture(const std::string & /*authorization*/) override { return code; }
  int refund(const std::string & /*authorization*/, std::int64_t /*cents*/) override { return code; }
};

struct Shop {
  FakeGateway bank;
  shop::Ledger ledger;
  shop::PaymentService service{bank, ledger, shop::Month{2026, 6}};
};

inline const shop::Card kCard = {"4111111111111111", {2029, 4}};
