#include "Process.h"

#include "Descriptor.h"
#include "Isolation.h"
#include "ProcessTree.h"
#include "RunningCommand.h"
#include "Spawn.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>

namespace allele {
namespace {

using Clock = RunningCommand::Clock;

constexpr const char *kRunVariable = "ALLELE_RUN";
constexpr auto kSweepPause = std::chrono::milliseconds(1);
// A process in uninterruptible sleep, or one that belongs to another user, can't be ended: it must not hold up the
// rest.
constexpr auto kSweepPatience = std::chrono::seconds(10);
constexpr std::size_t kManyProcesses = 32;
constexpr int kSweepRounds = 50;
constexpr std::size_t kReadBytes = 65536;
constexpr int kReadsInARow = 16; // so that a command that prints without end can't starve the others

// Numbers are unique in the process, not in a runner: ALLELE_RUN must never name two commands.
std::uint64_t nextNumber() {
  static std::uint64_t last = 0;
  return ++last;
}

// A fork bomb in many sessions would get nearly all CPU time while it is being swept up. Needs privileges; without them
// sweeping is slower.
class Urgency {
public:
  Urgency() {
    policy = sched_getscheduler(0);
    const sched_param parameters = {1};
    raised = sched_getparam(0, &before) == 0 && sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &parameters) == 0;
  }
  ~Urgency() {
    if (raised)
      sched_setscheduler(0, policy, &before);
  }
  Urgency(const Urgency &) = delete;
  Urgency &operator=(const Urgency &) = delete;

private:
  int policy;
  sched_param before = {};
  bool raised;
};

// Not below 3, where the child's standard descriptors are put.
Descriptor aboveStandard(Descriptor descriptor) {
  if (descriptor.get() > 2 || !descriptor)
    return descriptor;
  return Descriptor(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 3));
}

Error systemError(const std::string &what) {
  return Error{what + ": " + std::system_category().message(errno)};
}

} // namespace

struct ProcessRunner::Impl {
  Spawner spawner;
  Descriptor nullInput;
  Descriptor wakeUp; // eventfd, written by interrupt()
  pid_t self = getpid();
  pid_t ownSession = getsid(0);
  std::vector<std::unique_ptr<RunningCommand>> commands;
  std::vector<char> readBuffer = std::vector<char>(kReadBytes);
  bool claimAll = false; // killAll: processes that may be anybody's are ended with whichever comes first

  Result<std::uint64_t> start(const ProcessSpec &spec);
  std::optional<Finished> wait(std::chrono::milliseconds timeout);
  void killAll();

  bool takeInterrupt();
  void advance(Clock::time_point now);
  void readOutput(RunningCommand &command);
  void checkLimits(RunningCommand &command, Clock::time_point now);
  void end(RunningCommand &command, LimitHit limit);
  void reapFirst(RunningCommand &command);
  bool sweep(RunningCommand &command);
  void complete(RunningCommand &command);
  std::size_t killMembers(RunningCommand &command);
  void reapOrphans();
  bool onlyFirstProcessesLeft() const;
  bool isFirstProcess(pid_t child) const;
  const RunningCommand *ownerOf(const ProcessStat &orphan, const RunningCommand &asking) const;
  std::vector<ProcessStat> membersOf(const RunningCommand &command, std::size_t atMost = SIZE_MAX) const;
  Clock::time_point nextWake(Clock::time_point latest) const;
  void sleepUntil(Clock::time_point wake, Clock::time_point now);
};

Result<std::uint64_t> ProcessRunner::Impl::start(const ProcessSpec &spec) {
  const std::string name = spec.command.empty() ? "command" : spec.command.front();
  const std::uint64_t number = nextNumber();
  auto command = std::make_unique<RunningCommand>(spec, number, std::to_string(self) + "." + std::to_string(number));

  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return Error{systemError(name + ": can't be started: no pipe for its output").message +
                 "; raise the limit on open files (ulimit -n)"};
  command->output = Descriptor(ends[0]);
  const Descriptor writeEnd = aboveStandard(Descriptor(ends[1]));
  fcntl(command->output.get(), F_SETFL, O_NONBLOCK);
  if (!nullInput || !writeEnd)
    return systemError(name + ": can't be started: /dev/null or a pipe can't be opened");

  std::vector<std::string> add = spec.environment;
  if (!spec.scratchDirectory.empty())
    for (const char *variable : {"TMPDIR=", "TMP=", "TEMP="})
      add.push_back(variable + spec.scratchDirectory.string());
  const char *inherited = std::getenv(kRunVariable);
  const bool nested = inherited != nullptr && *inherited != '\0';
  add.push_back(std::string(kRunVariable) + "=" + (nested ? std::string(inherited) + "/" : "") + command->mark);

  SpawnRequest request{spec.command, changedEnvironment(spec.unsetEnvironment, add), spec.workingDirectory,
                       resourceLimits(spec.limits)};
  request.input = nullInput.get();
  request.output = writeEnd.get();
  auto spawned = spawner.spawn(std::move(request));
  if (!spawned)
    return spawned.error();
  command->first = spawned->pid;
  command->pidfd = std::move(spawned->pidfd);
  commands.push_back(std::move(command));
  return number;
}

std::optional<ProcessRunner::Finished> ProcessRunner::Impl::wait(std::chrono::milliseconds timeout) {
  const auto begin = Clock::now();
  // Far enough, and without overflow.
  const auto latest = begin + std::clamp<std::chrono::milliseconds>(timeout, std::chrono::milliseconds(0),
                                                                    std::chrono::hours(24 * 365));
  for (bool polled = false;; polled = true) {
    const auto now = Clock::now();
    if (takeInterrupt())
      return std::nullopt;
    advance(now);
    const auto done = std::find_if(commands.begin(), commands.end(),
                                   [](const auto &command) { return command->stage == RunningCommand::Stage::kDone; });
    if (done != commands.end()) {
      Finished finished{(*done)->number, std::move((*done)->result)};
      commands.erase(done);
      return finished;
    }
    if (commands.empty() || (polled && now >= latest))
      return std::nullopt;
    sleepUntil(nextWake(latest), now);
  }
}

void ProcessRunner::Impl::killAll() {
  claimAll = true;
  for (const auto &command : commands)
    if (command->stage == RunningCommand::Stage::kRunning)
      end(*command, LimitHit::kNone);
  const auto isDone = [](const auto &command) { return command->stage == RunningCommand::Stage::kDone; };
  while (true) {
    const auto now = Clock::now();
    advance(now);
    if (std::all_of(commands.begin(), commands.end(), isDone))
      break;
    sleepUntil(nextWake(now + kSweepPause), now);
  }
  commands.clear();
  claimAll = false;
}

bool ProcessRunner::Impl::takeInterrupt() {
  std::uint64_t count = 0;
  return read(wakeUp.get(), &count, sizeof count) == sizeof count;
}

void ProcessRunner::Impl::advance(Clock::time_point now) {
  for (const auto &command : commands) {
    if (command->stage == RunningCommand::Stage::kDone)
      continue;
    readOutput(*command);
    if (!command->firstReaped)
      reapFirst(*command);
    if (command->stage == RunningCommand::Stage::kRunning)
      checkLimits(*command, now);
    if (command->stage == RunningCommand::Stage::kEnding &&
        (sweep(*command) || now > command->endingSince + kSweepPatience))
      complete(*command);
  }
}

void ProcessRunner::Impl::readOutput(RunningCommand &command) {
  for (int i = 0; command.output && i < kReadsInARow; ++i) {
    const ssize_t count = read(command.output.get(), readBuffer.data(), readBuffer.size());
    if (count > 0)
      command.buffer.append({readBuffer.data(), static_cast<std::size_t>(count)});
    else if (count == 0)
      command.output.close();
    else if (errno != EINTR)
      return;
  }
}

void ProcessRunner::Impl::checkLimits(RunningCommand &command, Clock::time_point now) {
  const ProcessLimits &limits = command.limits;
  if (limits.outputLimitBytes != 0 && command.buffer.total() > limits.outputLimitBytes)
    return end(command, LimitHit::kOutput);
  if (limits.wallTime.count() != 0 && now >= command.started + limits.wallTime)
    return end(command, LimitHit::kWallTime);
  // A fork bomb grows while it is looked at: one process too many is enough.
  const std::size_t enough = limits.processes != 0 ? limits.processes + 1 : SIZE_MAX;
  if (now >= command.nextSample)
    if (const LimitHit hit = command.sample(membersOf(command, enough), now); hit != LimitHit::kNone)
      return end(command, hit);
  if (now >= command.nextDiskSample)
    if (const LimitHit hit = command.sampleDisk(now); hit != LimitHit::kNone)
      return end(command, hit);
}

// For a limit, or since nobody waits for the command any more.
void ProcessRunner::Impl::end(RunningCommand &command, LimitHit limit) {
  command.stage = RunningCommand::Stage::kEnding;
  command.endingSince = Clock::now();
  command.killedByRunner = true;
  command.result.limit = limit;
  // One call for the whole group: no fork of a member comes between. The first process is not reaped yet, so the number
  // can't name another group.
  kill(-command.first, SIGKILL);
}

void ProcessRunner::Impl::reapFirst(RunningCommand &command) {
  int status = 0;
  rusage usage = {};
  if (wait4(command.first, &status, WNOHANG, &usage) != command.first)
    return;
  command.firstEnded(status, usage, Clock::now());
  if (command.stage == RunningCommand::Stage::kRunning) {
    command.stage = RunningCommand::Stage::kEnding;
    command.endingSince = Clock::now();
  }
}

// True: of the command nothing is left.
bool ProcessRunner::Impl::sweep(RunningCommand &command) {
  if (command.firstReaped && onlyFirstProcessesLeft())
    return true;
  std::size_t left = killMembers(command);
  if (left <= kManyProcesses)
    return left == 0 && command.firstReaped;
  const Urgency urgency;
  for (int round = 0; round < kSweepRounds && left > 0; ++round)
    left = killMembers(command);
  return left == 0 && command.firstReaped;
}

// Kills the command's living processes; returns how many there are, also dead ones that nobody has reaped.
std::size_t ProcessRunner::Impl::killMembers(RunningCommand &command) {
  reapOrphans();
  const auto members = membersOf(command);
  for (const ProcessStat &member : members) {
    if (member.pid == command.first || !member.alive())
      continue;
    command.claim(member);
    kill(member.pid, SIGKILL);
    if (member.group > 1)           // 0 and 1 would name the driver's own group and all processes
      kill(-member.group, SIGKILL); // no fork of the group's members comes between
  }
  return members.size();
}

// Dead ones have no environment any more, so not each finds its owner.
void ProcessRunner::Impl::reapOrphans() {
  for (const pid_t child : childrenOf(self)) {
    const auto orphan = isFirstProcess(child) ? std::nullopt : readProcess(child);
    if (!orphan || orphan->alive() || orphan->session == ownSession)
      continue;
    int status = 0;
    rusage usage = {};
    if (wait4(child, &status, WNOHANG, &usage) != child)
      continue;
    for (const auto &command : commands)
      if (orphan->session == command->first || command->knows(*orphan))
        command->addUsage(usage);
  }
}

void ProcessRunner::Impl::complete(RunningCommand &command) {
  // All that could write is gone, so the rest of the output is in the pipe. If something unkillable holds it open, the
  // last read says that nothing is there.
  for (std::uint64_t before = ~0ULL; command.output && before != command.buffer.total();) {
    before = command.buffer.total();
    readOutput(command);
  }
  command.finish();
}

// The usual case, told without a look at other processes: an orphan of any command would be a child of the driver.
bool ProcessRunner::Impl::onlyFirstProcessesLeft() const {
  siginfo_t info;
  if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD)
    return true;
  const auto children = childrenOf(self);
  return std::all_of(children.begin(), children.end(), [this](pid_t child) { return isFirstProcess(child); });
}

bool ProcessRunner::Impl::isFirstProcess(pid_t child) const {
  return std::any_of(commands.begin(), commands.end(),
                     [child](const auto &command) { return command->first == child && !command->firstReaped; });
}

// Whose is a child of the driver that no `start` made? nullptr: not known yet, or not a command's.
const RunningCommand *ProcessRunner::Impl::ownerOf(const ProcessStat &orphan, const RunningCommand &asking) const {
  // Whatever a command starts can't come back into the driver's session. This is a child of the driver's own.
  if (orphan.session == ownSession)
    return nullptr;
  for (const auto &command : commands)
    if (orphan.session == command->first || command->knows(orphan))
      return command.get();
  const std::string marks = environmentOf(orphan.pid, kRunVariable) + "/";
  for (const auto &command : commands)
    if (("/" + marks).find("/" + command->mark + "/") != std::string::npos)
      return command.get();
  // It hid its environment and its session. It is older than all others that run: it can only be the asking one's.
  const bool foreign = std::any_of(commands.begin(), commands.end(), [&](const auto &command) {
    const bool maybe = claimAll ? false : command->stage == RunningCommand::Stage::kRunning;
    return maybe && command.get() != &asking && orphan.startTicks >= command->startTicks;
  });
  return foreign ? nullptr : &asking;
}

std::vector<ProcessStat> ProcessRunner::Impl::membersOf(const RunningCommand &command, std::size_t atMost) const {
  std::vector<ProcessStat> members;
  if (!command.firstReaped)
    members = treeOf(command.first, atMost);
  for (const pid_t child : childrenOf(self)) {
    if (members.size() >= atMost)
      break;
    const auto orphan = isFirstProcess(child) ? std::nullopt : readProcess(child);
    if (!orphan || ownerOf(*orphan, command) != &command)
      continue;
    const auto tree = treeOf(child, atMost - members.size());
    members.insert(members.end(), tree.begin(), tree.end());
  }
  return members;
}

Clock::time_point ProcessRunner::Impl::nextWake(Clock::time_point latest) const {
  for (const auto &command : commands) {
    if (command->stage == RunningCommand::Stage::kDone)
      continue;
    if (command->stage == RunningCommand::Stage::kEnding) {
      latest = std::min(latest, Clock::now() + kSweepPause);
      continue;
    }
    latest = std::min({latest, command->nextSample, command->nextDiskSample});
    if (command->limits.wallTime.count() != 0)
      latest = std::min<Clock::time_point>(latest, command->started + command->limits.wallTime);
  }
  return latest;
}

// Until then, or until there is something to do.
void ProcessRunner::Impl::sleepUntil(Clock::time_point wake, Clock::time_point now) {
  std::vector<pollfd> watched{{wakeUp.get(), POLLIN, 0}};
  for (const auto &command : commands) {
    if (command->output)
      watched.push_back({command->output.get(), POLLIN, 0});
    if (!command->firstReaped)
      watched.push_back({command->pidfd.get(), POLLIN, 0});
  }
  const auto pause = std::chrono::nanoseconds(std::max(wake - now, Clock::duration(0)));
  timespec time;
  time.tv_sec = pause.count() / 1'000'000'000;
  time.tv_nsec = pause.count() % 1'000'000'000;
  ppoll(watched.data(), watched.size(), &time, nullptr);
}

ProcessRunner::ProcessRunner() : impl(new Impl) {
  impl->nullInput = aboveStandard(Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)));
  impl->wakeUp = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // With SIGCHLD ignored, as it may be inherited, the kernel throws exit codes away.
  struct sigaction action;
  if (sigaction(SIGCHLD, nullptr, &action) == 0 &&
      (action.sa_handler == SIG_IGN || (action.sa_flags & SA_NOCLDWAIT) != 0)) {
    action.sa_handler = SIG_DFL;
    action.sa_flags = 0;
    sigaction(SIGCHLD, &action, nullptr);
  }
}

ProcessRunner::~ProcessRunner() {
  impl->killAll();
  delete impl;
}

Result<std::uint64_t> ProcessRunner::start(const ProcessSpec &spec) {
  return impl->start(spec);
}

std::optional<ProcessRunner::Finished> ProcessRunner::wait(std::chrono::milliseconds timeout) {
  return impl->wait(timeout);
}

std::size_t ProcessRunner::running() const {
  return impl->commands.size();
}

void ProcessRunner::killAll() {
  impl->killAll();
}

void ProcessRunner::interrupt() {
  const int error = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(impl->wakeUp.get(), &one, sizeof one);
  errno = error;
}

} // namespace allele
