// What has to hold for a run to be a success: least figures, nothing new that no test notices, few inconclusive
// mutants.
#pragma once

#include "Configuration.h"
#include "Result.h"
#include "RunResults.h"
#include "SurvivorBaseline.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

// As asked for on the command line; what it says holds beside the configuration's gates.
struct GateOptions {
  Thresholds least;
  std::optional<double> mostInconclusive; // replaces the configuration's
  bool failOnNew = false;
  bool ratchet = false;
  std::string baseline; // the file for both; empty: beside allele.yml or in the working directory
};

struct GateReport {
  std::vector<std::string> passed;
  std::vector<std::string> failed; // each says by how much, and what would mend it
  bool tooManyInconclusive = false;
};

// "score=80,strength=90". Errors name what is wrong.
Result<Thresholds> parseThresholds(const std::string &text);

// `baseline`: for failOnNew and ratchet, else null. Nothing measured is never a pass.
GateReport checkGates(const GateSettings &settings, const GateOptions &options, const SurvivorBaseline *baseline,
                      const RunResults &results);

} // namespace allele
