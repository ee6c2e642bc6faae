// What follows from the observations in signal.json: which tests are flaky, and how much of a CI's red was a defect. No
// conclusion without the runs for it: what they don't tell stays undetermined. docs/formats.md has the definitions.
#pragma once

#include "Score.h"
#include "Signal.h"
#include "Statistics.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

// kFailing: it never passed, so it is no flaky test. kUnknown: it never ran to an end.
enum class TestState { kPassing, kFailing, kFlaky, kUnknown };

// "passing", "failing", "flaky", "not run".
const char *toString(TestState state);

// Under what alone a flaky test failed, though it ran otherwise as well.
enum class FailsOnly { kNothing, kTogether, kAlone, kLoaded };

// What repeats say of a test, of the newest code that it ran on.
struct RepeatedState {
  TestState state = TestState::kUnknown;
  RepeatedTest observed; // the sums over the sessions, and the first failure
  FailsOnly only = FailsOnly::kNothing;
  bool isPattern = false; // of `only`: chance alone would make it so in fewer than 1 of 100 cases
  std::string commit;
  std::uint64_t seed = 0; // of the session with the first failure
  bool wasFlaky = false;  // on older code
};

// Kinds of red: of a test on a commit, or of a run.
struct Reds {
  std::size_t flaky = 0;
  std::size_t defects = 0;
  std::size_t undetermined = 0;

  std::size_t all() const { return flaky + defects + undetermined; }
  Ratio signal() const { return {defects, defects + flaky}; } // of those that can be told
  Ratio noise() const { return {flaky, defects + flaky}; }
};

struct CiState {
  Tries tries;
  Reds reds;               // commits on which it failed
  std::size_t commits = 0; // on which it ran
};

struct TestSignal {
  std::string name; // with the CI's configuration in brackets, where it has one
  std::string test; // without
  std::optional<RepeatedState> repeated;
  std::optional<CiState> ci;

  bool isFlaky() const { return isFlakyHere() || isFlakyInCi(); }
  bool isFlakyHere() const { return repeated && repeated->state == TestState::kFlaky; }
  bool isFlakyInCi() const { return ci && ci->reds.flaky != 0; }
  // A mutant that it kills may have been killed by chance: as `allele run` runs tests, by itself, it fails at times.
  bool isUnreliable() const;
};

struct SignalAnalysis {
  std::vector<TestSignal> tests; // by name
  Reds reds;                     // of tests on commits
  Reds redRuns;                  // flaky: only flaky tests made it red
  std::size_t ciRuns = 0;
  std::size_t ciCommits = 0;

  std::size_t count(TestState state) const; // of those that repeats ran
  // Tests that are flaky here or in a configuration of the CI, of all that ran to an end.
  Ratio flaky() const;
};

SignalAnalysis analyse(const SignalResults &results);

} // namespace allele
