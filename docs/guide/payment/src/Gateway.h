// The bank, as the shop sees it. The real one speaks HTTP, the tests have one of their own.
#pragma once

#include "Card.h"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace shop {

class GatewayTimeout : public std::runtime_error {
public:
  GatewayTimeout() : std::runtime_error("the bank doesn't answer") {}
};

struct Authorization {
  bool isApproved;
  std::string id;
};

class Gateway {
public:
  virtual ~Gateway() = default;
  // Whether the card is good for the amount. Throws GatewayTimeout.
  virtual Authorization authorize(const Card &card, std::int64_t cents) = 0;
  // Takes the money. 0, or a negative number of the bank's. Throws GatewayTimeout.
  virtual int capture(const std::string &authorization) = 0;
  // Gives money back. 0, or a negative number of the bank's.
  virtual int refund(const std::string &authorization, std::int64_t cents) = 0;
};

} // namespace shop
