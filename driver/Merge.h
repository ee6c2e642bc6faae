// Results of several runs in one: of several programs, machines or configurations.
#pragma once

#include "Result.h"
#include "RunResults.h"

#include <string>
#include <vector>

namespace allele {

struct MergeInput {
  std::string name; // of its directory
  RunResults results;
};

struct Merged {
  RunResults results;
  // Mutants that the same tests killed in one run and not in another, a line each.
  std::vector<std::string> conflicts;
};

// One mutant for each id. The best verdict wins: killed, survived, inconclusive, not reached, ignored; tests with the
// same name are one. Errors: no inputs; a source file has another text in another run.
Result<Merged> merge(const std::vector<MergeInput> &inputs);

} // namespace allele
