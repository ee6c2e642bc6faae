#include "PaymentService.h"

#include <utility>

namespace shop {

const char *describe(PaymentStatus status) {
  switch (status) {
  case PaymentStatus::kPaid:
    return "Thank you for your order.";
  case PaymentStatus::kInvalidCard:
    return "Please check your card's number and expiry.";
  case PaymentStatus::kDeclined:
    return "Your bank doesn't accept the payment.";
  case PaymentStatus::kUnavailable:
    return "Your bank has a problem. Please try again later.";
  case PaymentStatus::kPending:
    return "Your bank doesn't answer. We ask again, and tell you.";
  }
  return "";
}

PaymentStatus PaymentService::pay(const std::string &order, const Card &card, std::int64_t cents) {
  if (cents <= 0)
    throw std::invalid_argument("an amount must be positive"); // state: amount
  if (validate(card, today) != CardError::kNone)
    return PaymentStatus::kInvalidCard; // state: invalid card
  try {
    const Authorization authorization = gateway.authorize(card, cents);
    if (!authorization.isApproved)
      return PaymentStatus::kDeclined; // state: declined
    if (gateway.capture(authorization.id) < 0)
      return PaymentStatus::kUnavailable; // state: not captured
    if (ledger.record({order, authorization.id, cents}) < 0)
      throw std::logic_error(order + " is paid twice"); // state: order paid twice
  } catch (const GatewayTimeout &) {                    // state: timeout
    pending.push_back({order, card, cents});
    return PaymentStatus::kPending;
  }
  return PaymentStatus::kPaid;
}

std::size_t PaymentService::retryPending() {
  for (const Pending &each : std::exchange(pending, {}))
    try {
      pay(each.order, each.card, each.cents);
    } catch (const std::logic_error &) { // state: paid meanwhile
      continue;
    }
  return pending.size();
}

} // namespace shop
