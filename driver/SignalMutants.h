// What flaky tests are worth to the last `allele run`: a mutant that only such a test kills may have been killed by
// chance.
#pragma once

#include "RunResults.h"
#include "Score.h"
#include "SignalAnalysis.h"

#include <string>
#include <vector>

namespace allele {

struct FlakyTestKills {
  std::string name;       // as of TestSignal
  bool isInRun = false;   // a test of the run has its name
  std::size_t kills = 0;  // mutants, as far as the run knows all that kill them
  std::size_t needed = 0; // of them, those that no test kills that isn't flaky
};

struct SignalMutants {
  std::string commit; // of the run
  bool fullMatrix = false;
  bool isComplete = false;
  std::vector<FlakyTestKills> tests; // all flaky ones
  // Killed mutants all of whose killers that are known are unreliable; indices into the catalog.
  std::vector<std::size_t> notCounted;
  Scores asRun;
  Scores counted; // the same with those as not killed

  // Flaky, and every mutant that it kills is killed by a test that isn't; only a full matrix tells.
  bool isCandidate(const FlakyTestKills &test) const { return fullMatrix && test.isInRun && test.needed == 0; }
};

// Tests of the run have the names of `analysis`; of one taken out of a build system's entry, "entry: test", also
// "test", where there is one entry with it.
SignalMutants joinWithMutants(const SignalAnalysis &analysis, const RunResults &run);

} // namespace allele
