#include "MutantRuns.h"

#include "Interrupt.h"

#include <map>
#include <numeric>

namespace allele {
namespace {

constexpr std::chrono::milliseconds kPoll{200};
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
    work.newProcess = settings.newProcesses || plans[mutant].needsProcess;
    work.outcome.reached = true;
    queue.push_back(std::move(work));
  }
  overTime.clear();
  if (Status drained = drain(std::move(queue), Round::kFirst, onOutcome, onWait); !drained)
    return drained;
  // A run that hit a time limit, and whose functions kept their budgets, says nothing yet: what else the machine did
  // may have slowed it down. It is repeated with no other worker running, and the repetition alone decides, whatever it
  // gives.
  return drain(std::exchange(overTime, {}), Round::kLast, onOutcome, onWait);
}

Status MutantRuns::start(const Work &work, std::size_t workspace, Round round) {
  const MutantPlan &plan = plans[work.mutant];
  TestRequest request;
  request.test = plan.tests[work.position];
  request.mutant = plan.id;
  request.kind = round == Round::kLast ? RunKind::kAllTwins : work.kind;
  request.newProcess = work.newProcess;
  request.limits = request.kind == RunKind::kMutant ? limits[request.test].first : limits[request.test].decide;
  return launcher.start(workspace, request);
}

Judgement MutantRuns::judgeRun(const Work &work, const TestRun &run) const {
  const Workspace &place = workspaces[run.workspace];
  RuntimeStatus status = parseRuntimeStatus(place.readStatus(), plans[work.mutant].id);
  status.armed = status.armed || run.result.armedSites != 0;
  Judgement judgement = judge(run.result, status, facts[run.request.test].output);
  if (suite.isWholeProgram(run.request.test))
    return judgement;
  const TestFiles files = place.testFiles(run.request.test);
  if (judgement.verdict == Verdict::kSurvived) {
    const auto result = suite.resultOf(run.request.test, run.result, files);
    if (!result || (result->end != TestEnd::kPassed && result->end != TestEnd::kSkipped))
      return {Verdict::kInconclusive, Cause::kNone,
              "the program ended well, but its framework tells of no end of the test"};
  } else if (judgement.cause == Cause::kAssertion || judgement.cause == Cause::kExitCode) {
    const auto result = suite.resultOf(run.request.test, run.result, files);
    if (result && result->end == TestEnd::kFailed && !result->message.empty()) {
      judgement.cause = Cause::kAssertion;
      judgement.detail = firstLineOf(*result);
    }
  }
  return judgement;
}

MutantRuns::Next MutantRuns::take(Work &work, TestRun run, Round round) {
  if (run.result.serverLost) {
    work.newProcess = true; // what ended it may have been the mutant
    return Next::kSame;
  }
  ++pairs;
  inAll += run.result.cpuTime;
  work.outcome.wallTime += run.result.wallTime;
  work.outcome.cpuTime += run.result.cpuTime;
  work.outcome.orphansKilled += run.result.orphansKilled;
  if (endedByTime(run.result) || (run.result.fork && run.result.fork->wasExhausted))
    inHangs += run.result.cpuTime;
  if (round == Round::kFirst && endedByTime(run.result)) {
    // Only counting says whether what used up its time would ever have ended; nothing is counted of what waits.
    const bool mayBeCounted = run.wasForked && run.request.kind == RunKind::kMutant &&
                              run.result.limit == LimitHit::kCpuTime && launcher.hasBudgets(run.request.test);
    if (!mayBeCounted)
      return Next::kLater;
    work.kind = RunKind::kAllTwins;
    return Next::kSame;
  }
  work.kind = RunKind::kMutant;
  Judgement judgement = judgeRun(work, run);
  ++work.position;
  const bool isLast = work.position == plans[work.mutant].tests.size();
  if (judgement.verdict == Verdict::kKilled) {
    work.outcome.killers.push_back(run.request.test);
    if (work.outcome.killers.size() == 1) {
      work.outcome.judgement = std::move(judgement);
      work.outcome.output = endOf(run.result.output);
    }
    if (!settings.fullMatrix)
      return Next::kDone;
  } else if (judgement.verdict == Verdict::kInconclusive && !work.unclear) {
    work.unclear = std::move(judgement);
    if (work.outcome.killers.empty())
      work.outcome.output = endOf(run.result.output);
  }
  if (!isLast)
    return Next::kTest;
  if (work.outcome.killers.empty()) {
    work.outcome.judgement = work.unclear ? std::move(*work.unclear) : Judgement{Verdict::kSurvived, Cause::kNone, ""};
    if (!work.unclear)
      work.outcome.output.clear();
  }
  return Next::kDone;
}

Status MutantRuns::drain(std::deque<Work> queue, Round round, const OnOutcome &onOutcome, const OnWait &onWait) {
  const std::size_t workers = round == Round::kLast ? 1 : settings.workers;
  std::map<std::size_t, Work> active; // by workspace
  std::vector<std::size_t> idle(workers);
  std::iota(idle.rbegin(), idle.rend(), std::size_t{0});
  while (!queue.empty() || !active.empty()) {
    if (interruptRequested()) {
      launcher.killAll();
      return Done{};
    }
    while (!queue.empty() && !idle.empty()) {
      const Status started = start(queue.front(), idle.back(), round);
      if (!started && active.empty())
        return started;
      if (!started)
        break; // processes or descriptors may be all in use; what runs gives some back
      active.emplace(idle.back(), std::move(queue.front()));
      queue.pop_front();
      idle.pop_back();
    }
    onWait();
    auto run = launcher.wait(kPoll);
    const auto entry = run ? active.find(run->workspace) : active.end();
    if (entry == active.end())
      continue;
    const std::size_t workspace = run->workspace;
    Work work = std::move(entry->second);
    active.erase(entry);
    const Next next = take(work, std::move(*run), round);
    if (next == Next::kSame || next == Next::kTest) {
      if (start(work, workspace, round)) {
        active.emplace(workspace, std::move(work));
        continue;
      }
      queue.push_front(std::move(work)); // tried again, and reported when nothing else runs
    } else if (next == Next::kLater) {
      overTime.push_back(std::move(work));
    } else if (Status taken = onOutcome(work.mutant, std::move(work.outcome)); !taken) {
      launcher.killAll();
      return taken;
    }
    idle.push_back(workspace);
  }
  return Done{};
}

} // namespace allele
