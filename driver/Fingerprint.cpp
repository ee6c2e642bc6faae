#include "Fingerprint.h"

#include <fmt/format.h>
#include <sys/stat.h>

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

void Fingerprint::addFile(const std::filesystem::path &path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    return;
  add(path.string());
  add(static_cast<std::uint64_t>(status.st_size));
  add(static_cast<std::uint64_t>(status.st_mtim.tv_sec));
  add(static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
}

std::string Fingerprint::text() const {
  return fmt::format("{:016x}", hash);
}

} // namespace allele
