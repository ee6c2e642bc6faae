#include "RunningCommand.h"

#include "Isolation.h"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <sys/wait.h>
#include <unistd.h>

namespace allele {
namespace {

constexpr auto kFirstSample = std::chrono::milliseconds(20);
constexpr auto kLongestInterval = std::chrono::milliseconds(100);
constexpr auto kShortInterval = std::chrono::milliseconds(10);
constexpr auto kShortestInterval = std::chrono::milliseconds(2);
constexpr auto kQuiet = std::chrono::milliseconds(10);
constexpr int kDiskShare = 20; // at most this part of the time goes into walks over directories
constexpr std::size_t kFewProcesses = 4;

std::uint64_t ticksPerSecond() {
  static const auto ticks = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
  return ticks;
}

std::uint64_t ticksSinceBoot() {
  timespec now = {};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * ticksPerSecond() +
         static_cast<std::uint64_t>(now.tv_nsec) * ticksPerSecond() / 1'000'000'000;
}

std::vector<std::filesystem::path> ownDirectoriesOf(const ProcessSpec &spec) {
  std::vector<std::filesystem::path> directories;
  if (!spec.scratchDirectory.empty())
    directories.push_back(spec.scratchDirectory);
  if (spec.ownWorkingDirectory && !spec.workingDirectory.empty())
    directories.push_back(spec.workingDirectory);
  if (spec.overlay)
    directories.push_back(spec.overlay->upper);
  return directories;
}

std::chrono::microseconds duration(const timeval &time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

} // namespace

std::vector<SpawnRequest::Limit> resourceLimits(const ProcessLimits &limits) {
  // RLIMIT_NPROC is not among them: it counts all processes of the user, so a verdict would depend on what else runs.
  std::vector<SpawnRequest::Limit> result{{RLIMIT_CORE, {0, 0}}};
  if (limits.cpuTime.count() > 0) {
    const auto seconds = static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(limits.cpuTime).count());
    result.push_back({RLIMIT_CPU, {seconds + 1, seconds + 2}});
  }
  if (limits.fileSizeBytes != 0)
    result.push_back({RLIMIT_FSIZE, {limits.fileSizeBytes, limits.fileSizeBytes}});
  if (limits.memoryBytes != 0 && limits.addressSpaceLimit)
    result.push_back({RLIMIT_AS, {limits.memoryBytes, limits.memoryBytes}});
  return result;
}

RunningCommand::RunningCommand(const ProcessSpec &spec, std::uint64_t number, std::string mark)
    : number(number), mark(std::move(mark)), limits(spec.limits), ownDirectories(ownDirectoriesOf(spec)),
      started(Clock::now()), startTicks(ticksSinceBoot()), nextSample(Clock::time_point::max()),
      nextDiskSample(Clock::time_point::max()), buffer(spec.limits.outputBytes), sampleInterval(kFirstSample),
      lastSample(started) {
  if (limits.uncountedCpuTime.count() != 0)
    sampleInterval = std::min<Clock::duration>(sampleInterval, limits.uncountedCpuTime);
  if (limits.processes != 0 || limits.memoryBytes != 0 || limits.cpuTime.count() != 0 || limits.idleTime.count() != 0)
    nextSample = started + sampleInterval;
  if (limits.scratchBytes != 0 && !ownDirectories.empty())
    nextDiskSample = started + kLongestInterval;
}

LimitHit RunningCommand::sample(const std::vector<ProcessStat> &members, Clock::time_point now) {
  std::uint64_t resident = 0;
  std::size_t count = 0;
  std::uint64_t cpuTicks = 0;
  sampled.clear();
  for (const ProcessStat &member : members) {
    sampled.emplace(member.pid, member.startTicks);
    cpuTicks += member.cpuTicks; // also of the dead that nobody has waited for
    if (!member.alive())
      continue;
    ++count;
    resident += member.residentBytes;
  }
  // Processes that forked share pages, and each counts them all.
  if (limits.memoryBytes != 0 && resident > limits.memoryBytes && count > 1) {
    resident = 0;
    for (const ProcessStat &member : members)
      resident += proportionalMemory(member.pid);
  }
  result.peakMemoryBytes = std::max(result.peakMemoryBytes, resident);

  sampleInterval = std::min<Clock::duration>(2 * sampleInterval, kLongestInterval);
  if (limits.memoryBytes != 0 && resident > limits.memoryBytes / 2)
    sampleInterval = std::min<Clock::duration>(sampleInterval, kShortInterval);
  if (count >= 2 * std::max(lastCount, kFewProcesses))
    sampleInterval = kShortestInterval;
  lastCount = count;
  nextSample = now + sampleInterval;

  if (limits.processes != 0 && members.size() > limits.processes)
    return LimitHit::kProcesses;
  if (limits.memoryBytes != 0 && resident > limits.memoryBytes)
    return LimitHit::kMemory;
  if (limits.cpuTime.count() != 0 &&
      cpuTicks * 1000 >= static_cast<std::uint64_t>(limits.cpuTime.count()) * ticksPerSecond())
    return LimitHit::kCpuTime;
  if (isOverUncounted(now))
    return LimitHit::kCpuTime;
  return isIdle(members, cpuTicks, now) ? LimitHit::kIdleTime : LimitHit::kNone;
}

// The clock is exact, where ticks are coarser than the limit. It isn't the one of a process that has taken the number
// over: the server keeps it.
bool RunningCommand::isOverUncounted(Clock::time_point now) {
  clockid_t clock = 0;
  timespec used = {};
  if (limits.uncountedCpuTime.count() == 0 || server == nullptr || server->forks->countsAll() ||
      clock_getcpuclockid(first, &clock) != 0 || clock_gettime(clock, &used) != 0)
    return false;
  const auto left = std::chrono::nanoseconds(limits.uncountedCpuTime) - std::chrono::seconds(used.tv_sec) -
                    std::chrono::nanoseconds(used.tv_nsec);
  nextSample = std::min(nextSample, now + std::max<Clock::duration>(left, kShortestInterval));
  return left.count() <= 0;
}

bool RunningCommand::isIdle(const std::vector<ProcessStat> &members, std::uint64_t cpuTicks, Clock::time_point now) {
  if (limits.idleTime.count() == 0)
    return false;
  if (cpuTicks == lastCpuTicks && std::all_of(members.begin(), members.end(), isBlocked))
    // When the driver itself had to wait for a CPU, nobody knows what happened since the last sample.
    idleFor += std::min<Clock::duration>(now - lastSample, kLongestInterval);
  else
    idleFor = Clock::duration(0);
  lastCpuTicks = cpuTicks;
  lastSample = now;
  return idleFor >= limits.idleTime;
}

bool RunningCommand::mayBeDeadlocked() const {
  return idleFor >= kQuiet;
}

LimitHit RunningCommand::sampleDisk(Clock::time_point now) {
  std::uint64_t bytes = 0;
  for (const auto &directory : ownDirectories)
    bytes += bytesOnDisk(directory);
  nextDiskSample = now + std::max<Clock::duration>(kLongestInterval, kDiskShare * (Clock::now() - now));
  return bytes > limits.scratchBytes ? LimitHit::kScratch : LimitHit::kNone;
}

void RunningCommand::firstEnded(int status, const rusage &usage, Clock::time_point now) {
  firstReaped = true;
  pidfd.close();
  result.wallTime = std::chrono::duration_cast<std::chrono::microseconds>(now - started);
  addUsage(usage);
  if (WIFEXITED(status))
    result.exitCode = WEXITSTATUS(status);
  else
    result.signal = WTERMSIG(status);

  if (killedByRunner) {
    // It came to its own end before the signal did.
    if (result.signal != SIGKILL)
      result.limit = LimitHit::kNone;
  } else if (limits.fileSizeBytes != 0 && result.signal == SIGXFSZ) {
    result.limit = LimitHit::kFileSize;
  } else if (limits.cpuTime.count() != 0 &&
             (result.signal == SIGXCPU || (result.signal == SIGKILL && result.cpuTime >= limits.cpuTime))) {
    result.limit = LimitHit::kCpuTime;
  }
}

void RunningCommand::addUsage(const rusage &usage) {
  result.cpuTime += duration(usage.ru_utime) + duration(usage.ru_stime);
  result.peakMemoryBytes = std::max(result.peakMemoryBytes, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024);
}

void RunningCommand::claim(const ProcessStat &process) {
  if (claimed.emplace(process.pid, process.startTicks).second && !killedByRunner)
    ++result.orphansKilled;
}

bool RunningCommand::knows(const ProcessStat &process) const {
  const Identity identity(process.pid, process.startTicks);
  return claimed.count(identity) != 0 || sampled.count(identity) != 0;
}

void RunningCommand::finish() {
  stage = Stage::kDone;
  if (!firstReaped)
    result.signal = SIGKILL; // sent, and the kernel has not carried it out yet
  output.close();
  result.outputBytes = buffer.total();
  if (limits.outputLimitBytes != 0 && result.outputBytes > limits.outputLimitBytes)
    result.limit = LimitHit::kOutput;
  result.output = buffer.take();
}

} // namespace allele
