#pragma once

#include "Flows.h"

#include <nlohmann/json.hpp>

namespace allele {

// A flow with its functions and states, as docs/formats.md describes it.
nlohmann::json flowJson(const RunResults &results, const Flow &flow, const std::vector<StateEvidence> &evidence);

} // namespace allele
