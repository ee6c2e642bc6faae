#include "TestsOfMutant.h"

#include "MutantPlans.h"

#include <algorithm>
#include <tuple>

namespace allele {
namespace {

// Of a test that reaches the mutant, and of which the run said nothing. `isPlanned`: it was to run unless another one
// ended the mutant.
TestPart partIn(const RunInfo &info, Verdict verdict, bool isPlanned) {
  switch (verdict) {
  case Verdict::kKilled:
    if (!isPlanned)
      return TestPart::kNoDifference;
    return info.knowsPasses ? TestPart::kTooLate : TestPart::kUnknown;
  case Verdict::kSurvived:
    return isPlanned ? TestPart::kPassed : TestPart::kNoDifference;
  case Verdict::kInconclusive:
    return isPlanned ? TestPart::kInconclusive : TestPart::kNoDifference;
  case Verdict::kNotReached:
  case Verdict::kIgnored:
    break;
  }
  return TestPart::kNotRun;
}

bool contains(const std::vector<std::size_t> &numbers, std::size_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

} // namespace

const char *toString(TestPart part) {
  switch (part) {
  case TestPart::kKilled:
    return "killed it";
  case TestPart::kPassed:
    return "passed";
  case TestPart::kInconclusive:
    return "ran";
  case TestPart::kTooLate:
    return "not run: another test killed it first";
  case TestPart::kNoDifference:
    return "not run: no value differs";
  case TestPart::kUnknown:
    return "not known: an older allele ran it, or not";
  case TestPart::kNotRun:
    return "not run";
  }
  return "";
}

std::vector<TestOfMutant> testsOfMutant(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  const auto orderOf = [&](std::size_t test) {
    const TestInfo &info = results.info.tests[test];
    return std::pair(costOf(info.count, info.cpuTime, info.infected), test);
  };
  std::vector<TestOfMutant> tests;
  for (const Pair &pair : results.pairs[mutant]) {
    TestOfMutant each{pair.test, pair.isInfected, TestPart::kNotRun};
    if (!outcome) {
      tests.push_back(each);
      continue;
    }
    if (contains(outcome->killers, pair.test))
      each.part = TestPart::kKilled;
    else if (contains(outcome->passed, pair.test))
      each.part = TestPart::kPassed;
    else if (contains(outcome->unclear, pair.test))
      each.part = TestPart::kInconclusive;
    else
      each.part = partIn(results.info, outcome->judgement.verdict, pair.isInfected || results.info.fullMatrix);
    tests.push_back(each);
  }
  const auto keyOf = [&](const TestOfMutant &each) {
    return std::tuple(each.part != TestPart::kKilled, !each.isInfected, orderOf(each.test));
  };
  std::sort(tests.begin(), tests.end(),
            [&](const TestOfMutant &left, const TestOfMutant &right) { return keyOf(left) < keyOf(right); });
  return tests;
}

} // namespace allele
