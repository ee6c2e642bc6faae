// The runs without an active mutant: do the tests pass, what do they take, and which mutants does each reach and
// infect?
#pragma once

#include "Limits.h"
#include "RecordFile.h"
#include "Result.h"
#include "Suite.h"
#include "Terminal.h"
#include "TestLauncher.h"

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace allele {

// What is known of one test without a mutant.
struct TestFacts {
  BaselineFacts baseline;
  std::string output; // of the last run that passed
  unsigned passes = 0;
  // The first run that didn't pass, and which one it was (from 1).
  std::optional<ProcessResult> failure;
  unsigned failedRun = 0;
  bool didNotRun = false; // then the program ended well, but told of no such test that ended
  bool skipped = false;   // by the build system's rule
  bool hadThreads = false;
  std::optional<std::uint64_t> assertions; // executed, where the framework tells
  std::uint64_t count = 0;                 // of loop turns and calls in a run that counts; 0: nothing is known

  bool isFlaky() const { return failure && passes != 0; }
};

// Makes the runs number `first` to `last` of every test, counted from 1, and adds what they show to `facts`, by test.
// They have no limits but a wall-clock limit: `timeout`, or when that is 0 the test's own. A program that is one test
// isn't run again once it failed.
Status runBaseline(TestLauncher &launcher, const Suite &suite, const std::vector<Workspace> &workspaces, unsigned first,
                   unsigned last, std::chrono::milliseconds timeout, std::vector<TestFacts> &facts);

// What one run of each test says, in which all functions run in their copies with mutants though none is active.
struct CountedTests {
  // By test: what its runs with a mutant may do. Nothing for a test that isn't forked, fails, or leaves a process that
  // doesn't tell.
  std::vector<std::optional<TestBudgets>> budgets;
  std::vector<std::uint64_t> counts; // by test: loop turns and calls; 0: none, or nothing is known
  // The first test that failed, and how: it would with any mutant.
  std::optional<std::pair<std::size_t, ProcessResult>> failure;
};
// `timeoutFactor`: of LimitSettings.
Result<CountedTests> countTests(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                                const std::vector<std::size_t> &tests, const std::vector<ProcessLimits> &limits,
                                double timeoutFactor);

// Programs none of whose tests notices that its code aborts, as far as up to three of each program's tests are asked
// that count something: nothing they say of a mutant means anything. Indices into Suite::programs.
Result<std::vector<std::size_t>> deadCanaries(TestLauncher &launcher, const Suite &suite, std::size_t workers,
                                              const std::vector<std::uint64_t> &counts,
                                              const std::vector<ProcessLimits> &limits);

// Which mutants the tests reach and infect, and which code they execute.
struct SuiteTrace {
  std::vector<RecordedObject> objects;
  std::vector<std::uint64_t> ids; // of all mutants of the objects, each once
  // The probes of an object have numbers in a row.
  struct Probes {
    std::string path; // of the object, outside of the workspace
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  std::vector<Probes> probes; // by first number
  struct Test {
    std::vector<std::uint32_t> infected; // indices into ids, ascending
    std::vector<std::uint32_t> reached;  // and not infected
    std::vector<std::uint32_t> probes;   // numbers of those that were passed, ascending
  };
  std::vector<Test> tests;
  std::vector<std::uint32_t> probesBeforeMain; // the same, of what no test in particular executes
  std::unordered_set<std::uint64_t> reachedBeforeMain;
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
