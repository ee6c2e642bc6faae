// Runs the tests that may notice a mutant against it, several mutants at a time, and judges every run.
#pragma once

#include "Baseline.h"
#include "Result.h"
#include "RunResults.h"
#include "TestLauncher.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace allele {

// What is to be done for one mutant.
struct MutantPlan {
  std::uint64_t id = 0;
  std::vector<std::size_t> tests; // in the order in which they run, until one kills it
  bool needsProcess = false;      // it acts before main() already: a child of a fork server gets it too late
  // It belongs to a failure state: while it is only killed otherwise, further tests may notice it by an assertion.
  bool wantsAssertion = false;
};

class MutantRuns {
public:
  // Called with the index of a mutant and its outcome, in the order of arrival. An error ends the runs.
  using OnOutcome = std::function<Status(std::size_t, Outcome)>;
  // Called several times a second.
  using OnWait = std::function<void()>;

  struct Settings {
    std::size_t workers = 1;
    bool batches = false;    // a plan's second and further tests share a process
    bool fullMatrix = false; // all tests of a plan run, also behind one that kills
    double mostLoad = 0;     // no mutant is begun beside others while the load average is above; 0: whatever it is
  };

  // By test: `limits`, `facts`. By index of the mutant: `plans`. All has to outlive the object.
  MutantRuns(TestLauncher &launcher, const Suite &suite, const std::vector<Workspace> &workspaces,
             const std::vector<TestFacts> &facts, const std::vector<TestLimits> &limits,
             const std::vector<MutantPlan> &plans, Settings settings);

  // Judges the mutants with these indices. Returns early, with mutants left, when interruptRequested(); no process is
  // left then.
  Status run(const std::vector<std::size_t> &mutants, const OnOutcome &onOutcome, const OnWait &onWait);

  // Runs of single tests so far.
  std::size_t pairsRun() const { return pairs; }
  // Time of all runs of mutants that turned out to hang, and of all runs: the sum over all workers.
  std::chrono::microseconds timeInHangs() const { return inHangs; }
  std::chrono::microseconds timeInAll() const { return inAll; }

private:
  // A mutant that is being judged.
  struct Work {
    std::size_t mutant = 0;
    std::vector<std::size_t> tests; // of its plan, in the order in which they run
    std::size_t position = 0;       // of the next one
    std::size_t batch = 0;          // how many run in one process at present; 0: only the next one
    bool mayBatch = true;
    RunKind kind = RunKind::kMutant;
    bool newProcess = false;
    Outcome outcome;
    std::optional<Judgement> unclear; // the first inconclusive run
  };
  // kLast: for what ran into a time limit that nothing confirms. Alone if it used CPU time; idleness doesn't depend on
  // what else runs.
  enum class Round { kFirst, kLast };
  enum class Next { kSame, kOverTime, kIdle, kTest, kDone };

  Status drain(std::deque<Work> queue, Round round, std::size_t workers, const OnOutcome &onOutcome,
               const OnWait &onWait);
  Status start(const Work &work, std::size_t workspace, Round round);
  Next take(Work &work, const TestRun &run, Round round);
  bool countsLikeAHang(const TestRun &run) const;
  Next takeBatch(Work &work, const TestRun &run);
  void planBatch(Work &work) const;
  ProcessLimits limitsOf(const Work &work) const;
  static Next finish(Work &work);
  RuntimeStatus statusOf(const Work &work, const TestRun &run) const;
  Judgement judgeRun(const Work &work, const TestRun &run) const;

  TestLauncher &launcher;
  const Suite &suite;
  const std::vector<Workspace> &workspaces;
  const std::vector<TestFacts> &facts;
  const std::vector<TestLimits> &limits;
  const std::vector<MutantPlan> &plans;
  Settings settings;
  std::deque<Work> overTime; // for the last round
  std::deque<Work> idleTooLong;
  std::size_t pairs = 0;
  std::chrono::microseconds inHangs{0};
  std::chrono::microseconds inAll{0};
};

} // namespace allele
