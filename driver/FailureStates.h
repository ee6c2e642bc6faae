// What the tests know of a failure state, from the verdicts on its mutants.
#pragma once

#include "CodeMap.h"
#include "RunResults.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

// From worst to best, as lists show them.
enum class StateClass {
  kUnchecked,  // a test reaches it, and none of its mutants was noticed: nothing is asserted
  kNotReached, // no test gets there
  kCrashOnly,  // its mutants are noticed, but only by crashes, hangs, limits or sanitizers
  kExitOnly,   // a test noticed by its exit code, and named no assertion
  kUnknown,    // it is reached, but has no mutants with a verdict
  kAsserted,   // a test failed through an assertion
};

constexpr StateClass kAllStateClasses[] = {StateClass::kUnchecked, StateClass::kNotReached, StateClass::kCrashOnly,
                                           StateClass::kExitOnly,  StateClass::kUnknown,    StateClass::kAsserted};

struct StateEvidence {
  StateClass known = StateClass::kUnknown;
  std::vector<std::size_t> mutants; // indices into the catalog: those that take the state away or lie about it
  std::vector<std::size_t> forcing; // those that make it happen where it wouldn't
  std::string assertion;            // of the kill that counts: "file.cpp:12: ...", empty where there is none
  std::optional<std::size_t> test;  // that made it
};

// "asserted", "crash only", "reached, nothing asserted".
const char *toString(StateClass known);

// One for each of results.code.states.
std::vector<StateEvidence> evidenceOf(const RunResults &results);

// Those whose verdicts are the evidence, as they are run: of duplicates the mutants that they equal. Indices into the
// catalog, ascending.
std::vector<std::size_t> mutantsOfStates(const RunResults &results);

} // namespace allele
