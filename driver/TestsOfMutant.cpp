#include "TestsOfMutant.h"

#include "MutantPlans.h"

#include <algorithm>
#include <tuple>

namespace allele {
namespace {

// Of a test that took part in the run of a mutant unless another one ended it. `isBehindKiller`: in the order of tests.
TestPart partIn(Verdict verdict, bool isBehindKiller) {
  switch (verdict) {
  case Verdict::kKilled:
    return isBehindKiller ? TestPart::kTooLate : TestPart::kPassed;
  case Verdict::kSurvived:
    return TestPart::kPassed;
  case Verdict::kInconclusive:
    return TestPart::kInconclusive;
  case Verdict::kNotReached:
  case Verdict::kIgnored:
    break;
  }
  return TestPart::kNotRun;
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
  case TestPart::kNotRun:
    return "not run";
  }
  return "";
}

std::vector<TestOfMutant> testsOfMutant(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  const bool fullMatrix = results.info.fullMatrix;
  const auto orderOf = [&](std::size_t test) {
    const TestInfo &info = results.info.tests[test];
    return std::pair(costOf(info.cpuTime, info.infected), test);
  };
  const auto isKiller = [&](std::size_t test) {
    return outcome && std::find(outcome->killers.begin(), outcome->killers.end(), test) != outcome->killers.end();
  };
  std::vector<TestOfMutant> tests;
  for (const Pair &pair : results.pairs[mutant]) {
    TestOfMutant each{pair.test, pair.isInfected, TestPart::kNotRun};
    if (outcome)
      each.part = partIn(outcome->judgement.verdict, !fullMatrix && !outcome->killers.empty() &&
                                                         orderOf(pair.test) > orderOf(outcome->killers.front()));
    if (each.part != TestPart::kNotRun && !pair.isInfected && !fullMatrix)
      each.part = TestPart::kNoDifference;
    if (isKiller(pair.test))
      each.part = TestPart::kKilled;
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
