// What the driver runs on, and when.
#pragma once

#include <string>

namespace allele {

// Those that the driver may use.
unsigned usableCores();

// System, architecture, number of cores.
std::string machineHere();

// ISO 8601, with seconds.
std::string utcNow();

} // namespace allele
