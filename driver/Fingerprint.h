// Tells contents apart that differ. Not against somebody who makes two on purpose.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace allele {

// FNV-1a over the parts, each with its length, so that no two lists of parts are one.
class Fingerprint {
public:
  void add(std::string_view part);
  void add(std::uint64_t number);
  // Where a file is, how large, and when it was written last; what is no file adds nothing.
  void addFile(const std::filesystem::path &path);
  std::string text() const; // 16 hex digits

private:
  void addByte(unsigned char byte);
  std::uint64_t hash = 0xcbf29ce484222325;
};

} // namespace allele
