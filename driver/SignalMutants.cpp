#include "SignalMutants.h"

#include <algorithm>
#include <map>
#include <set>

namespace allele {
namespace {

// The tests of a run by the names that others may know them by.
class RunTests {
public:
  explicit RunTests(const RunResults &run) {
    for (std::size_t i = 0; i < run.info.tests.size(); ++i) {
      const std::string &name = run.info.tests[i].name;
      byName[name] = i;
      if (const std::size_t colon = name.find(": "); colon != std::string::npos)
        byCase[name.substr(colon + 2)].push_back(i);
    }
  }

  std::vector<std::size_t> named(const std::string &name) const {
    if (const auto found = byName.find(name); found != byName.end())
      return {found->second};
    const auto found = byCase.find(name);
    // Of several entries nobody knows which one it is of.
    return found == byCase.end() || found->second.size() != 1 ? std::vector<std::size_t>() : found->second;
  }

private:
  std::map<std::string, std::size_t> byName;
  std::map<std::string, std::vector<std::size_t>> byCase;
};

} // namespace

SignalMutants joinWithMutants(const SignalAnalysis &analysis, const RunResults &run) {
  SignalMutants joined;
  joined.commit = run.info.commit;
  joined.fullMatrix = run.info.fullMatrix;
  joined.isComplete = run.complete;
  const RunTests tests(run);
  std::set<std::size_t> flaky;
  std::set<std::size_t> unreliable;
  std::vector<std::vector<std::size_t>> numbers; // of joined.tests
  for (const TestSignal &test : analysis.tests) {
    if (!test.isFlaky())
      continue;
    numbers.push_back(tests.named(test.test));
    joined.tests.push_back({test.name, !numbers.back().empty(), 0, 0});
    flaky.insert(numbers.back().begin(), numbers.back().end());
    if (test.isUnreliable())
      unreliable.insert(numbers.back().begin(), numbers.back().end());
  }
  RunResults counted = run;
  for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
    const std::optional<Outcome> &outcome = run.outcomes[i];
    if (!outcome || outcome->judgement.verdict != Verdict::kKilled || equalOf(run.catalog.mutants[i]))
      continue;
    const std::vector<std::size_t> &killers = outcome->killers;
    const auto allIn = [&](const std::set<std::size_t> &some) {
      return !killers.empty() &&
             std::all_of(killers.begin(), killers.end(), [&](std::size_t killer) { return some.count(killer) != 0; });
    };
    if (allIn(unreliable)) {
      joined.notCounted.push_back(i);
      Outcome doubtful = *outcome;
      doubtful.judgement = {Verdict::kInconclusive, Cause::kNone, "only a flaky test notices it"};
      counted.outcomes[i] = std::move(doubtful);
    }
    const bool isNeeded = allIn(flaky);
    for (std::size_t test = 0; test < joined.tests.size(); ++test) {
      const bool kills = std::any_of(killers.begin(), killers.end(), [&](std::size_t killer) {
        return std::find(numbers[test].begin(), numbers[test].end(), killer) != numbers[test].end();
      });
      joined.tests[test].kills += kills ? 1 : 0;
      joined.tests[test].needed += kills && isNeeded ? 1 : 0;
    }
  }
  joined.asRun = tally(run).scores;
  joined.counted = tally(counted).scores;
  return joined;
}

} // namespace allele
