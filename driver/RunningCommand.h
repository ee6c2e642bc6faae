// One command that ProcessRunner runs: what is known of it, its samples, and the result that grows.
#pragma once

#include "Descriptor.h"
#include "OutputBuffer.h"
#include "Process.h"
#include "ProcessTree.h"
#include "Spawn.h"

#include <memory>
#include <set>
#include <sys/resource.h>
#include <utility>

namespace allele {

std::vector<SpawnRequest::Limit> resourceLimits(const ProcessLimits &limits);

struct RunningCommand {
  using Clock = std::chrono::steady_clock;

  RunningCommand(const ProcessSpec &spec, std::uint64_t number, std::string mark);

  // Looks at the living processes of the command and plans the next look: soon, when they get more, or when one is near
  // its limit.
  LimitHit sample(const std::vector<ProcessStat> &members, Clock::time_point now);
  // Idle for long enough that a look at what its threads wait for pays.
  bool mayBeDeadlocked() const;
  LimitHit sampleDisk(Clock::time_point now);
  // The first process was reaped.
  void firstEnded(int status, const rusage &usage, Clock::time_point now);
  void addUsage(const rusage &usage);
  // Notes a living process that is about to be killed; each counts once as an orphan, when the command itself came to
  // an end of its own accord.
  void claim(const ProcessStat &process);
  // Whether it was claimed, or the last sample saw it below the first process.
  bool knows(const ProcessStat &process) const;
  // Nothing is left: fills the rest of the result in.
  void finish();

  const std::uint64_t number;
  const std::string mark; // in ALLELE_RUN
  const ProcessLimits limits;
  const std::vector<std::filesystem::path> ownDirectories; // count for scratchBytes
  const Clock::time_point started;
  const std::uint64_t startTicks; // as ProcessStat has it; no process of the command is older

  pid_t first = 0;
  Descriptor pidfd;                  // until the first process is reaped; none in a child of a fork server
  RunningCommand *server = nullptr;  // whose child the first process is
  std::unique_ptr<ForkServer> forks; // of a command that is a fork server itself
  Descriptor output;                 // until all have closed the other end
  ino_t outputInode = 0;             // of the pipe
  enum class Stage { kRunning, kEnding, kDone } stage = Stage::kRunning;
  bool firstReaped = false;
  bool killedByRunner = false;
  Clock::time_point endingSince;
  Clock::time_point nextSample;
  Clock::time_point nextDiskSample;
  OutputBuffer buffer;
  ProcessResult result;

private:
  bool isOverUncounted(Clock::time_point now);
  bool isIdle(const std::vector<ProcessStat> &members, std::uint64_t cpuTicks, Clock::time_point now);

  using Identity = std::pair<pid_t, std::uint64_t>; // pid, startTicks

  Clock::duration sampleInterval;
  std::size_t lastCount = 0;
  std::uint64_t lastCpuTicks = 0;
  Clock::time_point lastSample;
  Clock::duration idleFor{0}; // as the samples have it
  std::set<Identity> sampled;
  std::set<Identity> claimed;
};

} // namespace allele
