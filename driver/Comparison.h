// What has changed between two runs, mutant by mutant: a mutant keeps its id while the text around it stays.
#pragma once

#include "RunResults.h"

#include <vector>

namespace allele {

struct Comparison {
  // Indices into the mutants of the later run.
  std::vector<std::size_t> newlyUndetected; // noticed before: a test has got weaker
  std::vector<std::size_t> newUndetected;   // weren't there before, and no test notices them
  std::vector<std::size_t> newlyKilled;     // undetected before
  // Indices into those of the earlier run: undetected then, and gone now.
  std::vector<std::size_t> vanished;
  std::size_t stillUndetected = 0;
};

// Undetected: as isUndetected() has it.
Comparison compare(const RunResults &before, const RunResults &now);

} // namespace allele
