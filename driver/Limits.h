// The bounds of a mutant's run, derived from runs without a mutant.
#pragma once

#include "Process.h"

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

// The same with `factor` times the CPU, idle and wall time.
ProcessLimits withMoreTime(ProcessLimits limits, int factor);

// "512M", "2G", "1048576" to bytes; nullopt for anything else. Suffixes K, M, G, T are powers of 1024.
std::optional<std::uint64_t> parseBytes(const std::string &text);

} // namespace allele
