// Runs the tests again and again without a mutant, under conditions that vary: the order, other tests beside and before
// them, load. What each showed goes into a RepeatSession.
//
// Each repeat runs every test by itself, in a process and directories of its own, with addresses that vary; and, when
// orders are shuffled, all tests of a program in one process, and all programs in one directory, each in an order that
// the seed gives.
#pragma once

#include "Result.h"
#include "Signal.h"
#include "Suite.h"
#include "Workspace.h"

#include <chrono>
#include <functional>
#include <vector>

namespace allele {

struct RepeatSettings {
  bool shuffle = true;
  bool load = false; // in each second repeat
  std::uint64_t seed = 0;
  std::chrono::milliseconds timeout{0}; // of a run of one test; 0: the test's own, or far more than it took before
};

class Repeats {
public:
  // Ends framework's fail-fast modes in a copy of the suite. `workspaces`: one for each job; has to outlive the object.
  Repeats(Suite suite, std::vector<Workspace> &workspaces, RepeatSettings settings);

  // Makes the repeat of this number, from 1. Returns early when interruptRequested(), with what it found until then.
  // `onRun`: called behind each run with the tests that it was about. Errors: a test can't be started; no load.
  Status run(unsigned repeat, RepeatSession &session, const std::function<void(std::size_t tests)> &onRun);

  // Of one repeat: how many tests run, each counted for both ways.
  std::size_t runsOfOne() const;

private:
  Status runAlone(unsigned repeat, bool isLoaded, RepeatSession &session,
                  const std::function<void(std::size_t)> &onRun);
  Status runTogether(unsigned repeat, bool isLoaded, RepeatSession &session,
                     const std::function<void(std::size_t)> &onRun);
  bool canRunTogether() const;
  std::vector<std::vector<std::size_t>> units() const;
  ProcessLimits limitsFor(const std::vector<std::size_t> &some) const;

  Suite suite;
  std::vector<Workspace> &workspaces;
  RepeatSettings settings;
  std::vector<std::chrono::microseconds> slowest; // by test, of the runs by itself that passed; 0: none did
};

// How one run of a test ended.
struct SeenEnd {
  Tries tries;         // 1 in all; nothing where it didn't run
  std::string message; // of a failure, one line
};

// Of a run of the test by itself.
SeenEnd endOf(const Suite &suite, std::size_t test, const ProcessResult &run, bool isSkipped, const TestFiles &files);

// A permutation of 0 to `count` - 1, the same for a seed on every machine.
std::vector<std::size_t> shuffledOrder(std::size_t count, std::uint64_t seed);

} // namespace allele
