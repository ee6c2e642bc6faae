#pragma once

#include <cstddef>
#include <optional>

namespace allele {

// A part of a whole. No denominator, no value.
struct Ratio {
  std::size_t part = 0;
  std::size_t whole = 0;
  std::optional<double> value() const {
    return whole == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(whole));
  }
};

} // namespace allele
