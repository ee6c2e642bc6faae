// What /proc says about the processes below the driver.
//
// The kernel gives no consistent picture of a tree that changes while it is read: a caller that needs "none is left"
// has to repeat until the driver itself has no child, since every orphan becomes a child of the driver (child
// subreaper).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace allele {

struct ProcessStat {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  pid_t session = 0;
  char state = '?';
  std::uint64_t threads = 0;
  // User + system, of the process itself and of those below it that were waited for; sysconf(_SC_CLK_TCK) per second.
  std::uint64_t cpuTicks = 0;
  std::uint64_t startTicks = 0; // since boot; with the pid it names a process for ever
  std::uint64_t residentBytes = 0;

  // A process whose main thread has ended shows as a zombie while its other threads go on.
  bool alive() const { return (state != 'Z' && state != 'X') || threads > 1; }
};

// nullopt: no such process.
std::optional<ProcessStat> readProcess(pid_t pid);

// Complete for the caller's own process, as long as no other thread of it reaps children; else a best effort.
std::vector<pid_t> childrenOf(pid_t pid);

// The process and all below it, parents before their children; no more than `atMost`.
std::vector<ProcessStat> treeOf(pid_t root, std::size_t atMost = SIZE_MAX);

std::vector<pid_t> threadsOf(pid_t pid);

// The entries of a directory below the process's in /proc whose names are numbers.
std::vector<pid_t> numbersOfProcess(pid_t pid, const std::string &name);

// A file below the process's directory in /proc; nullopt: it can't be opened.
std::optional<std::string> readOfProcess(pid_t pid, const std::string &name);

// No thread of the process runs, waits for a CPU, or is in a wait that no signal can end (the disk).
bool isBlocked(const ProcessStat &process);

// A variable in the environment that the process was started with; empty when it has none or may not be read.
std::string environmentOf(pid_t pid, const std::string &name);

// Resident memory, where a page shared by n processes counts as 1/n. 0 when it can't be told. Costs a walk over the
// page tables.
std::uint64_t proportionalMemory(pid_t pid);

} // namespace allele
