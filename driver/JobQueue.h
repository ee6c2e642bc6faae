// Keeps workers busy with jobs, each of them one or more runs of tests, one behind the other.
#pragma once

#include "Interrupt.h"
#include "Result.h"
#include "TestLauncher.h"
#include "TestLocks.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace allele {

enum class AfterRun { kAgain, kDone };

template <typename Job> struct JobHandler {
  std::function<std::size_t(const Job &)> testOf; // of its next run
  std::function<Status(const Job &, std::size_t workspace)> start;
  // Of a run that has ended. kAgain: it has another one. An error ends all.
  std::function<Result<AfterRun>(Job &, TestRun)> take;
  std::function<void()> onWait = [] {}; // called several times a second
  // Whether no job is to be begun beside others that run.
  std::function<bool()> isHeldBack = [] { return false; };
};

// The first job whose test may run now. One that needs the machine for itself isn't overtaken for ever.
template <typename Job>
typename std::deque<Job>::iterator firstThatMayStart(std::deque<Job> &queue, const TestLocks &locks,
                                                     const JobHandler<Job> &handler) {
  constexpr std::ptrdiff_t kLookedAt = 64;
  const auto end = queue.begin() + std::min<std::ptrdiff_t>(kLookedAt, std::distance(queue.begin(), queue.end()));
  for (auto job = queue.begin(); job != end; ++job) {
    if (locks.mayStart(handler.testOf(*job)))
      return job;
    if (locks.needsAll(handler.testOf(*job)))
      break;
  }
  return queue.end();
}

// Runs all jobs in `workers` workspaces, as far as the locks of their tests permit. Returns early, with jobs left, when
// interruptRequested(). No process is left then, nor after an error. Errors: a test that can't be started although
// nothing else runs; what the handler gives.
template <typename Job>
Status runJobs(TestLauncher &launcher, const Suite &suite, std::size_t workers, std::deque<Job> queue,
               const JobHandler<Job> &handler) {
  constexpr std::chrono::milliseconds kPoll{200};
  TestLocks locks(suite);
  std::map<std::size_t, Job> active; // by workspace
  std::vector<std::size_t> idle(workers);
  std::iota(idle.rbegin(), idle.rend(), std::size_t{0});
  while (!queue.empty() || !active.empty()) {
    if (interruptRequested()) {
      launcher.killAll();
      return Done{};
    }
    while (!idle.empty() && (active.empty() || !handler.isHeldBack())) {
      const auto next = firstThatMayStart(queue, locks, handler);
      if (next == queue.end())
        break;
      const Status started = handler.start(*next, idle.back());
      if (!started && active.empty())
        return started;
      if (!started)
        break; // processes or descriptors may be all in use; what runs gives some back
      locks.start(handler.testOf(*next));
      active.emplace(idle.back(), std::move(*next));
      queue.erase(next);
      idle.pop_back();
    }
    handler.onWait();
    auto run = launcher.wait(kPoll);
    if (!run)
      continue;
    const auto entry = active.find(run->workspace);
    if (entry == active.end())
      continue;
    const std::size_t workspace = run->workspace;
    Job job = std::move(entry->second);
    active.erase(entry);
    locks.end(run->request.test);
    const Result<AfterRun> then = handler.take(job, std::move(*run));
    if (!then) {
      launcher.killAll();
      return then.error();
    }
    if (*then == AfterRun::kAgain && locks.mayStart(handler.testOf(job)) && handler.start(job, workspace)) {
      locks.start(handler.testOf(job));
      active.emplace(workspace, std::move(job));
      continue;
    }
    if (*then == AfterRun::kAgain)
      queue.push_front(std::move(job)); // tried again, and reported when nothing else runs
    idle.push_back(workspace);
  }
  return Done{};
}

} // namespace allele
