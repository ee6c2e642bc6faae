#include "Process.h"

#include "Deadlock.h"
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
#include <fmt/format.h>
#include <memory>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
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
constexpr auto kServerPause = std::chrono::milliseconds(20);
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
  Result<std::uint64_t> startServer(const ProcessSpec &spec, const std::filesystem::path &library,
                                    std::chrono::milliseconds patience);
  Result<std::uint64_t> startFork(std::uint64_t server, const ForkRequest &request, const ProcessSpec &spec);
  std::optional<Finished> wait(std::chrono::milliseconds timeout);
  void killAll();

  bool takeInterrupt();
  void advance(Clock::time_point now);
  void readOutput(RunningCommand &command);
  void checkLimits(RunningCommand &command, Clock::time_point now);
  void end(RunningCommand &command, LimitHit limit);
  void reapFirst(RunningCommand &command);
  void reapFork(RunningCommand &command);
  RunningCommand *find(std::uint64_t id);
  bool hasForks(const RunningCommand &server) const;
  Result<Descriptor> openPipe(RunningCommand &command, const std::string &name);
  Result<std::uint64_t> spawn(std::unique_ptr<RunningCommand> command, const ProcessSpec &spec, int kept);
  std::unique_ptr<RunningCommand> newCommand(const ProcessSpec &spec);
  bool sweep(RunningCommand &command);
  void complete(RunningCommand &command);
  std::size_t killMembers(RunningCommand &command);
  void reapOrphans();
  bool onlyFirstProcessesLeft() const;
  bool isFirstProcess(pid_t child) const;
  const RunningCommand *ownerOf(const ProcessStat &orphan, const RunningCommand &asking) const;
  std::vector<ProcessStat> membersOf(const RunningCommand &command, std::size_t atMost = SIZE_MAX) const;
  bool isOneProcess(const RunningCommand &command) const;
  Clock::time_point nextWake(Clock::time_point latest) const;
  void sleepUntil(Clock::time_point wake, Clock::time_point now);
};

std::unique_ptr<RunningCommand> ProcessRunner::Impl::newCommand(const ProcessSpec &spec) {
  const std::uint64_t number = nextNumber();
  return std::make_unique<RunningCommand>(spec, number, fmt::format("{}.{:012}", self, number));
}

RunningCommand *ProcessRunner::Impl::find(std::uint64_t id) {
  const auto found =
      std::find_if(commands.begin(), commands.end(), [id](const auto &command) { return command->number == id; });
  return found == commands.end() ? nullptr : found->get();
}

bool ProcessRunner::Impl::hasForks(const RunningCommand &server) const {
  return std::any_of(commands.begin(), commands.end(), [&](const auto &command) { return command->server == &server; });
}

// The command's standard output and error; returns the end that is written to.
Result<Descriptor> ProcessRunner::Impl::openPipe(RunningCommand &command, const std::string &name) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return Error{systemError(name + ": can't be started: no pipe for its output").message +
                 "; raise the limit on open files (ulimit -n)"};
  command.output = Descriptor(ends[0]);
  struct stat status = {};
  command.outputInode = fstat(ends[0], &status) == 0 ? status.st_ino : 0;
  Descriptor writeEnd = aboveStandard(Descriptor(ends[1]));
  fcntl(command.output.get(), F_SETFL, O_NONBLOCK);
  if (!nullInput || !writeEnd)
    return systemError(name + ": can't be started: /dev/null or a pipe can't be opened");
  return writeEnd;
}

Result<std::uint64_t> ProcessRunner::Impl::start(const ProcessSpec &spec) {
  return spawn(newCommand(spec), spec, -1);
}

Result<std::uint64_t> ProcessRunner::Impl::spawn(std::unique_ptr<RunningCommand> command, const ProcessSpec &spec,
                                                 int kept) {
  const auto writeEnd = openPipe(*command, spec.command.empty() ? "command" : spec.command.front());
  if (!writeEnd)
    return writeEnd.error();
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
  request.output = writeEnd->get();
  request.kept = kept;
  request.overlay = spec.overlay ? &*spec.overlay : nullptr;
  request.randomAddresses = spec.randomAddresses;
  auto spawned = spawner.spawn(std::move(request));
  if (!spawned)
    return spawned.error();
  command->first = spawned->pid;
  command->pidfd = std::move(spawned->pidfd);
  commands.push_back(std::move(command));
  return commands.back()->number;
}

Result<std::uint64_t> ProcessRunner::Impl::startServer(const ProcessSpec &spec, const std::filesystem::path &library,
                                                       std::chrono::milliseconds patience) {
  // Above the numbers that programs get for files of their own.
  constexpr int kSocketFrom = 200;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return systemError("no socket for a fork server");
  Descriptor own(ends[0]);
  Descriptor low(ends[1]);
  Descriptor high(fcntl(low.get(), F_DUPFD_CLOEXEC, kSocketFrom));
  const Descriptor &theirs = high ? high : low;
  ProcessSpec serving = spec;
  serving.limits = ProcessLimits();
  const char *preloaded = std::getenv("LD_PRELOAD");
  const bool alsoPreloaded = preloaded != nullptr && *preloaded != '\0';
  serving.environment.push_back("LD_PRELOAD=" + library.string() +
                                (alsoPreloaded ? ":" + std::string(preloaded) : std::string()));
  // What children would look up again and again. The library takes it out of their environment.
  serving.environment.emplace_back("LD_BIND_NOW=1");
  serving.environment.push_back(fmt::format("{}={}", ALLELE_ENV_SERVER_SOCKET, theirs.get()));
  serving.environment.push_back(fmt::format("{}={}", ALLELE_ENV_SERVER, ALLELE_SERVER_NOBODY));
  serving.environment.push_back(fmt::format("{}=", ALLELE_ENV_MUTANT));
  auto made = newCommand(serving);
  made->forks = std::make_unique<ForkServer>(std::move(own));
  const auto id = spawn(std::move(made), serving, theirs.get());
  if (!id)
    return id.error();
  high.close();
  low.close();
  RunningCommand &command = *find(*id);
  const auto latest = Clock::now() + patience;
  while (!command.forks->isReadable() && command.stage == RunningCommand::Stage::kRunning && Clock::now() < latest) {
    sleepUntil(std::min<Clock::time_point>(latest, Clock::now() + kServerPause), Clock::now());
    advance(Clock::now());
  }
  const Status greeted = command.forks->isReadable() ? command.forks->greet() : Error{"it doesn't answer"};
  if (greeted)
    return *id;
  end(command, LimitHit::kNone);
  const auto deadline = Clock::now() + kSweepPatience;
  while (command.stage != RunningCommand::Stage::kDone && Clock::now() < deadline) {
    sleepUntil(Clock::now() + kSweepPause, Clock::now());
    advance(Clock::now());
  }
  commands.erase(
      std::find_if(commands.begin(), commands.end(), [&](const auto &each) { return each.get() == &command; }));
  return greeted.error();
}

Result<std::uint64_t> ProcessRunner::Impl::startFork(std::uint64_t server, const ForkRequest &request,
                                                     const ProcessSpec &spec) {
  RunningCommand *parent = find(server);
  if (parent == nullptr || !parent->forks || parent->stage != RunningCommand::Stage::kRunning)
    return Error{"the fork server has ended"};
  auto command = newCommand(spec);
  const auto writeEnd = openPipe(*command, "a run");
  if (!writeEnd)
    return writeEnd.error();
  AlleleServerRun run{};
  run.mutant = request.mutant;
  run.test = request.test;
  run.mode = request.mode;
  run.number = command->number;
  for (const SpawnRequest::Limit &limit : resourceLimits(spec.limits)) {
    if (limit.resource == RLIMIT_CPU)
      run.cpuSeconds = limit.value.rlim_cur;
    else if (limit.resource == RLIMIT_FSIZE)
      run.fileSizeBytes = limit.value.rlim_cur;
    else if (limit.resource == RLIMIT_AS)
      run.addressSpaceBytes = limit.value.rlim_cur;
  }
  const auto started = parent->forks->run(run, writeEnd->get());
  if (!started)
    return started.error();
  command->first = started->process;
  command->server = parent;
  command->result.armedSites = started->armedSites;
  commands.push_back(std::move(command));
  return commands.back()->number;
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
    const auto done = std::find_if(commands.begin(), commands.end(), [this](const auto &command) {
      return command->stage == RunningCommand::Stage::kDone && !hasForks(*command);
    });
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
  if (now >= command.nextSample) {
    const std::vector<ProcessStat> members = membersOf(command, enough);
    LimitHit hit = command.sample(members, now);
    if (hit == LimitHit::kNone && command.mayBeDeadlocked() && isOneProcess(command) &&
        isDeadlocked(command.first, command.outputInode) && isOneProcess(command))
      hit = LimitHit::kDeadlock;
    if (hit != LimitHit::kNone)
      return end(command, hit);
  }
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

// The server has reaped it, or soon will; until the next run its number stands for nobody else.
void ProcessRunner::Impl::reapFork(RunningCommand &command) {
  ForkServer &server = *command.server->forks;
  if (!server.isReadable())
    return;
  auto ended = server.takeEnd();
  int status = SIGKILL;
  rusage usage = {};
  if (ended) {
    const AlleleServerEnded &head = ended->head;
    status = head.status;
    usage.ru_utime.tv_sec = static_cast<time_t>(head.userMicroseconds / 1'000'000);
    usage.ru_utime.tv_usec = static_cast<suseconds_t>(head.userMicroseconds % 1'000'000);
    usage.ru_stime.tv_sec = static_cast<time_t>(head.systemMicroseconds / 1'000'000);
    usage.ru_stime.tv_usec = static_cast<suseconds_t>(head.systemMicroseconds % 1'000'000);
    usage.ru_maxrss = static_cast<long>(head.peakMemoryBytes / 1024);
    command.result.fork = ended->end;
  } else {
    command.result.serverLost = true;
    end(*command.server, LimitHit::kNone);
  }
  command.firstEnded(status, usage, Clock::now());
  if (command.stage == RunningCommand::Stage::kRunning) {
    command.stage = RunningCommand::Stage::kEnding;
    command.endingSince = Clock::now();
  }
}

void ProcessRunner::Impl::reapFirst(RunningCommand &command) {
  if (command.server != nullptr)
    return reapFork(command);
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
    return maybe && !command->forks && command.get() != &asking && orphan.startTicks >= command->startTicks;
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

// Its first process has no child, and no process lives that some command has left behind: readable or not.
bool ProcessRunner::Impl::isOneProcess(const RunningCommand &command) const {
  const auto ofServer = command.server != nullptr ? childrenOf(command.server->first) : std::vector<pid_t>();
  return !command.firstReaped && childrenOf(command.first).empty() && onlyFirstProcessesLeft() &&
         std::all_of(ofServer.begin(), ofServer.end(), [this](pid_t child) { return isFirstProcess(child); });
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
      watched.push_back(
          {command->server != nullptr ? command->server->forks->descriptor() : command->pidfd.get(), POLLIN, 0});
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

// NOLINTNEXTLINE(bugprone-exception-escape): only where no memory is left for a message
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

Result<std::uint64_t> ProcessRunner::startServer(const ProcessSpec &spec, const std::filesystem::path &library,
                                                 std::chrono::milliseconds patience) {
  return impl->startServer(spec, library, patience);
}

ForkServer *ProcessRunner::server(std::uint64_t id) {
  RunningCommand *command = impl->find(id);
  return command != nullptr && command->stage == RunningCommand::Stage::kRunning ? command->forks.get() : nullptr;
}

Result<std::uint64_t> ProcessRunner::startFork(std::uint64_t server, const ForkRequest &request,
                                               const ProcessSpec &spec) {
  return impl->startFork(server, request, spec);
}

void ProcessRunner::stop(std::uint64_t id) {
  if (RunningCommand *command = impl->find(id); command != nullptr && command->stage == RunningCommand::Stage::kRunning)
    impl->end(*command, LimitHit::kNone);
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
