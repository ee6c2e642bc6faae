#include "JobQueue.h"

#include "Isolation.h"
#include "Scratch.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace allele;

namespace {

constexpr std::size_t kFree = 0;
constexpr std::size_t kLocked = 1; // two tests with one lock
constexpr std::size_t kAlsoLocked = 2;
constexpr std::size_t kAlone = 3;

// Commands of the shell, each a test.
Suite makeSuite(const std::string &command) {
  Suite suite;
  suite.programs.resize(1);
  suite.programs[0].command = {"/bin/sh", "-c"};
  suite.tests.resize(4);
  for (SuiteTest &test : suite.tests)
    test.arguments = {command};
  suite.tests[kLocked].locks = suite.tests[kAlsoLocked].locks = {"lock"};
  suite.tests[kAlone].isAlone = true;
  return suite;
}

JobHandler<std::size_t> handlerOfTests() {
  JobHandler<std::size_t> handler;
  handler.testOf = [](std::size_t test) { return test; };
  return handler;
}

// What is needed to start the suite's tests in two workspaces.
class Place {
public:
  explicit Place(const Suite &suite) : scratch(makeScratch()) {
    for (const char *name : {"0", "1"}) {
      auto workspace = Workspace::create(scratch.path(), name, settings);
      REQUIRE(workspace);
      workspaces.push_back(std::move(*workspace));
    }
    launcher = std::make_unique<TestLauncher>(suite, workspaces, TestLauncher::Settings{false, ""});
  }

  Status start(std::size_t test, std::size_t workspace) {
    TestRequest request;
    request.test = test;
    return launcher->start(workspace, request);
  }

private:
  ScratchDirectory scratch;
  WorkspaceSettings settings;
  std::vector<Workspace> workspaces;

public:
  std::unique_ptr<TestLauncher> launcher;
};

} // namespace

TEST_CASE("the first job whose test may run is next") {
  const Suite suite = makeSuite("");
  const auto handler = handlerOfTests();
  TestLocks locks(suite);
  std::deque<std::size_t> queue = {kLocked, kAlsoLocked, kFree};
  CHECK(firstThatMayStart(queue, locks, handler) == queue.begin());
  locks.start(kLocked);
  CHECK(firstThatMayStart(queue, locks, handler) == queue.begin() + 2);
  queue.pop_back();
  CHECK(firstThatMayStart(queue, locks, handler) == queue.end());
  queue.clear();
  CHECK(firstThatMayStart(queue, locks, handler) == queue.end());
}

TEST_CASE("a job that needs all isn't overtaken, one that needs a lock is") {
  const Suite suite = makeSuite("");
  const auto handler = handlerOfTests();
  TestLocks locks(suite);
  locks.start(kLocked);
  std::deque<std::size_t> queue = {kAlone, kFree};
  CHECK(firstThatMayStart(queue, locks, handler) == queue.end());
  queue = {kAlsoLocked, kFree, kAlone};
  CHECK(firstThatMayStart(queue, locks, handler) == queue.begin() + 1);
}

TEST_CASE("the search for a job has an end") {
  const Suite suite = makeSuite("");
  auto handler = handlerOfTests();
  std::size_t looks = 0;
  handler.testOf = [&](std::size_t test) {
    ++looks;
    return test;
  };
  TestLocks locks(suite);
  locks.start(kLocked);
  std::deque<std::size_t> queue(100'000, kAlsoLocked);
  CHECK(firstThatMayStart(queue, locks, handler) == queue.end());
  CHECK(looks < 1000);
}

TEST_CASE("no job begins beside others while they are held back, but one always runs") {
  const Suite suite = makeSuite("sleep 0.02");
  Place place(suite);
  std::size_t running = 0;
  std::size_t ended = 0;
  auto handler = handlerOfTests();
  handler.isHeldBack = [] { return true; };
  handler.start = [&](std::size_t test, std::size_t workspace) {
    CHECK(++running == 1);
    return place.start(test, workspace);
  };
  handler.take = [&](std::size_t &, const TestRun &) -> Result<AfterRun> {
    --running;
    ++ended;
    return AfterRun::kDone;
  };
  CHECK(runJobs<std::size_t>(*place.launcher, suite, 2, {kFree, kFree, kFree}, handler));
  CHECK(ended == 3);
}

TEST_CASE("jobs run beside each other as far as the locks of their tests permit, from the first test to the last") {
  const Suite suite = makeSuite("sleep 0.05");
  Place place(suite);
  using Tests = std::vector<std::size_t>; // of a job, the next one at the end
  std::multiset<std::size_t> running;
  std::size_t most = 0;
  std::vector<unsigned> runs(4);
  JobHandler<Tests> handler;
  handler.testOf = [](const Tests &job) { return job.back(); };
  handler.start = [&](const Tests &job, std::size_t workspace) {
    const Status started = place.start(job.back(), workspace);
    running.insert(job.back());
    most = std::max(most, running.size());
    CHECK(running.count(kLocked) + running.count(kAlsoLocked) <= 1);
    CHECK((running.count(kAlone) == 0 || running.size() == 1));
    return started;
  };
  handler.take = [&](Tests &job, const TestRun &run) -> Result<AfterRun> {
    CHECK(run.request.test == job.back());
    CHECK(run.result.exitCode == 0);
    running.erase(running.find(job.back()));
    ++runs[job.back()];
    job.pop_back();
    return job.empty() ? AfterRun::kDone : AfterRun::kAgain;
  };
  const std::deque<Tests> jobs = {{kFree, kAlone, kLocked, kFree},
                                  {kAlsoLocked, kLocked, kFree, kAlsoLocked, kAlsoLocked},
                                  {kAlone},
                                  {kFree, kAlone, kAlsoLocked}};
  CHECK(runJobs<Tests>(*place.launcher, suite, 2, jobs, handler));
  CHECK(runs == std::vector<unsigned>{4, 2, 4, 3});
  CHECK(most == 2);
}

TEST_CASE("an error of the handler ends all, and what runs") {
  const Suite suite = makeSuite("exec sleep 30");
  Suite first = suite;
  first.tests[kLocked].arguments = {"exit 3"};
  Place place(first);
  auto handler = handlerOfTests();
  handler.start = [&](std::size_t test, std::size_t workspace) { return place.start(test, workspace); };
  handler.take = [&](std::size_t &test, const TestRun &run) -> Result<AfterRun> {
    CHECK(test == kLocked);
    CHECK(run.result.exitCode == 3);
    return Error{"the handler's own"};
  };
  const Status ran = runJobs<std::size_t>(*place.launcher, first, 2, {kFree, kLocked, kFree}, handler);
  REQUIRE_FALSE(ran);
  CHECK(ran.error().message == "the handler's own");
  CHECK_FALSE(place.launcher->isRunning());
}

TEST_CASE("a test that can't be started is an error once nothing else runs") {
  const Suite suite = makeSuite("");
  Place place(suite);
  auto handler = handlerOfTests();
  unsigned attempts = 0;
  unsigned ended = 0;
  handler.start = [&](std::size_t test, std::size_t workspace) -> Status {
    if (test != kLocked)
      return place.start(test, workspace);
    ++attempts;
    return Error{"no room"};
  };
  handler.take = [&](std::size_t &, const TestRun &) -> Result<AfterRun> {
    ++ended;
    return AfterRun::kDone;
  };
  const Status ran = runJobs<std::size_t>(*place.launcher, suite, 2, {kFree, kLocked, kFree}, handler);
  REQUIRE_FALSE(ran);
  CHECK(ran.error().message == "no room");
  CHECK(attempts == 2);
  CHECK(ended == 1);
}
