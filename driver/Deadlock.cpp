#include "Deadlock.h"

#include "Text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <linux/futex.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace allele {
namespace {

// What a thread waits in: the number of the system call, and its arguments.
struct Wait {
  long call = -1;
  std::array<std::uint64_t, 6> arguments{};
};

// nullopt: it runs, or the kernel doesn't tell.
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

// Grows with each time that it runs.
std::optional<std::uint64_t> switchesOf(pid_t process, pid_t thread) {
  const auto status = readOfProcess(process, fmt::format("/task/{}/status", thread));
  if (!status)
    return std::nullopt;
  const auto own = statusField(*status, "voluntary_ctxt_switches", 10);
  const auto forced = statusField(*status, "nonvoluntary_ctxt_switches", 10);
  return own && forced ? std::optional(*own + *forced) : std::nullopt;
}

bool isOwnPipe(pid_t process, std::uint64_t descriptor, ino_t outside) {
  constexpr std::string_view kPipe = "pipe:[";
  std::array<char, 64> target{};
  const std::string path = fmt::format("/proc/{}/fd/{}", process, descriptor);
  const ssize_t size = readlink(path.c_str(), target.data(), target.size());
  if (size <= 0)
    return false;
  std::string_view name(target.data(), static_cast<std::size_t>(size));
  if (name.substr(0, kPipe.size()) != kPipe)
    return false;
  name.remove_prefix(kPipe.size());
  ino_t inode = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), inode);
  return read.ec == std::errc() && inode != outside;
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

// Only another one of the run's processes could end it.
bool isEndless(pid_t process, const Wait &wait, ino_t outside) {
  switch (wait.call) {
  case SYS_futex:
    return isEndlessFutex(process, wait);
  case SYS_read:
  case SYS_readv:
  case SYS_write:
  case SYS_writev:
    return isOwnPipe(process, wait.arguments[0], outside);
  case SYS_wait4:
  case SYS_waitid:
  case SYS_rt_sigsuspend:
#ifdef SYS_pause
  case SYS_pause:
#endif
    return true;
  default:
    return false;
  }
}

// A timer's signal that is caught may wake a thread; one that isn't ends the process, which hangs all the same until
// then. POSIX timers may send any signal.
bool hasTimer(pid_t process) {
  const auto timers = readOfProcess(process, "/timers");
  const auto status = readOfProcess(process, "/status");
  const auto caught = status ? statusField(*status, "SigCgt", 16) : std::nullopt;
  if (!timers || !timers->empty() || !caught)
    return true;
  const auto catches = [&](int signal) { return (*caught >> (signal - 1) & 1) != 0; };
  return catches(SIGALRM) || catches(SIGVTALRM) || catches(SIGPROF) || catches(SIGIO);
}

struct Thread {
  pid_t process;
  pid_t number;
  std::uint64_t switches;
};

} // namespace

bool isDeadlocked(const std::vector<ProcessStat> &members, ino_t outside) {
  std::vector<Thread> threads;
  for (const ProcessStat &member : members) {
    if (!member.alive())
      continue;
    if (hasTimer(member.pid))
      return false;
    for (const pid_t thread : threadsOf(member.pid)) {
      const auto switches = switchesOf(member.pid, thread);
      const auto wait = waitOf(member.pid, thread);
      if (!switches || !wait || !isEndless(member.pid, *wait, outside))
        return false;
      threads.push_back({member.pid, thread, *switches});
    }
  }
  // Those that were looked at first may have been woken since by those that came last.
  return !threads.empty() && std::all_of(threads.begin(), threads.end(), [](const Thread &thread) {
    return switchesOf(thread.process, thread.number) == thread.switches;
  });
}

} // namespace allele
