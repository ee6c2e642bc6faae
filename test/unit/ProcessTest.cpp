#include "Process.h"

#include "Isolation.h"
#include "OutputBuffer.h"
#include "ProcessTree.h"
#include "Programs.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace allele;
namespace fs = std::filesystem;

namespace {

constexpr auto kLong = std::chrono::minutes(10);
constexpr std::uint64_t kMebibyte = 1 << 20;

ScratchDirectory scratch() {
  auto made = ScratchDirectory::create();
  REQUIRE(made);
  return std::move(*made);
}

ProcessSpec acting(const std::string &action, const std::string &argument = "") {
  ProcessSpec spec;
  spec.command = {misbehave(), action, argument};
  return spec;
}

ProcessSpec shell(const std::string &script) {
  ProcessSpec spec;
  spec.command = {"sh", "-c", script};
  return spec;
}

void requireNothingLeft() {
  INFO("children of the test: " << Catch::Detail::stringify(childrenOf(getpid())));
  REQUIRE(waitpid(-1, nullptr, WNOHANG) == -1);
}

ProcessResult run(const ProcessSpec &spec) {
  ProcessRunner runner;
  const auto id = runner.start(spec);
  INFO((id ? "started" : id.error().message));
  REQUIRE(id);
  auto finished = runner.wait(kLong);
  REQUIRE(finished);
  REQUIRE(finished->id == *id);
  REQUIRE(runner.running() == 0);
  requireNothingLeft();
  return finished->result;
}

std::string startError(const ProcessSpec &spec) {
  ProcessRunner runner;
  const auto id = runner.start(spec);
  REQUIRE_FALSE(id);
  REQUIRE(runner.running() == 0);
  requireNothingLeft();
  return id.error().message;
}

void write(const fs::path &path, const std::string &content, mode_t mode = 0644) {
  std::ofstream(path, std::ios::binary) << content;
  REQUIRE(chmod(path.c_str(), mode) == 0);
}

pid_t pidIn(const fs::path &path) {
  pid_t pid = 0;
  std::ifstream(path) >> pid;
  return pid;
}

bool isKilled(const ProcessResult &result, LimitHit limit) {
  INFO("output: " << result.output);
  CHECK(result.exitCode == std::nullopt);
  CHECK(result.signal == SIGKILL);
  CHECK(static_cast<int>(result.limit) == static_cast<int>(limit));
  return result.signal == SIGKILL && result.limit == limit;
}

} // namespace

TEST_CASE("the exit code of a command is reported") {
  const ProcessResult result = run(acting("exit", "7"));
  REQUIRE(result.exitCode == 7);
  REQUIRE(result.signal == std::nullopt);
  REQUIRE(result.limit == LimitHit::kNone);
  REQUIRE(result.orphansKilled == 0);
  REQUIRE(result.peakMemoryBytes > 0);
  REQUIRE(result.wallTime.count() > 0);
}

TEST_CASE("the signal that ended a command is reported") {
  const int number = GENERATE(SIGSEGV, SIGABRT, SIGTERM, SIGKILL);
  const ProcessResult result = run(acting("signal", std::to_string(number)));
  REQUIRE(result.exitCode == std::nullopt);
  REQUIRE(result.signal == number);
  REQUIRE(result.limit == LimitHit::kNone);
}

TEST_CASE("every run has the same addresses") {
  const int current = personality(0xffffffff);
  if (personality(static_cast<unsigned>(current) | ADDR_NO_RANDOMIZE) < 0) {
    WARN("the system forbids it");
    return;
  }
  personality(static_cast<unsigned>(current));
  ProcessSpec spec = acting("exit", "0");
  spec.command = {"grep", "-E", "stack|heap|libc", "/proc/self/maps"};
  const std::string first = run(spec).output;
  CHECK_THAT(first, Catch::Matchers::Contains("[stack]"));
  CHECK(run(spec).output == first);
  CHECK(run(spec).output == first);
}

TEST_CASE("standard output and error come in the order in which they were written") {
  std::string expected;
  for (int i = 0; i < 1000; ++i)
    expected += "oe";
  const ProcessResult result = run(acting("alternate", "1000"));
  REQUIRE(result.output == expected);
  REQUIRE(result.outputBytes == expected.size());
}

TEST_CASE("long output keeps its head and its tail and says how much is missing") {
  ProcessSpec spec = acting("print", "160000");
  spec.limits.outputBytes = 64;
  const ProcessResult result = run(spec);
  REQUIRE(result.exitCode == 0);
  REQUIRE(result.outputBytes == 160000);
  REQUIRE(result.output == "line 0000000000\nline 0000000001\n"
                           "\n[allele: 159936 bytes of output left out]\n"
                           "line 0000009998\nline 0000009999\n");
}

TEST_CASE("output that fits is kept as it is") {
  ProcessSpec spec = acting("print", "160");
  spec.limits.outputBytes = 160;
  const ProcessResult result = run(spec);
  REQUIRE(result.output.size() == 160);
  REQUIRE(result.output.find("left out") == std::string::npos);
}

TEST_CASE("a buffer gives back the same bytes however they came in") {
  std::string all;
  for (int i = 0; i < 1000; ++i)
    all += static_cast<char>('a' + i % 26);
  const std::size_t piece = GENERATE(1U, 3U, 7U, 50U, 99U, 100U, 101U, 1000U);
  OutputBuffer buffer(101);
  for (std::size_t at = 0; at < all.size(); at += piece)
    buffer.append(std::string_view(all).substr(at, piece));
  REQUIRE(buffer.total() == 1000);
  REQUIRE(buffer.take() == all.substr(0, 51) + "\n[allele: 899 bytes of output left out]\n" + all.substr(950));

  OutputBuffer unbounded;
  unbounded.append(all);
  REQUIRE(unbounded.take() == all);
}

TEST_CASE("a command that prints 1 GB ends by itself and its output stays small") {
  ProcessSpec spec = acting("print", std::to_string(1024 * kMebibyte));
  spec.limits.outputBytes = 65536;
  const ProcessResult result = run(spec);
  REQUIRE(result.exitCode == 0);
  REQUIRE(result.outputBytes == 1024 * kMebibyte);
  REQUIRE(result.output.size() < 65536 + 100);
  REQUIRE(result.output.substr(result.output.size() - 16) == "line 0067108863\n");
}

TEST_CASE("a command that prints more than its limit is ended") {
  ProcessSpec spec = acting("print", "1000000000000");
  spec.limits.outputLimitBytes = kMebibyte;
  spec.limits.outputBytes = 100;
  REQUIRE(isKilled(run(spec), LimitHit::kOutput));
}

TEST_CASE("the output limit counts even when the command ended before its output was read") {
  ProcessSpec spec = acting("print", "1001");
  spec.limits.outputLimitBytes = 1000;
  REQUIRE(run(spec).limit == LimitHit::kOutput);
  spec.limits.outputLimitBytes = 1001;
  REQUIRE(run(spec).limit == LimitHit::kNone);
}

TEST_CASE("a command that sleeps is ended by its wall time") {
  ProcessSpec spec = acting("sleep");
  spec.limits.wallTime = std::chrono::milliseconds(50);
  REQUIRE(isKilled(run(spec), LimitHit::kWallTime));
}

TEST_CASE("a command that ignores all signals is ended nevertheless") {
  ProcessSpec spec = acting("ignore-signals");
  spec.limits.wallTime = std::chrono::milliseconds(100);
  REQUIRE(isKilled(run(spec), LimitHit::kWallTime));
}

TEST_CASE("a command that closes all its descriptors is waited for") {
  const ProcessResult result = run(acting("close-all", "9"));
  REQUIRE(result.exitCode == 9);
}

TEST_CASE("a command that spins is ended by its CPU time") {
  const std::string action = GENERATE("spin", "spin-below");
  ProcessSpec spec = acting(action);
  spec.limits.cpuTime = std::chrono::seconds(1);
  const ProcessResult result = run(spec);
  REQUIRE(isKilled(result, LimitHit::kCpuTime));
  REQUIRE(result.cpuTime >= std::chrono::milliseconds(900));
}

TEST_CASE("the CPU time of a command is that of all its processes, also of those that have ended") {
  // None of them comes near the limit by itself.
  ProcessSpec spec = shell("while :; do (i=0; while [ $i -lt 5000 ]; do i=$((i+1)); done); done");
  spec.limits.cpuTime = std::chrono::milliseconds(500);
  spec.limits.wallTime = std::chrono::minutes(2);
  REQUIRE(isKilled(run(spec), LimitHit::kCpuTime));
}

TEST_CASE("a command that only waits is ended by its idle time") {
  const std::string script = GENERATE("exec sleep 600", "sleep 600 & wait", "kill -STOP $$");
  INFO(script);
  ProcessSpec spec = shell(script);
  spec.limits.idleTime = std::chrono::milliseconds(200);
  spec.limits.cpuTime = std::chrono::minutes(2);
  spec.limits.wallTime = std::chrono::minutes(2);
  REQUIRE(isKilled(run(spec), LimitHit::kIdleTime));
}

TEST_CASE("a command whose threads wait for each other is ended soon") {
  const std::string what = GENERATE("ever pipe", "ever full pipe", "ever lock", "ever thread");
  INFO(what);
  ProcessSpec spec = acting("await", what);
  spec.limits.idleTime = std::chrono::minutes(2);
  const ProcessResult result = run(spec);
  REQUIRE(isKilled(result, LimitHit::kDeadlock));
}

TEST_CASE("processes that wait for each other are ended by their idle time") {
  ProcessSpec spec = acting("await", "ever child");
  spec.limits.idleTime = std::chrono::milliseconds(300);
  REQUIRE(isKilled(run(spec), LimitHit::kIdleTime));
}

TEST_CASE("a command that waits for what will come isn't in a deadlock") {
  const std::string what = GENERATE("thread", "ping-pong", "child", "interval timer", "timer", "file signal",
                                    "alarm of a child", "hidden process", "time");
  INFO(what);
  ProcessSpec spec = acting("await", what);
  spec.limits.idleTime = std::chrono::minutes(2);
  const ProcessResult result = run(spec);
  REQUIRE(result.limit == LimitHit::kNone);
  REQUIRE(result.exitCode == 0);
}

TEST_CASE("a command isn't idle while one of its processes or threads works") {
  const std::string action = GENERATE("spin", "spin-below", "spin-in-thread");
  INFO(action);
  ProcessSpec spec = acting(action);
  spec.limits.idleTime = std::chrono::milliseconds(100);
  spec.limits.cpuTime = std::chrono::seconds(1);
  REQUIRE(isKilled(run(spec), LimitHit::kCpuTime));
}

TEST_CASE("a command that takes memory is ended when it has too much in use") {
  ProcessSpec spec = acting("hog", "512");
  spec.limits.memoryBytes = 64 * kMebibyte;
  spec.limits.addressSpaceLimit = false;
  const ProcessResult result = run(spec);
  REQUIRE(isKilled(result, LimitHit::kMemory));
  REQUIRE(result.peakMemoryBytes > spec.limits.memoryBytes);
}

TEST_CASE("under an address space limit a command gets no more memory") {
  ProcessSpec spec = acting("hog", "512");
  spec.limits.memoryBytes = 64 * kMebibyte;
  const ProcessResult result = run(spec);
  REQUIRE(result.exitCode == 42);
  REQUIRE(result.limit == LimitHit::kNone);
}

TEST_CASE("memory that forked processes share counts once") {
  ProcessSpec spec = acting("share", "64");
  spec.limits.memoryBytes = 128 * kMebibyte;
  const ProcessResult result = run(spec);
  REQUIRE(result.exitCode == 0);
  REQUIRE(result.limit == LimitHit::kNone);
}

TEST_CASE("a command that fills its scratch directory is ended") {
  const ScratchDirectory directory = scratch();
  ProcessSpec spec = acting("fill-disk", "64");
  spec.scratchDirectory = directory.path();
  spec.limits.scratchBytes = 8 * kMebibyte;
  REQUIRE(isKilled(run(spec), LimitHit::kScratch));
}

TEST_CASE("a working directory of the run's own counts for the scratch limit") {
  const ScratchDirectory copy = scratch();
  ProcessSpec spec = acting("fill-disk", "16");
  spec.workingDirectory = copy.path();
  spec.environment = {"TMPDIR=" + copy.path().string()};
  spec.limits.scratchBytes = 8 * kMebibyte;
  spec.limits.wallTime = std::chrono::milliseconds(500);
  REQUIRE(isKilled(run(spec), LimitHit::kWallTime));
  spec.limits.wallTime = kLong;
  spec.ownWorkingDirectory = true;
  REQUIRE(isKilled(run(spec), LimitHit::kScratch));
}

TEST_CASE("a command that writes too large a file is ended") {
  const ScratchDirectory directory = scratch();
  ProcessSpec spec = acting("big-file", "16");
  spec.scratchDirectory = directory.path();
  spec.limits.fileSizeBytes = 2 * kMebibyte;
  const ProcessResult result = run(spec);
  REQUIRE(result.signal == SIGXFSZ);
  REQUIRE(result.limit == LimitHit::kFileSize);
  REQUIRE(fs::file_size(directory.path() / "big") == 2 * kMebibyte);
}

TEST_CASE("a fork bomb is ended with all its processes") {
  const std::string action = GENERATE("bomb", "bomb-apart");
  ProcessSpec spec = acting(action, "400");
  spec.limits.processes = 50;
  spec.limits.wallTime = kLong;
  REQUIRE(isKilled(run(spec), LimitHit::kProcesses));
}

TEST_CASE("a fork bomb is ended without a limit on processes when the command's time is over") {
  const std::string action = GENERATE("bomb", "bomb-apart");
  ProcessSpec spec = acting(action, "200");
  spec.limits.wallTime = std::chrono::milliseconds(300);
  REQUIRE(isKilled(run(spec), LimitHit::kWallTime));
}

TEST_CASE("dead processes that nobody waits for count as processes") {
  ProcessSpec spec = acting("zombies", "60");
  spec.limits.processes = 50;
  REQUIRE(isKilled(run(spec), LimitHit::kProcesses));
}

TEST_CASE("as many processes as allowed are no reason to end a command") {
  ProcessSpec spec = shell("sleep 0.3 & sleep 0.3 & wait");
  spec.limits.processes = 3;
  REQUIRE(run(spec).exitCode == 0);
}

TEST_CASE("a process that lives on behind its command is killed and counted") {
  const ProcessResult result = run(shell("sleep 60 & sleep 60 & exit 5"));
  REQUIRE(result.exitCode == 5);
  REQUIRE(result.orphansKilled == 2);
}

TEST_CASE("an orphan in a session of its own is killed and counted") {
  const std::string action = GENERATE("orphan", "hidden-orphan");
  const ScratchDirectory directory = scratch();
  const ProcessResult result = run(acting(action, directory.path() / "pid"));
  REQUIRE(result.exitCode == 3);
  REQUIRE(result.orphansKilled == 1);
  const pid_t orphan = pidIn(directory.path() / "pid");
  REQUIRE(orphan > 0);
  REQUIRE_FALSE(readProcess(orphan));
}

TEST_CASE("an orphan of one command is killed while another one runs on") {
  const ScratchDirectory directory = scratch();
  ProcessRunner runner;
  const auto other = runner.start(acting("orphan", directory.path() / "first"));
  REQUIRE(other);
  const auto sleeper = runner.start(shell("sleep 60 & sleep 60"));
  REQUIRE(sleeper);
  auto finished = runner.wait(kLong);
  REQUIRE(finished);
  REQUIRE(finished->id == *other);
  REQUIRE(finished->result.orphansKilled == 1);
  REQUIRE(runner.running() == 1);
  REQUIRE_FALSE(readProcess(pidIn(directory.path() / "first")));
  // The sleeper is started by now or soon; nothing of it was touched.
  REQUIRE_FALSE(runner.wait(std::chrono::milliseconds(50)));
  runner.killAll();
  REQUIRE(runner.running() == 0);
  requireNothingLeft();
}

TEST_CASE("children that ended before their command are no orphans") {
  // The shell never waits for the process in the background.
  const ProcessResult result = run(shell("true & sleep 0.2; exit 0"));
  REQUIRE(result.exitCode == 0);
  REQUIRE(result.orphansKilled == 0);
}

TEST_CASE("the driver's own children are left alone") {
  const pid_t own = fork();
  if (own == 0) {
    pause();
    _exit(0);
  }
  ProcessRunner runner;
  REQUIRE(runner.start(shell("sleep 60 &")));
  const auto finished = runner.wait(kLong);
  REQUIRE(finished);
  REQUIRE(finished->result.orphansKilled == 1);
  runner.killAll();
  REQUIRE(waitpid(own, nullptr, WNOHANG) == 0);
  kill(own, SIGKILL);
  REQUIRE(waitpid(own, nullptr, 0) == own);
}

TEST_CASE("destruction leaves nothing behind") {
  const ScratchDirectory directory = scratch();
  {
    ProcessRunner runner;
    REQUIRE(runner.start(acting("sleep")));
    REQUIRE(runner.start(acting("ignore-signals")));
    REQUIRE(runner.start(acting("bomb-apart", "40")));
    REQUIRE(runner.start(acting("hidden-orphan", directory.path() / "pid")));
    REQUIRE(runner.start(shell("sleep 60 & sleep 60")));
    static_cast<void>(runner.wait(std::chrono::milliseconds(100)));
  }
  requireNothingLeft();
}

TEST_CASE("the first process of a command dies with the driver") {
  ProcessRunner adopts; // what the killed driver leaves becomes a child of this process
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const pid_t driver = fork();
  if (driver == 0) {
    ProcessRunner runner;
    static_cast<void>(runner.start(acting("sleep")));
    const pid_t sleeper = childrenOf(getpid()).at(0);
    static_cast<void>(!::write(ends[1], &sleeper, sizeof sleeper));
    pause();
    _exit(0);
  }
  pid_t sleeper = 0;
  REQUIRE(read(ends[0], &sleeper, sizeof sleeper) == sizeof sleeper);
  close(ends[0]);
  close(ends[1]);
  REQUIRE(kill(driver, SIGKILL) == 0);
  REQUIRE(waitpid(driver, nullptr, 0) == driver);
  int status = 0;
  REQUIRE(waitpid(sleeper, &status, 0) == sleeper);
  REQUIRE(WIFSIGNALED(status));
}

TEST_CASE("a hundred quick commands are told apart") {
  const ScratchDirectory directory = scratch();
  ProcessRunner runner;
  std::map<std::uint64_t, int> kinds;
  std::size_t most = 0;
  int started = 0;
  int finished = 0;
  while (finished < 100) {
    while (started < 100 && runner.running() < 7) {
      const std::string number = std::to_string(started);
      ProcessSpec spec;
      switch (started % 5) {
      case 0:
        spec = acting("exit", number);
        break;
      case 1:
        spec = acting("signal", std::to_string(SIGUSR1));
        break;
      case 2:
        spec = acting("orphan", directory.path() / number);
        break;
      case 3:
        spec = shell("echo " + number + "; sleep 60 &");
        break;
      default:
        spec = acting("sleep");
        spec.limits.wallTime = std::chrono::milliseconds(10);
        break;
      }
      const auto id = runner.start(spec);
      REQUIRE(id);
      kinds[*id] = started++;
    }
    most = std::max(most, runner.running());
    const auto done = runner.wait(kLong);
    REQUIRE(done);
    ++finished;
    const int kind = kinds.at(done->id);
    const ProcessResult &result = done->result;
    INFO("command " << kind);
    CHECK(result.orphansKilled == (kind % 5 == 2 || kind % 5 == 3 ? 1 : 0));
    switch (kind % 5) {
    case 0:
      CHECK(result.exitCode == kind);
      break;
    case 1:
      CHECK(result.signal == SIGUSR1);
      break;
    case 2:
      CHECK(result.exitCode == 3);
      CHECK_FALSE(readProcess(pidIn(directory.path() / std::to_string(kind))));
      break;
    case 3:
      CHECK(result.output == std::to_string(kind) + "\n");
      break;
    default:
      CHECK(result.limit == LimitHit::kWallTime);
      break;
    }
  }
  REQUIRE(most == 7);
  REQUIRE(kinds.size() == 100);
  requireNothingLeft();
}

TEST_CASE("wait returns at once when nothing runs, and for a timeout when nothing ends") {
  ProcessRunner runner;
  REQUIRE_FALSE(runner.wait(kLong));
  REQUIRE(runner.start(acting("sleep")));
  REQUIRE_FALSE(runner.wait(std::chrono::milliseconds(0)));
  REQUIRE_FALSE(runner.wait(std::chrono::milliseconds(1)));
  REQUIRE(runner.running() == 1);
}

TEST_CASE("an interrupt ends one wait, the one that runs or the next") {
  ProcessRunner runner;
  REQUIRE(runner.start(acting("sleep")));
  runner.interrupt();
  runner.interrupt();
  REQUIRE_FALSE(runner.wait(kLong));

  std::thread other([&runner] { runner.interrupt(); });
  REQUIRE_FALSE(runner.wait(kLong));
  other.join();

  static ProcessRunner *interrupted = nullptr;
  interrupted = &runner;
  struct sigaction action = {};
  struct sigaction before = {};
  action.sa_handler = [](int) { interrupted->interrupt(); };
  REQUIRE(sigaction(SIGALRM, &action, &before) == 0);
  const itimerval soon = {{0, 0}, {0, 20000}};
  REQUIRE(setitimer(ITIMER_REAL, &soon, nullptr) == 0);
  REQUIRE_FALSE(runner.wait(kLong));
  sigaction(SIGALRM, &before, nullptr);
  interrupted = nullptr;
  REQUIRE(runner.running() == 1);

  // Used up: a command's end is seen again.
  const auto id = runner.start(acting("exit", "1"));
  const auto finished = runner.wait(kLong);
  REQUIRE(finished);
  REQUIRE(finished->id == *id);
}

TEST_CASE("a program that can't be started is an error with its name and the reason") {
  const ScratchDirectory directory = scratch();
  const auto error = [&](const std::string &program) {
    ProcessSpec spec;
    spec.command = {program};
    spec.workingDirectory = directory.path();
    const std::string message = startError(spec);
    INFO(message);
    CHECK(message.find(program + ": can't be started: ") == 0);
    return message;
  };
  using Catch::Matchers::Contains;
  write(directory.path() / "text", "#!/bin/sh\n");
  write(directory.path() / "script", "#!/no/such/shell -e\n", 0755);
  write(directory.path() / "junk", "just words\n", 0755);
  write(directory.path() / "empty", "", 0755);
  CHECK_THAT(error("./missing"), Contains("No such file or directory below " + directory.path().string()));
  CHECK_THAT(error("/no/such/program"), Contains("No such file or directory"));
  CHECK_THAT(error("no-such-program-anywhere"), Contains("in no directory of PATH"));
  CHECK_THAT(error("./text"), Contains("Permission denied; it is not marked as executable"));
  CHECK_THAT(error("./script"), Contains("its interpreter '/no/such/shell' is missing"));
  CHECK_THAT(error("./junk"), Contains("Exec format error"));
  CHECK_THAT(error("./empty"), Contains("Exec format error"));
  CHECK_THAT(error(directory.path()), Contains("it is a directory"));
  CHECK_THAT(error("./text/below"), Contains("can't be started"));

  ProcessSpec nothing;
  CHECK_THAT(startError(nothing), Contains("no command given"));
}

TEST_CASE("a working directory that doesn't exist is an error with its name") {
  ProcessSpec spec = acting("exit", "0");
  spec.workingDirectory = "/no/such/directory";
  REQUIRE_THAT(startError(spec), Catch::Matchers::StartsWith("/no/such/directory: can't be the working directory of") &&
                                     Catch::Matchers::EndsWith("No such file or directory"));
}

TEST_CASE("a failed start does not disturb the commands that run") {
  ProcessRunner runner;
  const auto id = runner.start(acting("close-all", "4"));
  REQUIRE(id);
  ProcessSpec missing;
  missing.command = {"/no/such/program"};
  REQUIRE_FALSE(runner.start(missing));
  const auto finished = runner.wait(kLong);
  REQUIRE(finished);
  REQUIRE(finished->result.exitCode == 4);
}

TEST_CASE("names are looked up in the command's own PATH") {
  const ScratchDirectory directory = scratch();
  fs::create_directory(directory.path() / "tools");
  write(directory.path() / "tools/say-hello", "#!/bin/sh\necho hello\n", 0755);
  ProcessSpec spec;
  spec.command = {"say-hello"};
  spec.environment = {"PATH=/no/such/place:" + (directory.path() / "tools").string() + ":/usr/bin:/bin"};
  REQUIRE(run(spec).output == "hello\n");
  spec.environment = {"PATH=tools:/usr/bin:/bin"};
  spec.workingDirectory = directory.path();
  REQUIRE(run(spec).output == "hello\n");
}

TEST_CASE("the environment is the driver's with the asked changes") {
  const ScratchDirectory directory = scratch();
  setenv("ALLELE_TEST_KEPT", "kept", 1);
  setenv("ALLELE_TEST_REMOVED", "removed", 1);
  const auto value = [&](const std::string &name) {
    ProcessSpec spec = acting("variable", name);
    spec.environment = {"ALLELE_TEST_NEW=first", "ALLELE_TEST_NEW=a=b c", "TMPDIR=/elsewhere"};
    spec.unsetEnvironment = {"ALLELE_TEST_REMOVED"};
    spec.scratchDirectory = directory.path();
    return run(spec).output;
  };
  CHECK(value("ALLELE_TEST_KEPT") == "kept");
  CHECK(value("ALLELE_TEST_REMOVED") == "(unset)");
  CHECK(value("ALLELE_TEST_NEW") == "a=b c");
  CHECK(value("TMPDIR") == directory.path());
  CHECK(value("TMP") == directory.path());
  CHECK(value("TEMP") == directory.path());
  CHECK(value("ALLELE_RUN").find(std::to_string(getpid()) + ".") == 0);
  setenv("ALLELE_RUN", "1.2", 1);
  CHECK(value("ALLELE_RUN").find("1.2/" + std::to_string(getpid()) + ".") == 0);
  unsetenv("ALLELE_RUN");
  unsetenv("ALLELE_TEST_KEPT");
  unsetenv("ALLELE_TEST_REMOVED");
}

TEST_CASE("a command inherits neither descriptors nor signal settings") {
  const int open = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR2);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  const auto handler = signal(SIGINT, SIG_IGN);
  const ProcessResult result = run(acting("surroundings"));
  signal(SIGINT, handler);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  close(open);
  REQUIRE(result.output == "descriptors 3, input 0, core 0, own session 1, signals 0");
}

TEST_CASE("exit codes are seen when SIGCHLD was ignored by whoever started the driver") {
  const auto before = signal(SIGCHLD, SIG_IGN);
  REQUIRE(run(acting("exit", "6")).exitCode == 6);
  signal(SIGCHLD, before);
}

TEST_CASE("spaces, quotes, colons and other letters in paths are nothing special") {
  const ScratchDirectory directory = scratch();
  const fs::path strange = directory.path() / "a b:c 'd' \"e\" $f\\g\n\xc3\xa4\xe6\xbc\xa2";
  fs::create_directories(strange / "tmp dir");
  fs::copy_file(misbehave(), strange / "the program");
  ProcessSpec spec;
  spec.command = {"./the program", "directory"};
  spec.workingDirectory = strange;
  spec.scratchDirectory = strange / "tmp dir";
  REQUIRE(run(spec).output == strange);
  spec.command = {strange / "the program", "variable", "TMPDIR"};
  REQUIRE(run(spec).output == strange / "tmp dir");
}
