// Starts one command under limits, watches it, and leaves nothing of it behind.
//
// Used by the engine for baselines, recordings and mutant runs. Knows nothing of mutants.
#pragma once

#include "Result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Bounds on one command and everything it starts. 0 means no bound.
struct ProcessLimits {
  std::chrono::milliseconds wallTime{0};
  std::chrono::seconds cpuTime{0};     // of any single process, RLIMIT_CPU
  std::uint64_t memoryBytes = 0;       // address space of any single process, RLIMIT_AS; and resident memory of the group
  std::uint64_t fileSizeBytes = 0;     // RLIMIT_FSIZE
  std::uint64_t scratchBytes = 0;      // what may stand in the scratch directory and the working directory's copy
  std::uint64_t processes = 0;         // living processes of the group
  std::uint64_t outputBytes = 1 << 20; // kept of standard output and error together (head and tail); the rest is read and dropped
  std::uint64_t outputLimitBytes = 0;  // printed in all before the command is ended
};

struct ProcessSpec {
  std::vector<std::string> command;       // command[0] is looked up in PATH when it has no slash
  std::vector<std::string> environment;   // NAME=VALUE added to, or replacing, those of the driver
  std::vector<std::string> unsetEnvironment;
  std::filesystem::path workingDirectory; // empty: the driver's
  std::filesystem::path scratchDirectory; // TMPDIR, TMP and TEMP of the command; exists, belongs to this run alone
  ProcessLimits limits;
};

// Which bound ended the command.
enum class LimitHit { kNone, kWallTime, kCpuTime, kMemory, kFileSize, kScratch, kProcesses, kOutput };

struct ProcessResult {
  std::optional<int> exitCode;    // when it exited
  std::optional<int> signal;      // when a signal ended it, also the signals that the runner sent for a limit
  LimitHit limit = LimitHit::kNone;
  std::string output;             // standard output and error interleaved; cut in the middle with a line that says how much
  std::uint64_t outputBytes = 0;  // printed in all
  std::chrono::microseconds wallTime{0};
  std::chrono::microseconds cpuTime{0}; // user + system of the group, as far as it was reaped
  std::uint64_t peakMemoryBytes = 0;
  unsigned orphansKilled = 0;     // processes of the command that lived on behind it
};

// Runs several commands at once in one poll loop. Not thread-safe: one runner, one thread.
//
// Every command gets its own session and process group. Descendants that leave it (setsid, double fork) are found again, since the driver
// is a child subreaper and each command carries a unique environment variable. When a command's first process ends, whatever is left of
// its descendants is killed by SIGKILL. `destroy` or a signal to the driver leaves none behind.
class ProcessRunner {
public:
  ProcessRunner();
  ~ProcessRunner(); // kills and reaps what is still running
  ProcessRunner(const ProcessRunner &) = delete;
  ProcessRunner &operator=(const ProcessRunner &) = delete;

  // Starts a command; the returned number names it in `wait`. Errors: the program can't be started (not found, no permission, not an
  // executable format), the working directory doesn't exist.
  Result<std::uint64_t> start(const ProcessSpec &spec);

  struct Finished {
    std::uint64_t id;
    ProcessResult result;
  };
  // Blocks until a command ends or `timeout` passes (then nullopt). Returns at once with nullopt when nothing runs or `interrupt` was called.
  std::optional<Finished> wait(std::chrono::milliseconds timeout);

  std::size_t running() const;
  // Kills all that runs. Their results are not reported.
  void killAll();

private:
  struct Impl;
  Impl *impl;
};

} // namespace allele
