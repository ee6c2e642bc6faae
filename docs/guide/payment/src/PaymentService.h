// Takes money for orders, and gives it back.
#pragma once

#include "Gateway.h"
#include "Ledger.h"

#include <stdexcept>
#include <vector>

namespace shop {

enum class PaymentStatus {
  kPaid,
  kInvalidCard,
  kDeclined,    // the bank doesn't give the money
  kUnavailable, // the bank has a problem of its own
  kPending,     // the bank doesn't answer: retryPending() asks again
};

// What the customer reads.
const char *describe(PaymentStatus status);

class RefundError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

class PaymentService {
public:
  // All must outlive the service.
  PaymentService(Gateway &bank, Ledger &book, Month now) : gateway(bank), ledger(book), today(now) {}

  // Throws std::invalid_argument where the amount isn't positive.
  PaymentStatus pay(const std::string &order, const Card &card, std::int64_t cents);
  // The orders that are still pending.
  std::size_t retryPending();

  // False: the bank refuses. Throws RefundError where the order doesn't have that much to give back.
  bool refund(const std::string &order, std::int64_t cents);

private:
  struct Pending {
    std::string order;
    Card card;
    std::int64_t cents;
  };

  Gateway &gateway;
  Ledger &ledger;
  Month today;
  std::vector<Pending> pending;
};

} // namespace shop
