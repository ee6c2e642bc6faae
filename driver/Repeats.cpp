#include "Repeats.h"

#include "BusyCores.h"
#include "JobQueue.h"
#include "TestLauncher.h"
#include "Text.h"
#include "Verdict.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <random>
#include <sstream>

namespace allele {
namespace {

// A test that took its usual time is slow on a loaded machine, and hangs when it takes so much longer.
constexpr int kTimeFactor = 20;
constexpr std::chrono::seconds kLeastTime{60};

bool passed(const ProcessResult &result) {
  return result.limit == LimitHit::kNone && result.exitCode == 0;
}

Tries one(TestEnd end) {
  switch (end) {
  case TestEnd::kPassed:
    return {1, 0, 0};
  case TestEnd::kSkipped:
    return {0, 0, 1};
  case TestEnd::kFailed:
  case TestEnd::kUnfinished:
    break;
  }
  return {0, 1, 0};
}

std::string whyOf(const ProcessResult &run) {
  RuntimeStatus status;
  status.armed = true;
  const Judgement judgement = judge(run, status, "");
  if (judgement.cause != Cause::kExitCode && !judgement.detail.empty())
    return judgement.detail;
  const std::vector<std::string> lines = splitLines(run.output);
  const auto last = std::find_if(lines.rbegin(), lines.rend(), [](const std::string &line) {
    return line.find_first_not_of(" \t\r") != std::string::npos;
  });
  return describeEnd(run) + (last == lines.rend() ? "" : ": " + *last);
}

// The whole message as one line: often only the last ones say what was found.
std::string whyOf(const TestResult &result, const ProcessResult &run) {
  TestResult inOneLine = result;
  inOneLine.message.clear();
  std::istringstream words(result.message);
  for (std::string word; words >> word;)
    inOneLine.message += (inOneLine.message.empty() ? "" : " ") + word;
  const std::string line = firstLineOf(inOneLine);
  if (!line.empty())
    return cutTo(200, line);
  return result.end == TestEnd::kUnfinished ? whyOf(run) : "it failed, and doesn't say why";
}

// Different for each repeat and program, and what all frameworks take.
std::uint32_t orderSeed(std::uint64_t seed, unsigned repeat, std::size_t program) {
  constexpr std::uint32_t kFirst = 2;
  constexpr std::uint32_t kMost = 99'999;
  std::seed_seq mixed{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32), repeat,
                      static_cast<std::uint32_t>(program)};
  return kFirst + static_cast<std::uint32_t>(std::mt19937(mixed)() % (kMost - kFirst + 1));
}

void note(RepeatedTest &test, const SeenEnd &seen, unsigned repeat, const Condition &condition,
          const std::string &again) {
  test.in(condition) += seen.tries;
  if (seen.tries.failures != 0 && test.failure.repeat == 0)
    test.failure = {cutTo(1000, toPrintableLine(seen.message)), repeat, condition, again};
}

} // namespace

std::vector<std::size_t> shuffledOrder(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  // std::shuffle may be another one in each library.
  for (std::size_t left = count; left > 1; --left)
    std::swap(order[left - 1], order[random() % left]);
  return order;
}

SeenEnd endOf(const Suite &suite, std::size_t test, const ProcessResult &run, bool isSkipped, const TestFiles &files) {
  if (suite.isWholeProgram(test)) {
    if (isSkipped)
      return {{0, 0, 1}, ""};
    return passed(run) ? SeenEnd{{1, 0, 0}, ""} : SeenEnd{{0, 1, 0}, whyOf(run)};
  }
  const auto result = suite.resultOf(test, run, files);
  if (!result)
    return {{0, 1, 0}, passed(run) ? "the program ended without telling of it" : whyOf(run)};
  const bool isGood = result->end == TestEnd::kPassed || result->end == TestEnd::kSkipped;
  if (isGood && !passed(run))
    return {{0, 1, 0}, "it passed, and then the program failed: " + whyOf(run)};
  return {one(result->end), isGood ? "" : whyOf(*result, run)};
}

Repeats::Repeats(Suite tests, std::vector<Workspace> &places, RepeatSettings wanted)
    : suite(std::move(tests)), workspaces(places), settings(wanted), slowest(suite.tests.size()) {
  for (SuiteProgram &program : suite.programs)
    if (program.adapter != nullptr)
      program.environment.erase(
          std::remove(program.environment.begin(), program.environment.end(), program.adapter->failFast),
          program.environment.end());
}

bool Repeats::canRunTogether() const {
  return settings.shuffle && suite.tests.size() > 1;
}

std::size_t Repeats::runsOfOne() const {
  return suite.tests.size() * (canRunTogether() ? 2 : 1);
}

// What runs in one process: the tests of a program that the framework can choose, or a single test.
std::vector<std::vector<std::size_t>> Repeats::units() const {
  std::vector<std::vector<std::size_t>> found;
  std::map<std::size_t, std::size_t> byProgram;
  for (std::size_t test = 0; test < suite.tests.size(); ++test) {
    const auto known = byProgram.find(suite.tests[test].program);
    if (!suite.isWholeProgram(test) && known != byProgram.end()) {
      found[known->second].push_back(test);
      continue;
    }
    if (!suite.isWholeProgram(test))
      byProgram[suite.tests[test].program] = found.size();
    found.push_back({test});
  }
  // Names that are too long for one command.
  const TestFiles files = workspaces.front().testFiles(suite.tests.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    while (found[i].size() > 1 && !suite.commandFor(found[i], files, Detail::kMost)) {
      const auto middle = found[i].begin() + static_cast<std::ptrdiff_t>(found[i].size() / 2);
      std::vector<std::size_t> second(middle, found[i].end());
      found[i].erase(middle, found[i].end());
      found.push_back(std::move(second));
    }
  return found;
}

ProcessLimits Repeats::limitsFor(const std::vector<std::size_t> &some) const {
  ProcessLimits limits;
  limits.outputBytes = std::uint64_t{1} << 20;
  std::chrono::milliseconds sum{0};
  for (const std::size_t test : some) {
    std::chrono::milliseconds own = settings.timeout.count() != 0 ? settings.timeout : suite.tests[test].timeout;
    if (own.count() == 0 && slowest[test].count() != 0)
      own = std::max<std::chrono::milliseconds>(
          kLeastTime, std::chrono::duration_cast<std::chrono::milliseconds>(kTimeFactor * slowest[test]));
    if (own.count() == 0)
      return limits; // nobody knows how long it takes
    sum += own;
  }
  limits.wallTime = sum;
  return limits;
}

Status Repeats::runAlone(unsigned repeat, bool isLoaded, RepeatSession &session,
                         const std::function<void(std::size_t)> &onRun) {
  TestLauncher launcher(suite, workspaces, {/*forks=*/false, {}});
  launcher.vary(true);
  std::deque<std::size_t> order;
  for (const std::size_t test : shuffledOrder(suite.tests.size(), settings.seed + repeat))
    order.push_back(test);
  if (!settings.shuffle)
    std::sort(order.begin(), order.end());
  JobHandler<std::size_t> handler;
  handler.testOf = [](std::size_t test) { return test; };
  handler.start = [&](std::size_t test, std::size_t workspace) {
    TestRequest request;
    request.test = test;
    request.limits = limitsFor({test});
    request.detail = Detail::kMost;
    return launcher.start(workspace, request);
  };
  handler.take = [&](std::size_t &test, const TestRun &run) -> Result<AfterRun> {
    const SeenEnd seen = endOf(suite, test, run.result, run.skipped, workspaces[run.workspace].testFiles(test));
    note(session.tests[suite.tests[test].name], seen, repeat, {false, isLoaded}, "");
    if (seen.tries.passes != 0)
      slowest[test] = std::max(slowest[test], run.result.wallTime);
    onRun(1);
    return AfterRun::kDone;
  };
  return runJobs(launcher, suite, workspaces.size(), std::move(order), handler);
}

Status Repeats::runTogether(unsigned repeat, bool isLoaded, RepeatSession &session,
                            const std::function<void(std::size_t)> &onRun) {
  struct Unit {
    std::vector<std::size_t> tests;
    std::uint32_t seed;
    bool isFirst;
  };
  TestLauncher launcher(suite, workspaces, {/*forks=*/false, {}});
  launcher.vary(true);
  std::deque<Unit> order;
  auto all = units();
  for (const std::size_t unit : shuffledOrder(all.size(), ~(settings.seed + repeat)))
    order.push_back({std::move(all[unit]), orderSeed(settings.seed, repeat, unit), order.empty()});
  JobHandler<Unit> handler;
  handler.testOf = [](const Unit &unit) { return unit.tests.front(); };
  handler.start = [&](const Unit &unit, std::size_t workspace) {
    TestRequest request;
    request.test = unit.tests.front();
    if (unit.tests.size() > 1) {
      request.batch = unit.tests;
      request.orderSeed = unit.seed;
    }
    request.limits = limitsFor(unit.tests);
    request.detail = Detail::kMost;
    request.keepsFiles = !unit.isFirst;
    return launcher.start(workspace, request);
  };
  handler.take = [&](Unit &unit, const TestRun &run) -> Result<AfterRun> {
    const Condition condition{true, isLoaded};
    onRun(unit.tests.size());
    const std::size_t first = unit.tests.front();
    const SuiteProgram &program = suite.programs[suite.tests[first].program];
    if (unit.tests.size() == 1) {
      note(session.tests[suite.tests[first].name],
           endOf(suite, first, run.result, run.skipped, workspaces[run.workspace].testFiles(first)), repeat, condition,
           "");
      return AfterRun::kDone;
    }
    std::vector<std::string> again;
    if (program.adapter->shuffle != nullptr) {
      again = program.command;
      program.adapter->shuffle(again, unit.seed);
    }
    std::map<std::string, std::string> nameOf;
    for (const std::size_t test : unit.tests)
      nameOf.emplace(suite.tests[test].caseName, suite.tests[test].name);
    const std::vector<TestResult> results = suite.resultsOf(suite.tests[first].program, run.result,
                                                            workspaces[run.workspace].testFiles(suite.tests.size()));
    // All are good and the program failed: by itself each would count as failed, and here nobody knows whose fault it
    // is.
    const bool isGood = std::all_of(results.begin(), results.end(),
                                    [](const TestResult &result) { return one(result.end).failures == 0; });
    if (isGood && !passed(run.result))
      return AfterRun::kDone;
    // Of those that a crash kept from running nothing is known.
    for (const TestResult &result : results)
      if (const auto name = nameOf.find(result.name); name != nameOf.end()) {
        const Tries tries = one(result.end);
        note(session.tests[name->second], {tries, tries.failures != 0 ? whyOf(result, run.result) : ""}, repeat,
             condition, again.empty() ? "" : shellQuote(again));
      }
    return AfterRun::kDone;
  };
  return runJobs(launcher, suite, 1, std::move(order), handler);
}

Status Repeats::run(unsigned repeat, RepeatSession &session, const std::function<void(std::size_t)> &onRun) {
  const bool isLoaded = settings.load && repeat % 2 == 0;
  std::unique_ptr<BusyCores> busy;
  if (isLoaded) {
    auto started = BusyCores::start();
    if (!started)
      return started.error();
    busy = std::move(*started);
  }
  if (Status ran = runAlone(repeat, isLoaded, session, onRun); !ran || interruptRequested())
    return ran;
  return canRunTogether() ? runTogether(repeat, isLoaded, session, onRun) : Status(Done{});
}

} // namespace allele
