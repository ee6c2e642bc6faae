#include "SignalAnalysis.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace allele {
namespace {

constexpr double kRare = 0.01;    // a pattern of failures that chance alone makes more seldom is one
constexpr double kDoubt = 0.05;   // failures in a row of a flaky test are a defect where chance makes them more seldom
constexpr std::uint32_t kRow = 2; // failures in a row that are a defect

Tries sum(const RepeatedTest &test, bool isTogether) {
  Tries all = test.in({isTogether, false});
  return all += test.in({isTogether, true});
}

Tries sumLoaded(const RepeatedTest &test, bool isLoaded) {
  Tries all = test.in({false, isLoaded});
  return all += test.in({true, isLoaded});
}

// All failures are of one kind, and the other kind ran as well.
bool failsOnlyIn(const Tries &kind, const Tries &other) {
  return kind.failures != 0 && other.failures == 0 && other.runs() != 0;
}

void findPattern(RepeatedState &state) {
  const Tries alone = sum(state.observed, false);
  const Tries together = sum(state.observed, true);
  const Tries idle = sumLoaded(state.observed, false);
  const Tries loaded = sumLoaded(state.observed, true);
  const auto set = [&](FailsOnly only, const Tries &kind) {
    const Tries all = state.observed.all();
    state.only = only;
    state.isPattern = chanceOf(kind.failures, kind.runs(), all.failures, all.runs()) < kRare;
  };
  if (failsOnlyIn(together, alone))
    set(FailsOnly::kTogether, together);
  else if (failsOnlyIn(alone, together))
    set(FailsOnly::kAlone, alone);
  if (failsOnlyIn(loaded, idle) && !state.isPattern)
    set(FailsOnly::kLoaded, loaded);
}

TestState stateOf(const Tries &tries) {
  if (tries.passes != 0)
    return tries.failures != 0 ? TestState::kFlaky : TestState::kPassing;
  return tries.failures != 0 ? TestState::kFailing : TestState::kUnknown;
}

std::map<std::string, RepeatedState> statesOf(const std::vector<RepeatSession> &sessions) {
  std::map<std::string, std::map<std::string, RepeatedState>> byCode; // by test, then by code
  std::map<std::string, std::string> newest;                          // code by test
  for (const RepeatSession &session : sessions)
    for (const auto &[name, test] : session.tests) {
      newest[name] = session.code;
      RepeatedState &state = byCode[name][session.code];
      for (const bool isTogether : {false, true})
        for (const bool isLoaded : {false, true})
          state.observed.in({isTogether, isLoaded}) += test.in({isTogether, isLoaded});
      state.commit = session.commit;
      if (state.observed.failure.repeat == 0 && test.failure.repeat != 0) {
        state.observed.failure = test.failure;
        state.seed = session.seed;
      }
    }
  std::map<std::string, RepeatedState> states;
  for (auto &[name, codes] : byCode) {
    for (auto &[code, state] : codes)
      state.state = stateOf(state.observed.all());
    const std::string &last = newest[name];
    RepeatedState &state = states[name] = codes[last];
    state.wasFlaky = std::any_of(codes.begin(), codes.end(), [&last](const auto &each) {
      return each.first != last && each.second.state == TestState::kFlaky;
    });
    if (state.state == TestState::kFlaky)
      findPattern(state);
  }
  return states;
}

enum class Red { kFlaky, kDefect, kUndetermined };

void count(Reds &reds, Red red) {
  switch (red) {
  case Red::kFlaky:
    ++reds.flaky;
    return;
  case Red::kDefect:
    ++reds.defects;
    return;
  case Red::kUndetermined:
    ++reds.undetermined;
    return;
  }
}

// A test in one configuration.
using TestKey = std::pair<std::string, std::string>; // configuration, name

// A test on one commit.
struct OnCommit {
  Tries tries;
  std::string branch; // of the earliest run
  std::optional<std::int64_t> time;

  void add(const CiRun &run, const Tries &more) {
    tries += more;
    if (time && (!run.time || *run.time >= *time))
      return;
    branch = run.branch;
    time = run.time;
  }
};
using Commits = std::map<std::string, OnCommit>;

// How often it fails where nothing but chance can be the cause: on commits on which it also passed.
double chanceRate(const Commits &commits) {
  Tries sum;
  bool isFlaky = false;
  for (const auto &[commit, on] : commits) {
    if (on.tries.passes == 0 || on.tries.runs() < 2)
      continue;
    sum += on.tries;
    isFlaky = isFlaky || on.tries.failures != 0;
  }
  return isFlaky ? static_cast<double>(sum.failures) / sum.runs() : 0;
}

// By commit on which it failed and never passed: how often it failed in a row, on this commit and those around it.
std::map<std::string, std::uint32_t> rowsOf(const Commits &commits) {
  std::map<std::string, std::uint32_t> rows;
  std::vector<std::pair<const std::string *, const OnCommit *>> inOrder;
  for (const auto &[commit, on] : commits) {
    if (on.tries.failures != 0 && on.tries.passes == 0)
      rows[commit] = on.tries.failures;
    if (on.time && on.tries.runs() != 0)
      inOrder.emplace_back(&commit, &on);
  }
  // Without a time nobody knows what stood before or behind.
  std::sort(inOrder.begin(), inOrder.end(), [](const auto &left, const auto &right) {
    return std::tie(left.second->branch, left.second->time, *left.first) <
           std::tie(right.second->branch, right.second->time, *right.first);
  });
  for (std::size_t first = 0, behind = 0; first < inOrder.size(); first = std::max(behind, first + 1)) {
    std::uint32_t failures = 0;
    for (behind = first; behind < inOrder.size() && inOrder[behind].second->tries.passes == 0 &&
                         inOrder[behind].second->branch == inOrder[first].second->branch;
         ++behind)
      failures += inOrder[behind].second->tries.failures;
    for (std::size_t i = first; i < behind; ++i)
      rows[*inOrder[i].first] = failures;
  }
  return rows;
}

// `rate`: at which the test fails by chance. `commits`: on which it ran, so often chance could have made such a row.
Red redOf(const Tries &tries, std::uint32_t row, double rate, std::size_t commits) {
  if (tries.passes != 0)
    return Red::kFlaky;
  const bool mayBeChance = rate > 0 && static_cast<double>(commits) * std::pow(rate, row) >= kDoubt;
  return row >= kRow && !mayBeChance ? Red::kDefect : Red::kUndetermined;
}

// Runs with their parts put together.
std::vector<CiRun> wholeRuns(const SignalResults &results) {
  std::map<std::tuple<std::string, std::string, std::string>, CiRun> whole;
  for (const CiRun &part : results.runs) {
    const auto [found, isNew] = whole.try_emplace({part.commit, part.run, part.configuration}, part);
    if (isNew)
      continue;
    CiRun &run = found->second;
    if (part.time && (!run.time || *part.time < *run.time)) {
      run.time = part.time;
      run.branch = part.branch;
    }
    for (const auto &[number, tries] : part.tests)
      if (const auto [test, isFirst] = run.tests.emplace(number, tries); !isFirst)
        test->second = merged(test->second, tries);
  }
  std::vector<CiRun> runs;
  runs.reserve(whole.size());
  for (auto &[key, run] : whole)
    runs.push_back(std::move(run));
  return runs;
}

struct History {
  std::map<TestKey, CiState> tests;
  std::map<std::pair<TestKey, std::string>, Red> reds; // by test and commit
};

History historyOf(const std::vector<CiRun> &runs, const TestNames &names,
                  const std::map<std::string, RepeatedState> &repeated) {
  std::map<TestKey, Commits> tests;
  for (const CiRun &run : runs)
    for (const auto &[number, tries] : run.tests)
      tests[{run.configuration, names.nameOf(number)}][run.commit].add(run, tries);
  History history;
  for (const auto &[key, commits] : tests) {
    CiState &state = history.tests[key];
    double rate = chanceRate(commits);
    if (const auto here = repeated.find(key.second);
        here != repeated.end() && here->second.state == TestState::kFlaky) {
      const Tries all = here->second.observed.all();
      rate = std::max(rate, static_cast<double>(all.failures) / all.runs());
    }
    const auto rows = rowsOf(commits);
    for (const auto &[commit, on] : commits) {
      state.tries += on.tries;
      state.commits += on.tries.runs() != 0 ? 1 : 0;
    }
    for (const auto &[commit, on] : commits) {
      if (on.tries.failures == 0)
        continue;
      const auto row = rows.find(commit);
      const Red red = redOf(on.tries, row == rows.end() ? 0 : row->second, rate, state.commits);
      history.reds.emplace(std::pair(key, commit), red);
      count(state.reds, red);
    }
  }
  return history;
}

// A test that passed in the end, in the same run, doesn't make it red.
void countRuns(const std::vector<CiRun> &runs, const TestNames &names, const History &history,
               SignalAnalysis &analysis) {
  std::set<std::string> commits;
  analysis.ciRuns = runs.size();
  for (const CiRun &run : runs) {
    commits.insert(run.commit);
    Reds made;
    for (const auto &[number, tries] : run.tests)
      if (tries.failures != 0 && tries.passes == 0)
        count(made, history.reds.at({{run.configuration, names.nameOf(number)}, run.commit}));
    if (made.all() != 0)
      count(analysis.redRuns, made.defects != 0        ? Red::kDefect
                              : made.undetermined != 0 ? Red::kUndetermined
                                                       : Red::kFlaky);
  }
  analysis.ciCommits = commits.size();
}

} // namespace

const char *toString(TestState state) {
  switch (state) {
  case TestState::kPassing:
    return "passing";
  case TestState::kFailing:
    return "failing";
  case TestState::kFlaky:
    return "flaky";
  case TestState::kUnknown:
    return "not run";
  }
  return "";
}

bool TestSignal::isUnreliable() const {
  const bool isFlakyByItself =
      repeated && repeated->state == TestState::kFlaky && sum(repeated->observed, false).failures != 0;
  return isFlakyInCi() || isFlakyByItself;
}

std::size_t SignalAnalysis::count(TestState state) const {
  return static_cast<std::size_t>(std::count_if(tests.begin(), tests.end(), [&](const TestSignal &test) {
    return test.repeated && test.repeated->state == state;
  }));
}

Ratio SignalAnalysis::flaky() const {
  std::map<std::string_view, bool> flakyTests; // one in each configuration is one
  for (const TestSignal &test : tests)
    if ((test.repeated && test.repeated->state != TestState::kUnknown) || (test.ci && test.ci->tries.runs() != 0)) {
      bool &isFlaky = flakyTests[test.test];
      isFlaky = isFlaky || test.isFlaky();
    }
  const auto part = std::count_if(flakyTests.begin(), flakyTests.end(), [](const auto &test) { return test.second; });
  return {static_cast<std::size_t>(part), flakyTests.size()};
}

SignalAnalysis analyse(const SignalResults &results) {
  SignalAnalysis analysis;
  auto repeated = statesOf(results.sessions);
  const std::vector<CiRun> runs = wholeRuns(results);
  const History history = historyOf(runs, results.names, repeated);
  std::map<std::pair<std::string, std::string>, TestSignal> tests; // by name and configuration
  for (auto &[name, state] : repeated) {
    TestSignal &test = tests[{name, ""}];
    test.name = test.test = name;
    test.repeated = std::move(state);
  }
  for (const auto &[key, state] : history.tests) {
    const auto &[configuration, name] = key;
    TestSignal &test = tests[{name, configuration}];
    test.test = name;
    test.name = configuration.empty() ? name : fmt::format("{} [{}]", name, configuration);
    test.ci = state;
    analysis.reds.flaky += state.reds.flaky;
    analysis.reds.defects += state.reds.defects;
    analysis.reds.undetermined += state.reds.undetermined;
  }
  for (auto &[key, test] : tests)
    analysis.tests.push_back(std::move(test));
  countRuns(runs, results.names, history, analysis);
  return analysis;
}

} // namespace allele
