#include "Baseline.h"

#include "JobQueue.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

namespace allele {
namespace {

// A recording calls the runtime at each site until it has seen all it wants to see; a counting run is as slow as a
// debug build.
constexpr int kRecordingTimeFactor = 10;
// What shows that a run won't end, in loop turns and calls: multiples of what all functions do in the test without a
// mutant, for the limit as many as it may take of its time. The least of each is for short tests: some milliseconds.
constexpr std::uint64_t kSuspicionFactor = 1;
constexpr std::uint64_t kLeastSuspicion = 300'000;
constexpr std::uint64_t kLeastLimit = 1'000'000;

bool passed(const ProcessResult &result) {
  return result.limit == LimitHit::kNone && result.exitCode == 0;
}

// `result`: what became of it by its framework's account; of a whole program nothing is asked.
bool isGood(const Suite &suite, const TestRun &run, const std::optional<TestResult> &result) {
  if (!passed(run.result) || suite.isWholeProgram(run.request.test))
    return passed(run.result);
  return result && (result->end == TestEnd::kPassed || result->end == TestEnd::kSkipped);
}

TestRequest requestFor(std::size_t test, RunKind kind, const ProcessLimits &limits) {
  TestRequest request;
  request.test = test;
  request.kind = kind;
  request.limits = limits;
  return request;
}

TestBudgets budgetsFor(std::uint64_t count, std::vector<AlleleServerFunction> functions, double timeoutFactor) {
  return {std::max(kLeastSuspicion, kSuspicionFactor * count),
          kLeastLimit + static_cast<std::uint64_t>(timeoutFactor * static_cast<double>(count)), std::move(functions)};
}

// What differs between two recordings of a test counts as infected.
SuiteTrace::Test merged(const SuiteTrace::Test &first, const SuiteTrace::Test &second) {
  const auto unionOf = [](const auto &left, const auto &right) {
    std::vector<std::uint32_t> all;
    std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(all));
    return all;
  };
  SuiteTrace::Test both;
  std::set_intersection(first.reached.begin(), first.reached.end(), second.reached.begin(), second.reached.end(),
                        std::back_inserter(both.reached));
  const auto all = unionOf(unionOf(first.reached, first.infected), unionOf(second.reached, second.infected));
  std::set_difference(all.begin(), all.end(), both.reached.begin(), both.reached.end(),
                      std::back_inserter(both.infected));
  both.probes = unionOf(first.probes, second.probes);
  return both;
}

// The recordings of several workspaces, each with numbers of its own, under common ones.
class TraceBuilder {
public:
  TraceBuilder(const TestLauncher &tests, std::size_t workers)
      : launcher(tests), numbers(workers), firstProbes(workers) {}

  SuiteTrace::Test add(std::size_t workspace, const RecordReader &reader, const RecordReader::Recorded &recorded,
                       bool allInfected) {
    std::vector<std::uint32_t> &common = numbers[workspace];
    for (std::size_t i = common.size(); i < reader.ids().size(); ++i) {
      const auto [entry, isNew] = numberOf.emplace(reader.ids()[i], static_cast<std::uint32_t>(trace.ids.size()));
      if (isNew)
        trace.ids.push_back(reader.ids()[i]);
      common.push_back(entry->second);
    }
    SuiteTrace::Test test;
    for (const RecordReader::Seen &each : recorded.mutants)
      (each.isInfected || allInfected ? test.infected : test.reached).push_back(common[each.mutant]);
    std::sort(test.infected.begin(), test.infected.end());
    std::sort(test.reached.begin(), test.reached.end());
    for (std::size_t i = firstProbes[workspace].size(); i < reader.objects().size(); ++i)
      firstProbes[workspace].push_back(
          firstProbeOf(launcher.originalPath(workspace, reader.objects()[i].path), reader.objects()[i].probeCount));
    for (const auto &[object, number] : recorded.probes)
      test.probes.push_back(firstProbes[workspace][object] + number);
    std::sort(test.probes.begin(), test.probes.end());
    return test;
  }

  void addBeforeMain(const TestLauncher::EarlyProbes &early) {
    for (const auto &[object, probes] : early)
      for (const std::uint32_t probe : probes)
        trace.probesBeforeMain.push_back(firstProbeOf(object.first, object.second) + probe);
    std::sort(trace.probesBeforeMain.begin(), trace.probesBeforeMain.end());
  }

  SuiteTrace trace;

private:
  std::uint32_t firstProbeOf(const std::string &path, std::uint32_t count) {
    for (const SuiteTrace::Probes &known : trace.probes)
      if (known.path == path && known.count == count)
        return known.first;
    const std::uint32_t first = trace.probes.empty() ? 0 : trace.probes.back().first + trace.probes.back().count;
    trace.probes.push_back({path, first, count});
    return first;
  }

  const TestLauncher &launcher;
  std::vector<std::vector<std::uint32_t>> numbers;
  std::vector<std::vector<std::uint32_t>> firstProbes; // by workspace, of its reader's objects
  std::unordered_map<std::uint64_t, std::uint32_t> numberOf;
};

void addObjects(SuiteTrace &trace, const RecordReader &reader) {
  for (const RecordedObject &object : reader.objects()) {
    const bool known = std::any_of(trace.objects.begin(), trace.objects.end(), [&](const RecordedObject &other) {
      return other.path == object.path && other.ids == object.ids;
    });
    if (!known)
      trace.objects.push_back(object);
  }
}

using MakeRequest = std::function<TestRequest(std::size_t test)>;
using OnTestRun = std::function<Status(TestRun run)>;

// Runs each of the tests once. An error ends it; so does interruptRequested(), without one.
Status runEach(TestLauncher &launcher, const Suite &suite, std::size_t workers, const std::vector<std::size_t> &tests,
               const MakeRequest &makeRequest, const OnTestRun &onRun) {
  JobHandler<std::size_t> handler;
  handler.testOf = [](std::size_t test) { return test; };
  handler.start = [&](std::size_t test, std::size_t workspace) { return launcher.start(workspace, makeRequest(test)); };
  handler.take = [&](std::size_t &, TestRun run) -> Result<AfterRun> {
    if (const Status taken = onRun(std::move(run)); !taken)
      return taken.error();
    return AfterRun::kDone;
  };
  return runJobs(launcher, suite, workers, std::deque<std::size_t>(tests.begin(), tests.end()), handler);
}

} // namespace

Status runBaseline(TestLauncher &launcher, const Suite &suite, const std::vector<Workspace> &workspaces, unsigned first,
                   unsigned last, std::chrono::milliseconds timeout, std::vector<TestFacts> &facts) {
  facts.resize(suite.tests.size());
  ProcessLimits limits;
  limits.wallTime = timeout;
  limits.outputBytes = std::uint64_t{1} << 20;
  std::vector<std::size_t> all(suite.tests.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (unsigned i = first; i <= last && !interruptRequested(); ++i) {
    const Status ran = runEach(
        launcher, suite, workspaces.size(), all,
        [&](std::size_t test) {
          TestRequest request = requestFor(test, RunKind::kPlain, limits);
          if (limits.wallTime.count() == 0)
            request.limits.wallTime = suite.tests[test].timeout;
          return request;
        },
        [&](TestRun run) -> Status {
          TestFacts &test = facts[run.request.test];
          test.skipped = test.skipped || run.skipped;
          if (run.result.serverLost)
            return Error{fmt::format("{}: the fork server ended while it ran; run it with --no-fork",
                                     suite.tests[run.request.test].name)};
          test.hadThreads = test.hadThreads || !run.result.fork || run.result.fork->hadThreads;
          const auto result =
              suite.isWholeProgram(run.request.test)
                  ? std::nullopt
                  : suite.resultOf(run.request.test, run.result, workspaces[run.workspace].testFiles(run.request.test));
          if (isGood(suite, run, result)) {
            ++test.passes;
            if (result && result->assertions)
              test.assertions = std::max(test.assertions.value_or(0), *result->assertions);
            test.baseline.add(run.result);
            test.output = std::move(run.result.output);
          } else if (!test.failure) {
            test.didNotRun = passed(run.result);
            test.failedRun = i;
            test.failure = std::move(run.result);
          }
          return Done{};
        });
    if (!ran)
      return ran;
    if (facts.size() == 1 && facts.front().failure)
      break;
  }
  return Done{};
}

Result<CountedTests> countTests(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                                const std::vector<std::size_t> &tests, const std::vector<ProcessLimits> &limits,
                                double timeoutFactor) {
  CountedTests counted;
  counted.budgets.resize(suite.tests.size());
  counted.counts.resize(suite.tests.size());
  std::vector<std::size_t> forked;
  std::copy_if(tests.begin(), tests.end(), std::back_inserter(forked),
               [&](std::size_t test) { return launcher.forks(suite.tests[test].program); });
  const Status ran = runEach(
      launcher, suite, workers, forked,
      [&](std::size_t test) {
        return requestFor(test, RunKind::kCount, withMoreTime(limits[test], kRecordingTimeFactor));
      },
      [&](TestRun run) -> Status {
        const std::size_t test = run.request.test;
        const std::optional<std::uint64_t> count = run.result.fork ? run.result.fork->count : std::nullopt;
        if (passed(run.result) && count) {
          counted.counts[test] = *count;
          counted.budgets[test] = budgetsFor(*count, std::move(run.result.fork->functions), timeoutFactor);
        } else if (!passed(run.result) && run.wasForked && run.result.limit == LimitHit::kNone &&
                   !run.result.serverLost && !counted.failure) {
          counted.failure.emplace(test, std::move(run.result));
        }
        return Done{};
      });
  if (!ran)
    return ran.error();
  return counted;
}

Result<std::vector<std::size_t>> deadCanaries(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                                              const std::vector<std::uint64_t> &counts,
                                              const std::vector<ProcessLimits> &limits) {
  constexpr std::size_t kAsked = 3;
  std::map<std::size_t, std::vector<std::size_t>> asked; // tests by program
  for (std::size_t test = 0; test < counts.size(); ++test)
    if (counts[test] != 0)
      asked[suite.tests[test].program].push_back(test);
  std::vector<std::size_t> tests;
  for (auto &[program, some] : asked) {
    std::sort(some.begin(), some.end(), [&](std::size_t left, std::size_t right) {
      return std::pair(counts[right], left) < std::pair(counts[left], right);
    });
    some.resize(std::min(some.size(), kAsked));
    tests.insert(tests.end(), some.begin(), some.end());
  }
  std::set<std::size_t> dead;
  for (const auto &[program, some] : asked)
    dead.insert(program);
  const Status ran = runEach(
      launcher, suite, workers, tests,
      [&](std::size_t test) {
        return requestFor(test, RunKind::kCanary, withMoreTime(limits[test], kRecordingTimeFactor));
      },
      [&](const TestRun &run) -> Status {
        if (!passed(run.result) || !run.wasForked)
          dead.erase(suite.tests[run.request.test].program);
        return Done{};
      });
  if (!ran)
    return ran.error();
  if (interruptRequested())
    return std::vector<std::size_t>();
  return std::vector<std::size_t>(dead.begin(), dead.end());
}

Result<SuiteTrace> recordTests(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                               const std::vector<std::size_t> &tests, const std::vector<TestFacts> &facts,
                               const std::vector<ProcessLimits> &limits) {
  TraceBuilder builder(launcher, workers);
  SuiteTrace &trace = builder.trace;
  trace.tests.resize(suite.tests.size());
  for (const bool isSecond : {false, true}) {
    launcher.vary(isSecond);
    const Status ran = runEach(
        launcher, suite, workers, tests,
        [&](std::size_t test) {
          return requestFor(test, RunKind::kRecord, withMoreTime(limits[test], kRecordingTimeFactor));
        },
        [&](TestRun run) -> Status {
          const auto reader = launcher.recordOf(run.workspace);
          auto seen = reader ? (*reader)->take() : reader.error();
          if (!seen)
            return seen.error();
          if (!passed(run.result)) {
            if (!trace.failure)
              trace.failure = std::move(run.result);
            return Done{};
          }
          const std::size_t test = run.request.test;
          const bool varies = facts[test].hadThreads || !run.result.fork || run.result.fork->hadThreads;
          SuiteTrace::Test found = builder.add(run.workspace, **reader, *seen, varies);
          trace.tests[test] = isSecond ? merged(trace.tests[test], found) : std::move(found);
          return Done{};
        });
    launcher.endRecording();
    if (!ran)
      return ran.error();
    if (trace.failure)
      break;
  }
  launcher.vary(false);
  for (std::size_t i = 0; i < workers; ++i)
    if (const auto reader = launcher.recordOf(i))
      addObjects(trace, **reader);
  builder.addBeforeMain(launcher.probedBeforeMain());
  trace.reachedBeforeMain = launcher.reachedBeforeMain();
  return std::move(trace);
}

} // namespace allele
