#include "Fingerprint.h"

#include <fmt/format.h>

namespace allele {

void Fingerprint::addByte(unsigned char byte) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  hash = (hash ^ byte) * kPrime;
}

void Fingerprint::add(std::uint64_t number) {
  constexpr int kBytes = 8;
  for (int i = 0; i < kBytes; ++i, number >>= 8)
    addByte(static_cast<unsigned char>(number & 0xff));
}

void Fingerprint::add(std::string_view part) {
  add(part.size());
  for (const char byte : part)
    addByte(static_cast<unsigned char>(byte));
}

std::string Fingerprint::text() const {
  return fmt::format("{:016x}", hash);
}

} // namespace allele
