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

std::chrono::milliseconds scaled(std::chrono::microseconds measured, const LimitSettings &settings) {
  const double milliseconds = static_cast<double>(measured.count()) / 1000.0 * settings.timeoutFactor;
  return std::max(settings.timeoutFloor, std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(milliseconds))));
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

ProcessLimits withMoreTime(ProcessLimits limits, int factor) {
  limits.wallTime *= factor;
  limits.cpuTime *= factor;
  limits.idleTime *= factor;
  return limits;
}

} // namespace allele
