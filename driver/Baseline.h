// The runs without an active mutant: do the tests pass, what do they take, and which mutants does each reach and
// infect?
#pragma once

#include "Limits.h"
#include "RecordFile.h"
#include "Result.h"
#include "Suite.h"
#include "Terminal.h"
#include "TestLauncher.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Runs each of the tests once, in as many workspaces as `workers` says. An error ends it; so does
// interruptRequested(), without one.
using MakeRequest = std::function<TestRequest(std::size_t test)>;
using OnTestRun = std::function<Status(TestRun run)>;
Status runEach(TestLauncher &launcher, std::size_t workers, const std::vector<std::size_t> &tests,
               const MakeRequest &makeRequest, const OnTestRun &onRun);

// What is known of one test without a mutant.
struct TestFacts {
  BaselineFacts baseline;
  std::string output; // of the last run that passed
  unsigned passes = 0;
  // The first run that didn't pass, and which one it was (from 1).
  std::optional<ProcessResult> failure;
  unsigned failedRun = 0;
  bool didNotRun = false; // then the program ended well, but told of no such test that ended
  bool hadThreads = false;

  bool isFlaky() const { return failure && passes != 0; }
};

// Runs every test `runs` times, without limits but a wall-clock limit of its own when `timeout` isn't 0. A program that
// is one test isn't run again once it failed.
Result<std::vector<TestFacts>> runBaseline(TestLauncher &launcher, const Suite &suite,
                                           const std::vector<Workspace> &workspaces, unsigned runs,
                                           std::chrono::milliseconds timeout);

// Counts, in one run of each test, the loop turns and calls of all functions: the budgets of the test's runs with a
// mutant. Nothing for a test that isn't forked, fails, or leaves a process that doesn't tell.
Result<std::vector<std::optional<TestBudgets>>> countTests(TestLauncher &launcher, const Suite &suite,
                                                           std::size_t workers, const std::vector<std::size_t> &tests,
                                                           const std::vector<ProcessLimits> &limits);

// Which mutants the tests reach and infect.
struct SuiteTrace {
  std::vector<Recording::Object> objects;
  std::vector<std::uint64_t> ids; // of all mutants of the objects, each once
  struct Test {
    std::vector<std::uint32_t> infected; // indices into ids, ascending
    std::vector<std::uint32_t> reached;  // and not infected
  };
  std::vector<Test> tests;
  // The first test that failed while it was recorded. With it, nothing else may be relied on.
  std::optional<ProcessResult> failure;
};

// Records each test twice, the second time with other addresses and another size of the environment. What differs
// counts as infected, and so does everything that is reached by a process with threads or that isn't forked: there the
// values that a site sees may vary from run to run. `limits` by test, the same as a mutant's but for time: so limits
// that are too tight for the tests show here, not as killed mutants.
Result<SuiteTrace> recordTests(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                               const std::vector<std::size_t> &tests, const std::vector<TestFacts> &facts,
                               const std::vector<ProcessLimits> &limits);

} // namespace allele
