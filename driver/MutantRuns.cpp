#include "MutantRuns.h"

#include "JobQueue.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

namespace allele {
namespace {

constexpr std::size_t kOutputKept = 4096;

std::string endOf(const std::string &output) {
  return output.size() <= kOutputKept ? output : output.substr(output.size() - kOutputKept);
}

} // namespace

MutantRuns::MutantRuns(TestLauncher &testLauncher, const Suite &tests, const std::vector<Workspace> &places,
                       const std::vector<TestFacts> &testFacts, const std::vector<TestLimits> &testLimits,
                       const std::vector<MutantPlan> &mutantPlans, Settings wanted)
    : launcher(testLauncher), suite(tests), workspaces(places), facts(testFacts), limits(testLimits),
      plans(mutantPlans), settings(wanted) {}

Status MutantRuns::run(const std::vector<std::size_t> &mutants, const OnOutcome &onOutcome, const OnWait &onWait) {
  std::deque<Work> queue;
  for (const std::size_t mutant : mutants) {
    Work work;
    work.mutant = mutant;
    work.tests = plans[mutant].tests;
    work.newProcess = plans[mutant].needsProcess;
    work.outcome.reached = true;
    queue.push_back(std::move(work));
  }
  overTime.clear();
  idleTooLong.clear();
  if (Status drained = drain(std::move(queue), Round::kFirst, settings.workers, onOutcome, onWait); !drained)
    return drained;
  if (Status drained = drain(std::exchange(idleTooLong, {}), Round::kLast, settings.workers, onOutcome, onWait);
      !drained)
    return drained;
  // A run that hit a time limit, and whose functions kept their budgets, says nothing yet: what else the machine did
  // may have slowed it down. It is repeated with no other worker running, and the repetition alone decides, whatever it
  // gives.
  return drain(std::exchange(overTime, {}), Round::kLast, 1, onOutcome, onWait);
}

// The rest of the program's tests in one process, once the likeliest has not noticed the mutant: mostly none does, and
// one process costs less than many. Whatever isn't all good there is run again one by one.
void MutantRuns::planBatch(Work &work) const {
  work.batch = 0;
  if (!settings.batches || !work.mayBatch || work.newProcess || settings.fullMatrix || work.position == 0)
    return;
  const std::size_t program = suite.tests[work.tests[work.position]].program;
  std::size_t end = work.position;
  while (end < work.tests.size() && suite.tests[work.tests[end]].program == program &&
         !suite.isWholeProgram(work.tests[end]))
    ++end;
  if (end - work.position > 1)
    work.batch = end - work.position;
}

ProcessLimits MutantRuns::limitsOf(const Work &work) const {
  ProcessLimits bounds = limits[work.tests[work.position]].first;
  for (std::size_t i = work.position + 1; i < work.position + work.batch; ++i) {
    const ProcessLimits &other = limits[work.tests[i]].first;
    bounds.cpuTime += other.cpuTime;
    if (bounds.uncountedCpuTime.count() != 0) // 0: no limit
      bounds.uncountedCpuTime = other.uncountedCpuTime.count() != 0 ? bounds.uncountedCpuTime + other.uncountedCpuTime
                                                                    : std::chrono::milliseconds(0);
    bounds.wallTime += other.wallTime;
    bounds.idleTime = std::max(bounds.idleTime, other.idleTime);
  }
  return bounds;
}

Status MutantRuns::start(const Work &work, std::size_t workspace, Round round) {
  TestRequest request;
  request.test = work.tests[work.position];
  request.mutant = plans[work.mutant].id;
  if (work.batch != 0) {
    const auto first = work.tests.begin() + static_cast<std::ptrdiff_t>(work.position);
    request.batch.assign(first, first + static_cast<std::ptrdiff_t>(work.batch));
    request.kind = RunKind::kMutant;
    request.limits = limitsOf(work);
    return launcher.start(workspace, request);
  }
  request.kind = round == Round::kLast ? RunKind::kAllTwins : work.kind;
  request.newProcess = work.newProcess;
  const TestLimits &bounds = limits[request.test];
  request.limits = round == Round::kLast                ? bounds.decide
                   : request.kind == RunKind::kAllTwins ? bounds.counted
                                                        : bounds.first;
  return launcher.start(workspace, request);
}

MutantRuns::Next MutantRuns::takeBatch(Work &work, const TestRun &run) {
  const auto first = work.tests.begin() + static_cast<std::ptrdiff_t>(work.position);
  const auto end = first + static_cast<std::ptrdiff_t>(std::exchange(work.batch, 0));
  const Judgement judgement = judge(run.result, statusOf(work, run), "");
  bool isGood = judgement.verdict == Verdict::kSurvived;
  const std::vector<TestResult> results =
      suite.resultsOf(suite.tests[*first].program, run.result, workspaces[run.workspace].testFiles(suite.tests.size()));
  std::unordered_map<std::string, TestEnd> ends;
  for (const TestResult &result : results)
    ends.emplace(result.name, result.end);
  // What failed, or was on when the process ended, comes next, by itself: in a batch it may have suffered from others.
  for (auto test = first; test != end; ++test) {
    const auto result = ends.find(suite.tests[*test].caseName);
    const bool ran = result != ends.end();
    if (ran && (result->second == TestEnd::kPassed || result->second == TestEnd::kSkipped))
      continue;
    isGood = false;
    if (ran) {
      std::rotate(first, test, test + 1);
      break;
    }
  }
  work.mayBatch = false;
  if (isGood) {
    work.outcome.passed.insert(work.outcome.passed.end(), first, end);
    work.position += static_cast<std::size_t>(end - first);
    work.mayBatch = true; // of another program
  }
  return isGood && work.position == work.tests.size() ? finish(work) : Next::kTest;
}

RuntimeStatus MutantRuns::statusOf(const Work &work, const TestRun &run) const {
  RuntimeStatus status = parseRuntimeStatus(workspaces[run.workspace].readStatus(), plans[work.mutant].id);
  status.armed = status.armed || run.result.armedSites != 0;
  return status;
}

Judgement MutantRuns::judgeRun(const Work &work, const TestRun &run) const {
  Judgement judgement = judge(run.result, statusOf(work, run), facts[run.request.test].output);
  if (suite.isWholeProgram(run.request.test))
    return judgement;
  const TestFiles files = workspaces[run.workspace].testFiles(run.request.test);
  if (judgement.verdict == Verdict::kSurvived) {
    const auto result = suite.resultOf(run.request.test, run.result, files);
    if (!result || (result->end != TestEnd::kPassed && result->end != TestEnd::kSkipped))
      return {Verdict::kInconclusive, Cause::kNone,
              "the program ended well, but its framework tells of no end of the test"};
  } else if (judgement.cause == Cause::kAssertion || judgement.cause == Cause::kExitCode) {
    const auto result = suite.resultOf(run.request.test, run.result, files);
    if (result && result->end == TestEnd::kFailed && !result->message.empty()) {
      judgement.cause = result->isCrash ? Cause::kCrash : Cause::kAssertion;
      judgement.detail = (result->isCrash ? "nothing in the test caught it: " : "") + firstLineOf(*result);
    }
  }
  return judgement;
}

// What used up the CPU time of a run that counts, and is half way to its limit: no need to ask again.
bool MutantRuns::countsLikeAHang(const TestRun &run) const {
  const TestBudgets *budgets = launcher.budgetsOf(run.request.test);
  return run.result.limit == LimitHit::kCpuTime && budgets != nullptr && run.result.fork &&
         run.result.fork->count.value_or(0) >= budgets->limit / 2;
}

MutantRuns::Next MutantRuns::take(Work &work, const TestRun &run, Round round) {
  if (run.result.serverLost) {
    work.batch = 0;
    work.newProcess = true; // what ended it may have been the mutant
    return Next::kSame;
  }
  ++pairs;
  ++work.outcome.runs;
  inAll += run.result.wallTime;
  work.outcome.wallTime += run.result.wallTime;
  work.outcome.cpuTime += run.result.cpuTime;
  work.outcome.orphansKilled += run.result.orphansKilled;
  if (work.batch != 0)
    return takeBatch(work, run);
  // It is killed already, and only wants an assertion.
  if (endedByTime(run.result) && !work.outcome.killers.empty() && !settings.fullMatrix)
    return Next::kDone;
  if (round == Round::kFirst && endedByTime(run.result) && !countsLikeAHang(run)) {
    // Only counting says whether what used up its time would ever have ended; nothing is counted of what waits.
    const bool mayBeCounted = run.wasForked && run.request.kind == RunKind::kMutant &&
                              run.result.limit == LimitHit::kCpuTime && launcher.budgetsOf(run.request.test) != nullptr;
    if (!mayBeCounted)
      return run.result.limit == LimitHit::kIdleTime ? Next::kIdle : Next::kOverTime;
    work.kind = RunKind::kAllTwins;
    return Next::kSame;
  }
  work.kind = RunKind::kMutant;
  Judgement judgement = judgeRun(work, run);
  ++work.position;
  const bool isLast = work.position == work.tests.size();
  if (judgement.verdict == Verdict::kKilled) {
    const bool wantsAssertion = plans[work.mutant].wantsAssertion;
    const bool isAssertion = judgement.cause == Cause::kAssertion;
    const bool isFirst = work.outcome.killers.empty();
    const bool isBetter = wantsAssertion && isAssertion && work.outcome.judgement.cause != Cause::kAssertion;
    if (!settings.fullMatrix && isBetter)
      work.outcome.killers.clear();
    if (settings.fullMatrix || isFirst || isBetter)
      work.outcome.killers.push_back(run.request.test);
    if (isFirst || isBetter) {
      work.outcome.judgement = std::move(judgement);
      work.outcome.output = endOf(run.result.output);
    }
    work.mayBatch = false;
    if (!settings.fullMatrix && (!wantsAssertion || isAssertion || endedByTime(run.result)))
      return Next::kDone;
  } else if (judgement.verdict == Verdict::kSurvived) {
    work.outcome.passed.push_back(run.request.test);
  } else {
    work.outcome.unclear.push_back(run.request.test);
    if (!work.unclear) {
      work.unclear = std::move(judgement);
      if (work.outcome.killers.empty())
        work.outcome.output = endOf(run.result.output);
    }
  }
  return isLast ? finish(work) : Next::kTest;
}

// Behind the last test.
MutantRuns::Next MutantRuns::finish(Work &work) {
  if (!work.outcome.killers.empty())
    return Next::kDone;
  work.outcome.judgement = work.unclear ? std::move(*work.unclear) : Judgement{Verdict::kSurvived, Cause::kNone, ""};
  if (work.outcome.judgement.verdict == Verdict::kSurvived)
    work.outcome.output.clear();
  return Next::kDone;
}

Status MutantRuns::drain(std::deque<Work> queue, Round round, std::size_t workers, const OnOutcome &onOutcome,
                         const OnWait &onWait) {
  JobHandler<Work> handler;
  handler.testOf = [](const Work &work) { return work.tests[work.position]; };
  handler.start = [&](const Work &work, std::size_t workspace) { return start(work, workspace, round); };
  handler.onWait = onWait;
  handler.isHeldBack = [this] {
    double load = 0;
    return settings.mostLoad > 0 && getloadavg(&load, 1) == 1 && load > settings.mostLoad;
  };
  handler.take = [&](Work &work, const TestRun &run) -> Result<AfterRun> {
    const Next next = take(work, run, round);
    if (next == Next::kTest)
      planBatch(work);
    if (next == Next::kSame || next == Next::kTest)
      return AfterRun::kAgain;
    if (next == Next::kOverTime || next == Next::kIdle) {
      (next == Next::kIdle ? idleTooLong : overTime).push_back(std::move(work));
      return AfterRun::kDone;
    }
    if (work.outcome.judgement.cause == Cause::kHang)
      inHangs += work.outcome.wallTime;
    if (const Status taken = onOutcome(work.mutant, std::move(work.outcome)); !taken)
      return taken.error();
    return AfterRun::kDone;
  };
  return runJobs(launcher, suite, workers, std::move(queue), handler);
}

} // namespace allele
