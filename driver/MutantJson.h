// A mutant as the subcommands give it out as JSON (docs/formats.md).
#pragma once

#include "Mutant.h"

#include <nlohmann/json.hpp>

namespace allele {

nlohmann::ordered_json mutantToJson(const Mutant &mutant, const Catalog &catalog);

} // namespace allele
