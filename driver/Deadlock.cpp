#include "Deadlock.h"

#include "ProcessTree.h"
#include "Text.h"

#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <linux/futex.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/syscall.h>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace allele {
namespace {

// What a thread waits in: the number of the system call, and its arguments.
struct Wait {
  long call = -1;
  std::array<std::uint64_t, 6> arguments{};
};

// nullopt: it runs or is about to, or the kernel doesn't tell.
std::optional<Wait> waitOf(pid_t process, pid_t thread) {
  const auto text = readOfProcess(process, fmt::format("/task/{}/syscall", thread));
  if (!text || text->empty() || (*text)[0] < '0' || (*text)[0] > '9')
    return std::nullopt;
  Wait wait;
  char *at = nullptr;
  wait.call = std::strtol(text->c_str(), &at, 10);
  for (std::uint64_t &argument : wait.arguments)
    argument = std::strtoull(at, &at, 16);
  return wait;
}

// The number behind `name` in the status of a process or thread.
std::optional<std::uint64_t> statusField(const std::string &status, const std::string &name, int base) {
  const std::size_t at = status.find("\n" + name + ":");
  if (at == std::string::npos)
    return std::nullopt;
  return std::strtoull(status.c_str() + at + name.size() + 2, nullptr, base);
}

// Grows each time that it stops to run.
std::optional<std::uint64_t> switchesOf(pid_t process, pid_t thread) {
  const auto status = readOfProcess(process, fmt::format("/task/{}/status", thread));
  if (!status)
    return std::nullopt;
  const auto own = statusField(*status, "voluntary_ctxt_switches", 10);
  const auto forced = statusField(*status, "nonvoluntary_ctxt_switches", 10);
  return own && forced ? std::optional(*own + *forced) : std::nullopt;
}

// "pipe:[4711]", or the path of a file; empty: it can't be told.
std::string openedAs(pid_t process, std::uint64_t descriptor) {
  std::array<char, 64> target{};
  const std::string path = fmt::format("/proc/{}/fd/{}", process, descriptor);
  const ssize_t size = readlink(path.c_str(), target.data(), target.size());
  return size <= 0 ? "" : std::string(target.data(), static_cast<std::size_t>(size));
}

bool isOwnPipe(pid_t process, std::uint64_t descriptor, ino_t outside) {
  constexpr std::string_view kPipe = "pipe:[";
  const std::string name = openedAs(process, descriptor);
  if (name.compare(0, kPipe.size(), kPipe) != 0)
    return false;
  ino_t inode = 0;
  const auto read = std::from_chars(name.data() + kPipe.size(), name.data() + name.size(), inode);
  return read.ec == std::errc() && inode != outside;
}

// Also when it can't be told. Anything may be sent over a socket, an end of a pipe too.
bool hasSocket(pid_t process) {
  constexpr std::string_view kSocket = "socket:[";
  for (const pid_t descriptor : numbersOfProcess(process, "/fd")) {
    const std::string name = openedAs(process, static_cast<std::uint64_t>(descriptor));
    if (name.empty() || name.compare(0, kSocket.size(), kSocket) == 0)
      return true;
  }
  return false;
}

// Whether the memory at `address` is the process's alone.
bool isPrivateMemory(pid_t process, std::uint64_t address) {
  const auto maps = readOfProcess(process, "/maps");
  if (!maps)
    return false;
  for (const std::string &line : splitLines(*maps)) {
    char *at = nullptr;
    const std::uint64_t begin = std::strtoull(line.c_str(), &at, 16);
    if (*at != '-')
      return false;
    const std::uint64_t end = std::strtoull(at + 1, &at, 16);
    if (begin <= address && address < end)
      return std::strlen(at) > 4 && at[4] == 'p'; // " rwxp"
  }
  return false;
}

bool isEndlessFutex(pid_t process, const Wait &wait) {
  const auto operation = static_cast<int>(wait.arguments[1]);
  const bool hasTimeout = wait.arguments[3] != 0;
  switch (operation & FUTEX_CMD_MASK) {
  case FUTEX_WAIT:
  case FUTEX_WAIT_BITSET:
  case FUTEX_LOCK_PI:
    return !hasTimeout && ((operation & FUTEX_PRIVATE_FLAG) != 0 || isPrivateMemory(process, wait.arguments[0]));
  default:
    return false;
  }
}

// Only another thread of the process could end it.
bool isEndless(pid_t process, const Wait &wait, ino_t outside) {
  switch (wait.call) {
  case SYS_futex:
    return isEndlessFutex(process, wait);
  case SYS_read:
  case SYS_readv:
  case SYS_write:
  case SYS_writev:
    return isOwnPipe(process, wait.arguments[0], outside) && !hasSocket(process);
  case SYS_rt_sigsuspend:
#ifdef SYS_pause
  case SYS_pause:
#endif
    return true;
  default:
    return false;
  }
}

// Whether a signal may come that nobody sends: from a timer, for a file. One that isn't caught ends the process, which
// hangs all the same until then. Those that a process gets for what it does itself, or from others only, are fine, and
// so are the two that the library uses between threads.
bool mayBeSignalled(pid_t process) {
  constexpr std::array<int, 15> kFine = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE,
                                         SIGSEGV, SIGPIPE, SIGTERM, SIGSYS, SIGCHLD, 32,      33};
  const auto timers = readOfProcess(process, "/timers");
  const auto status = readOfProcess(process, "/status");
  auto caught = status ? statusField(*status, "SigCgt", 16) : std::nullopt;
  if (!timers || !timers->empty() || !caught)
    return true;
  for (const int signal : kFine)
    *caught &= ~(std::uint64_t{1} << (signal - 1));
  return *caught != 0;
}

// A thread's number, call, arguments, and how often it has stopped to run.
using Look = std::tuple<pid_t, long, std::array<std::uint64_t, 6>, std::uint64_t>;

// At all threads; nullopt: one of them may go on.
std::optional<std::vector<Look>> lookAt(pid_t process, ino_t outside) {
  if (mayBeSignalled(process))
    return std::nullopt;
  std::vector<Look> looks;
  for (const pid_t thread : threadsOf(process)) {
    const auto switches = switchesOf(process, thread);
    const auto wait = waitOf(process, thread);
    if (!switches || !wait || !isEndless(process, *wait, outside))
      return std::nullopt;
    looks.emplace_back(thread, wait->call, wait->arguments, *switches);
  }
  return looks.empty() ? std::nullopt : std::optional(std::move(looks));
}

} // namespace

// A thread that was woken after its first look either runs or is about to at the second one, or has stopped to run once
// more: so what looks the same has slept all the while, and at the moment between the two all threads did.
bool isDeadlocked(pid_t process, ino_t outside) {
  const auto first = lookAt(process, outside);
  return first && lookAt(process, outside) == first;
}

} // namespace allele
