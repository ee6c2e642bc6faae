// Tells contents apart that differ. Not against somebody who makes two on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace allele {

// FNV-1a over the parts, each with its length, so that no two lists of parts are one.
class Fingerprint {
public:
  void add(std::string_view part);
  void add(std::uint64_t number);
  std::string text() const; // 16 hex digits

private:
  void addByte(unsigned char byte);
  std::uint64_t hash = 0xcbf29ce484222325;
};

} // namespace allele
