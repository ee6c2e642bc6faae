// Starts one command under limits, watches it, and leaves nothing of it behind.
//
// Used by the engine for baselines, recordings and mutant runs. Knows nothing of mutants.
#pragma once

#include "ForkServer.h"
#include "Overlay.h"
#include "Result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Bounds on one command and everything it starts. 0 means no bound. Those that are sampled (CPU time, idle time,
// resident memory, processes, scratch) are looked at every 2 to 100 ms, only while `ProcessRunner::wait` runs.
struct ProcessLimits {
  std::chrono::milliseconds wallTime{0};
  // User + system of all processes together: sampled. Behind it, in case nobody looks, RLIMIT_CPU for each by itself.
  std::chrono::milliseconds cpuTime{0};
  // The same of the first process alone, of a fork whose functions don't all count (ForkServer::countsAll).
  std::chrono::milliseconds uncountedCpuTime{0};
  // Without a break, in which the processes used less than a clock tick of CPU time and each thread was found waiting:
  // for a lock, a timer, input, another process. One that waits for a CPU or for the disk isn't idle, so load on the
  // machine doesn't count as idleness.
  // A single process that waits for itself for ever is found out much sooner (Deadlock.h), and ends as kDeadlock.
  std::chrono::milliseconds idleTime{0};
  std::uint64_t memoryBytes = 0;   // address space of any single process, RLIMIT_AS; and resident memory of the group
  std::uint64_t fileSizeBytes = 0; // RLIMIT_FSIZE
  std::uint64_t scratchBytes = 0;  // what may stand on disk in the scratch directory and the working directory's copy
  std::uint64_t processes = 0;     // processes of the group, dead ones that it has not waited for included
  std::uint64_t outputBytes = 1 << 20; // kept of standard output and error (head and tail); the rest is dropped
  std::uint64_t outputLimitBytes = 0;  // printed in all before the command is ended
  bool addressSpaceLimit = true; // false: no RLIMIT_AS, for programs under ASan, TSan, MSan: they reserve terabytes
};

struct ProcessSpec {
  // command[0] is looked up in the command's PATH when it has no slash. Otherwise it is relative to workingDirectory.
  std::vector<std::string> command;
  std::vector<std::string> environment;      // NAME=VALUE added to, or replacing, those of the driver
  std::vector<std::string> unsetEnvironment; // names; taken out of the driver's before `environment` is added
  std::filesystem::path workingDirectory;    // empty: the driver's
  std::filesystem::path scratchDirectory;    // TMPDIR, TMP and TEMP of the command; exists, belongs to this run alone
  std::optional<Overlay> overlay;            // what is written to it counts for scratchBytes
  ProcessLimits limits;
  bool randomAddresses = false;     // false: the same each time, as far as the system allows
  bool ownWorkingDirectory = false; // workingDirectory is a copy made for this run, and counts for scratchBytes
};

// Which bound ended the command. A bound that makes a system call fail (RLIMIT_AS, or RLIMIT_FSIZE with SIGXFSZ
// ignored) is not seen here: the command goes on, and what it does is its own result. The same holds when RLIMIT_FSIZE
// ends another process than the first.
enum class LimitHit {
  kNone,
  kWallTime,
  kCpuTime,
  kIdleTime,
  kDeadlock,
  kMemory,
  kFileSize,
  kScratch,
  kProcesses,
  kOutput
};

struct ProcessResult {
  std::optional<int> exitCode;      // when it exited
  std::optional<int> signal;        // when a signal ended it, also the signals that the runner sent for a limit
  LimitHit limit = LimitHit::kNone; // kOutput also when it exited before the excess was read: no matter of luck
  std::string output;               // standard output and error interleaved, as bytes; cut in the middle with a line
                                    // that says how much was left out
  std::uint64_t outputBytes = 0;    // printed in all
  std::chrono::microseconds wallTime{0}; // until the first process ended
  std::chrono::microseconds cpuTime{0};  // user + system of the group, as far as it was reaped
  // Largest resident memory of one process, or of the group in a sample. Never below the driver's own at the start: the
  // kernel counts the moment before the program is loaded.
  std::uint64_t peakMemoryBytes = 0;
  unsigned orphansKilled = 0;  // processes of the command that lived on behind it
  std::optional<ForkEnd> fork; // of a run that a fork server made
  unsigned armedSites = 0;     // the same: sites of the mutant in the objects that the server knows
  bool serverLost = false;     // the same: the server ended first, and nothing is known of the run
};

// A run that a fork server is to make.
struct ForkRequest {
  std::uint32_t test = 0; // as defined
  AlleleServerMode mode = ALLELE_SERVER_PLAIN;
  std::uint64_t mutant = 0;
};

// Runs several commands at once in one poll loop. Not thread-safe: one runner, one thread, which has to live as long as
// its commands (they are killed with it). The process becomes a child subreaper and gets SIGCHLD's default action.
//
// Every command gets its own session and process group, /dev/null as standard input, one pipe for standard output and
// error, and no other descriptor. Descendants that leave the session (setsid, double fork) are found again, since the
// driver is a child subreaper and each command carries ALLELE_RUN=<pid of the driver>.<number> (behind an inherited
// value and '/', when a driver runs in a driver). When a command's first process ends, whatever is left of its
// descendants is killed by SIGKILL. One that hid its environment as well lives until no other command runs that could
// have started it. The destructor leaves none behind. If the driver itself is killed, the first process of each command
// is killed by the kernel (PR_SET_PDEATHSIG), its descendants are not. One runner in a process at a time. Needs /proc.
class ProcessRunner {
public:
  ProcessRunner();
  ~ProcessRunner(); // kills and reaps what is still running
  ProcessRunner(const ProcessRunner &) = delete;
  ProcessRunner &operator=(const ProcessRunner &) = delete;

  // Starts a command; the returned number names it in `wait`. Errors: the program can't be started (not found, no
  // permission, not an executable format), the working directory doesn't exist, the system has no resources left.
  Result<std::uint64_t> start(const ProcessSpec &spec);

  // Starts the command with the fork server's `library` preloaded, and waits until it stands before its main(). It has
  // no limits, and is returned by `wait` only if it ends by itself. Errors: as start; it ended before, or took longer
  // than `patience`; it isn't dynamically linked, and ran.
  Result<std::uint64_t> startServer(const ProcessSpec &spec, const std::filesystem::path &library,
                                    std::chrono::milliseconds patience);
  // nullptr: it has ended.
  ForkServer *server(std::uint64_t id);
  // Starts a run; the server makes one at a time. Of `spec` limits and directories count, which has to be one that the
  // server was started with but for limits. Errors: the server has ended, or can't fork.
  Result<std::uint64_t> startFork(std::uint64_t server, const ForkRequest &request, const ProcessSpec &spec);

  // Ends a command, as if it had run into a limit; `wait` returns it.
  void stop(std::uint64_t id);

  struct Finished {
    std::uint64_t id;
    ProcessResult result;
  };
  // Blocks until a command ends or `timeout` passes (then nullopt). Returns at once with nullopt when nothing runs or
  // `interrupt` was called. Limits are enforced and output is read in here only: call it again soon.
  std::optional<Finished> wait(std::chrono::milliseconds timeout);

  // Started and not yet returned by `wait`.
  std::size_t running() const;
  // Kills all that runs. Their results are not reported.
  void killAll();
  // Makes the `wait` that runs, or else the next one, return nullopt, once. May be called from a signal handler and
  // from another thread.
  void interrupt();

private:
  struct Impl;
  Impl *impl;
};

} // namespace allele
