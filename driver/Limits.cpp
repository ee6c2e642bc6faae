#include "Limits.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace allele {
namespace {

constexpr std::uint64_t kMemoryFloor = std::uint64_t{1} << 30;
constexpr std::uint64_t kMemoryFactor = 4;
constexpr std::uint64_t kOutputFactor = 10;
constexpr std::uint64_t kOutputKept = std::uint64_t{1} << 20;
constexpr std::chrono::milliseconds kWallFloor{10'000};
constexpr int kWallFactor = 5; // so many times slower may the machine be before its load shows

// CPU time of a first run whose functions have budgets, until all of them count. What goes on beyond it may be in a
// loop that isn't counted: it is repeated, counting in all functions from the beginning.
constexpr std::chrono::milliseconds kShortRun{15};
constexpr int kShortRunFactor = 3;
// Of a run that counts, from the beginning or since it became suspicious: what hangs without an end in sight by then
// does little between two counts.
constexpr std::chrono::milliseconds kCountedRun{500};
constexpr int kCountedRunFactor = 4; // times what the user allows
// The last repetition may take this much longer than one that isn't counted: only what no count sees gets that far.
constexpr int kCountedFactor = 3;
// Idle time of a first run.
constexpr std::chrono::milliseconds kShortIdle{250};
constexpr int kShortIdleFactor = 6;

std::chrono::milliseconds scaled(std::chrono::microseconds measured, const LimitSettings &settings) {
  const double milliseconds = static_cast<double>(measured.count()) / 1000.0 * settings.timeoutFactor;
  return std::max(settings.timeoutFloor, std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(milliseconds))));
}

std::chrono::milliseconds multiple(std::chrono::microseconds measured, double factor, std::chrono::milliseconds least) {
  return std::max(least, std::chrono::ceil<std::chrono::milliseconds>(
                             factor * std::chrono::duration<double, std::micro>(measured)));
}

} // namespace

void BaselineFacts::add(const ProcessResult &result) {
  ++runs;
  wallTime = std::max(wallTime, result.wallTime);
  cpuTime = std::max(cpuTime, result.cpuTime);
  peakMemoryBytes = std::max(peakMemoryBytes, result.peakMemoryBytes);
  outputBytes = std::max(outputBytes, result.outputBytes);
}

ProcessLimits limitsFor(const BaselineFacts &baseline, const LimitSettings &settings, bool sanitized) {
  ProcessLimits limits;
  limits.cpuTime = scaled(baseline.cpuTime, settings);
  limits.idleTime = scaled(baseline.wallTime, settings);
  limits.wallTime = std::max({kWallFloor, kWallFactor * limits.cpuTime, kWallFactor * limits.idleTime});
  if (!sanitized)
    limits.memoryBytes =
        settings.memoryBytes.value_or(std::max(kMemoryFloor, kMemoryFactor * baseline.peakMemoryBytes));
  limits.fileSizeBytes = settings.diskBytes;
  limits.scratchBytes = settings.diskBytes;
  limits.processes = settings.processes;
  limits.outputBytes = kOutputKept;
  limits.outputLimitBytes =
      settings.outputBytes == 0 ? 0 : std::max(settings.outputBytes, kOutputFactor * baseline.outputBytes);
  return limits;
}

ProcessLimits limitsToDecide(const ProcessLimits &first, const BaselineFacts &baseline, const LimitSettings &settings,
                             int slower) {
  LimitSettings generous = settings;
  generous.timeoutFactor *= kDecisionFactor;
  ProcessLimits limits = first;
  limits.idleTime = std::max(first.idleTime, scaled(baseline.wallTime, generous));
  generous.timeoutFactor *= slower;
  generous.timeoutFloor *= kDecisionFloorFactor;
  limits.cpuTime = std::max(first.cpuTime, scaled(baseline.cpuTime, generous));
  limits.wallTime *= kDecisionFactor;
  limits.wallTime *= slower;
  return limits;
}

void setRepetitions(TestLimits &limits, const BaselineFacts &baseline, const LimitSettings &settings, bool isCounted) {
  limits.decide = limitsToDecide(limits.first, baseline, settings, isCounted ? kCountedFactor : 1);
  limits.counted = limits.first;
  if (isCounted)
    limits.counted.cpuTime = limits.first.cpuTime = std::min(
        limits.decide.cpuTime, multiple(baseline.cpuTime, kCountedRunFactor * settings.timeoutFactor, kCountedRun));
  limits.decide.uncountedCpuTime = limits.counted.uncountedCpuTime = std::chrono::milliseconds(0);
}

void shortenFirstRun(ProcessLimits &first, const BaselineFacts &baseline, bool isCounted) {
  first.idleTime = std::min(first.idleTime, multiple(baseline.wallTime, kShortIdleFactor, kShortIdle));
  if (isCounted)
    first.uncountedCpuTime = std::min(first.cpuTime, multiple(baseline.cpuTime, kShortRunFactor, kShortRun));
}

ProcessLimits withMoreTime(ProcessLimits limits, int factor) {
  limits.wallTime *= factor;
  limits.cpuTime *= factor;
  limits.idleTime *= factor;
  return limits;
}

} // namespace allele
