// Times as CI systems and test frameworks write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace allele {

// Seconds since 1970 of "2027-01-31T12:00:00", with a fraction, "Z" or an offset such as "+02:00" behind it, a space
// for the T, or a date alone; also of a number of seconds. Without an offset it counts as UTC. nullopt: it is no time.
std::optional<std::int64_t> parseTimestamp(const std::string &text);

} // namespace allele
