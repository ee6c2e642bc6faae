// The line that is held: what no test noticed when it was drawn, and the figures then. A file in the user's repository,
// made by `allele baseline` (docs/formats.md).
#pragma once

#include "Result.h"
#include "RunResults.h"
#include "Score.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace allele {

inline constexpr const char *kBaselineFile = "allele-baseline.yml";

struct SurvivorBaseline {
  // In percent; nullopt: there was nothing to measure.
  std::optional<double> score;
  std::optional<double> strength;
  std::optional<double> coverage;
  double sample = 1; // share of the mutants that were run
  // Survivors and what isn't reached: id to "src/a.c:12 lt-to-le", for readers.
  std::map<std::uint64_t, std::string> undetected;
};

SurvivorBaseline baselineOf(const RunResults &results);
// Without what is noticed now, and with the figures that are better now: it holds what has been gained. What is
// undetected now and not in it stays out.
SurvivorBaseline tightened(const SurvivorBaseline &baseline, const RunResults &results);

// Errors: no such file; not as `allele baseline` writes it.
Result<SurvivorBaseline> readBaseline(const std::filesystem::path &path);
Status writeBaseline(const std::filesystem::path &path, const SurvivorBaseline &baseline);

} // namespace allele
