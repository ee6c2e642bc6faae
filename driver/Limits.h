// The bounds of a mutant's run, derived from runs without a mutant.
#pragma once

#include "Process.h"
#include "Size.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace allele {

// What the user may set.
struct LimitSettings {
  double timeoutFactor = 10;
  std::chrono::milliseconds timeoutFloor{1000};
  std::optional<std::uint64_t> memoryBytes; // default: max(1 GiB, 4 x the baseline's peak)
  std::uint64_t diskBytes = std::uint64_t{1} << 30;
  std::uint64_t processes = 512;
  std::uint64_t outputBytes = std::uint64_t{64} << 20; // or 10 x the baseline's, whichever is more
};

// The slowest and biggest of the runs without a mutant.
struct BaselineFacts {
  unsigned runs = 0;
  std::chrono::microseconds wallTime{0};
  std::chrono::microseconds cpuTime{0};
  std::uint64_t peakMemoryBytes = 0;
  std::uint64_t outputBytes = 0;

  void add(const ProcessResult &result);
};

// `sanitized`: the program reserves terabytes of address space for shadow memory, so memory can't be bounded by it.
// CPU time decides, since it hardly depends on what else the machine does. Idle time finds a deadlock soon. Wall time
// is far behind both, for what neither uses CPU time nor stays idle, such as a loop that polls.
ProcessLimits limitsFor(const BaselineFacts &baseline, const LimitSettings &settings, bool sanitized);

// The limits of the lone repetition that decides whether a mutant hangs, from those of its first run. Sound whatever
// the number of jobs: the repetition has no neighbours, and none of its limits is below the first run's, so no mutant
// that can pass there fails here. CPU and idle time are kDecisionFactor times as many multiples of the baseline as
// `settings` asks for, so that a mutant which merely works ten times as long isn't near the limit; CPU time `slower`
// times as many, for a run that counts. The floor of the CPU time, which covers what is too short to be measured well,
// is multiplied by less: each hang costs that time. Not by 1: a mutant that eats memory reaches the limit on that in
// about the first floor, and must not be a hang one day and not the next. Wall time, the only one that grows with the
// machine's load, gets the factors in any case.
constexpr int kDecisionFactor = 3;
constexpr int kDecisionFloorFactor = 2;
ProcessLimits limitsToDecide(const ProcessLimits &first, const BaselineFacts &baseline, const LimitSettings &settings,
                             int slower = 1);

// The bounds of a test's runs with a mutant.
struct TestLimits {
  ProcessLimits first;
  ProcessLimits counted; // of the repetition in which all functions count, of a run that used up `uncountedCpuTime`
  ProcessLimits decide;  // of the last repetition of a run that these ended by time
};

// Sets the repetitions' from the first run's. `isCounted`: its loops and calls are, where all functions count.
void setRepetitions(TestLimits &limits, const BaselineFacts &baseline, const LimitSettings &settings, bool isCounted);

// What is idle for long is repeated, and so is what goes on much longer than the test itself without counting, where
// functions have budgets: the first run may be short.
void shortenFirstRun(ProcessLimits &first, const BaselineFacts &baseline, bool isCounted);

// The same with `factor` times the CPU, idle and wall time.
ProcessLimits withMoreTime(ProcessLimits limits, int factor);

} // namespace allele
