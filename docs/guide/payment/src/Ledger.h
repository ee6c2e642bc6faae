// What was paid for which order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shop {

struct Entry {
  std::string order;
  std::string authorization;
  std::int64_t cents;
};

class Ledger {
public:
  // 0, -EINVAL: no amount, or -EEXIST: the order is paid already.
  int record(const Entry &entry);
  // Takes back what was paid for the order, or a part of it.
  void payBack(const std::string &order, std::int64_t cents);
  // Null: the order isn't known. Valid until the ledger changes.
  const Entry *find(const std::string &order) const;
  std::int64_t balance() const { return total; }

private:
  std::vector<Entry> entries;
  std::int64_t total = 0;
};

} // namespace shop
