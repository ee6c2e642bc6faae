// What other commands left in an output directory beside the results, in the figures that the quality page shows of it.
#pragma once

#include "Ratio.h"

#include <filesystem>
#include <optional>
#include <string>

namespace allele {

// signal.json, of `allele signal`.
struct SignalFigures {
  Ratio flaky;               // tests that passed and failed on the same code / tests that ran
  std::size_t leastRuns = 0; // of one that isn't flaky: what fails more rarely may have gone unseen; 0: there is none
  std::size_t ciRuns = 0;    // that were imported; 0: nothing is known of the CI
  Ratio redRuns;             // red runs of the CI that a defect made / those of which that can be told
  std::size_t undetermined = 0; // red runs of which nobody can tell
};

// escapes.json, of `allele escape`: defects that got past the tests, by what the tests could have told.
struct EscapeFigures {
  std::size_t notRun = 0;     // no test runs the code that was wrong
  std::size_t notChecked = 0; // tests run it and check nothing
  std::size_t wrongState = 0; // they check it, but not what went wrong
  std::size_t checked = 0;    // they check it; the inputs were missing
  std::size_t unjudged = 0;

  // Those that the tests could not have told / those that can be judged.
  Ratio escaped() const;
};

struct QualityInputs {
  std::optional<SignalFigures> signal; // nullopt: not measured
  std::string signalProblem;           // why there is none though there is a file
  std::optional<EscapeFigures> escapes;
  std::string escapeProblem;
};

QualityInputs readQualityInputs(const std::filesystem::path &directory);

} // namespace allele
