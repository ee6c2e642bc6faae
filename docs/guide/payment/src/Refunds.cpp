#include "PaymentService.h"

namespace shop {

bool PaymentService::refund(const std::string &order, std::int64_t cents) {
  const Entry *entry = ledger.find(order);
  if (entry == nullptr)
    throw RefundError("order " + order + " isn't known"); // state: unknown order
  if (cents > entry->cents)
    throw RefundError("order " + order + " was cheaper"); // state: refund too large
  if (gateway.refund(entry->authorization, cents) < 0)
    return false; // state: refund refused
  ledger.payBack(order, cents);
  return true;
}

} // namespace shop
