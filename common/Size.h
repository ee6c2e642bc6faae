// Sizes in bytes as users write them.
#ifndef ALLELE_SIZE_H
#define ALLELE_SIZE_H

#include <cstdint>
#include <optional>
#include <string>

namespace allele {

// "512M", "2G", "1048576" to bytes; nullopt for anything else. Suffixes K, M, G, T are powers of 1024.
std::optional<std::uint64_t> parseBytes(const std::string &text);

} // namespace allele

#endif
