// Which tests are most worth writing: where one test would notice the most changes that none notices yet.
//
// The mutants that no test notices are put together by what one test would have to do:
//   - one more assertion in a test that already gets to a failure state which nothing checks. It notices the mutants of
//     the state, and perhaps those of the function for which that test already computes another value;
//   - the same in a test that runs a function without failure states to check;
//   - a new test for a stretch of lines that none executes: the lines between two executed ones of a function, or all
//     of it. It notices the mutants of the failure states there that it makes happen, and perhaps others on the
//     stretch;
//   - a new test with other inputs, for a function whose mutants make no difference to any test.
// Failure states of critical flows come first, then the others; of both those of which most mutants may be noticed,
// then those of which most are sure to be. A function is named once, a second time where its kind has too few others,
// and never a third time.
#pragma once

#include "FailureStates.h"
#include "Flows.h"
#include "RunResults.h"

#include <optional>
#include <string>
#include <vector>

namespace allele {

struct NextTest {
  enum class Kind { kAssertion, kNewTest, kOtherInputs };
  Kind kind = Kind::kNewTest;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t lastLine = 0;       // of a stretch that isn't executed, else 0
  std::string function;             // qualified; of results that don't know the code, demangled
  std::string text;                 // of the failure state, else of the line in the source; may be empty
  std::optional<std::size_t> state; // index into CodeMap::states
  std::string flow;                 // the first critical one that the state belongs to; empty: none
  // Index into RunInfo::tests. Of an assertion: the test that lacks it. Else one that runs the function, to begin with.
  std::optional<std::size_t> test;
  std::size_t tests = 0;   // that reach the state, or run the function's mutants
  std::size_t atLeast = 0; // mutants that it is sure to notice if it checks what is named
  std::size_t atMost = 0;  // that it may notice
};

// `flows`: the critical ones. The worthiest first.
std::vector<NextTest> nextTests(const RunResults &results, const std::vector<StateEvidence> &evidence,
                                const std::vector<Flow> &flows, std::size_t most);

} // namespace allele
