#include "Ledger.h"

#include <cerrno>
#include <cstdlib>

namespace shop {

int Ledger::record(const Entry &entry) {
  if (entry.cents <= 0)
    return -EINVAL; // state: no amount
  if (find(entry.order) != nullptr)
    return -EEXIST; // state: paid twice
  entries.push_back(entry);
  total += entry.cents;
  return 0;
}

void Ledger::payBack(const std::string &order, std::int64_t cents) {
  for (Entry &entry : entries)
    if (entry.order == order)
      entry.cents -= cents;
  total -= cents;
  if (total < 0)
    std::abort(); // state: overdrawn
}

const Entry *Ledger::find(const std::string &order) const {
  for (const Entry &entry : entries)
    if (entry.order == order)
      return &entry;
  return nullptr; // state: no entry
}

} // namespace shop
