#pragma once

#include "Flows.h"

#include <nlohmann/json.hpp>

namespace allele {

// The figures of a flow, as docs/formats.md describes them.
nlohmann::json flowFigures(const Flow &flow);

// With its functions and states.
nlohmann::json flowJson(const RunResults &results, const Flow &flow, const std::vector<StateEvidence> &evidence);

} // namespace allele
