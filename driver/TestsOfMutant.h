// What each test of a run had to do with a mutant, as far as the results tell.
#pragma once

#include "RunResults.h"

#include <string>
#include <vector>

namespace allele {

enum class TestPart {
  kKilled,
  kPassed,
  kInconclusive, // it ran, or was to, and what it found doesn't count
  kTooLate,      // it didn't run, since another one had killed the mutant
  kNoDifference, // it didn't run, since it computes no value that differs
  kUnknown,      // an older allele didn't say
  kNotRun        // none did
};

// "killed it", "passed", "not run: another test killed it first".
const char *toString(TestPart part);

struct TestOfMutant {
  std::size_t test = 0; // index into RunInfo::tests
  bool isInfected = false;
  TestPart part = TestPart::kNotRun;
};

// The tests that reach the mutant: first those that killed it, then those that compute another value, then the others;
// each in the order in which tests run, the cheapest first.
std::vector<TestOfMutant> testsOfMutant(const RunResults &results, std::size_t mutant);

} // namespace allele
