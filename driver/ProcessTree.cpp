#include "ProcessTree.h"

#include "Descriptor.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <unistd.h>

namespace allele {
namespace {

struct DirectoryCloser {
  void operator()(DIR *directory) const { closedir(directory); }
};

std::string processPath(pid_t pid, const char *rest) {
  return "/proc/" + std::to_string(pid) + rest;
}

// nullopt: can't be opened.
std::optional<std::string> readFile(const std::string &path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file)
    return std::nullopt;
  std::string content;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = read(file.get(), buffer, sizeof buffer)) > 0)
    content.append(buffer, static_cast<std::size_t>(count));
  return content;
}

// The entries of a directory of /proc whose names are numbers.
std::vector<pid_t> numbersIn(const std::string &path) {
  std::vector<pid_t> numbers;
  const std::unique_ptr<DIR, DirectoryCloser> directory(opendir(path.c_str()));
  if (!directory)
    return numbers;
  while (const dirent *entry = readdir(directory.get()))
    if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
      numbers.push_back(std::atoi(entry->d_name));
  return numbers;
}

bool appendChildrenOfThread(pid_t pid, pid_t thread, std::vector<pid_t> &children) {
  const auto list = readFile(processPath(pid, "/task/") + std::to_string(thread) + "/children");
  if (!list)
    return false;
  const char *at = list->c_str();
  for (char *end = nullptr;; at = end) {
    const long child = std::strtol(at, &end, 10);
    if (end == at)
      return true;
    children.push_back(static_cast<pid_t>(child));
  }
}

// Kernels without CONFIG_PROC_CHILDREN, and some that only look like Linux.
bool kernelListsChildren() {
  static const bool lists = [] {
    std::vector<pid_t> ignored;
    return appendChildrenOfThread(getpid(), getpid(), ignored);
  }();
  return lists;
}

// Of a process or of a thread.
std::optional<ProcessStat> readStat(const std::string &path) {
  const auto line = readFile(path);
  if (!line)
    return std::nullopt;
  // The name in parentheses may itself hold parentheses and spaces.
  const std::size_t nameEnd = line->rfind(')');
  if (nameEnd == std::string::npos || nameEnd + 2 >= line->size())
    return std::nullopt;
  ProcessStat stat;
  stat.pid = std::atoi(line->c_str());
  stat.state = (*line)[nameEnd + 2];
  static const auto pageBytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const char *at = line->c_str() + nameEnd + 3;
  for (int field = 4; field <= 24; ++field) { // numbered as in proc(5)
    char *end = nullptr;
    const std::uint64_t value = std::strtoull(at, &end, 10);
    at = end;
    switch (field) {
    case 4:
      stat.parent = static_cast<pid_t>(value);
      break;
    case 5:
      stat.group = static_cast<pid_t>(value);
      break;
    case 6:
      stat.session = static_cast<pid_t>(value);
      break;
    case 14:
    case 15:
    case 16:
    case 17:
      stat.cpuTicks += value;
      break;
    case 20:
      stat.threads = value;
      break;
    case 22:
      stat.startTicks = value;
      break;
    case 24:
      stat.residentBytes = value * pageBytes;
      break;
    default:
      break;
    }
  }
  return stat;
}

std::vector<ProcessStat> allProcesses() {
  std::vector<ProcessStat> all;
  for (const pid_t pid : numbersIn("/proc"))
    if (auto stat = readProcess(pid))
      all.push_back(*stat);
  return all;
}

} // namespace

std::optional<ProcessStat> readProcess(pid_t pid) {
  return readStat(processPath(pid, "/stat"));
}

std::vector<pid_t> threadsOf(pid_t pid) {
  return numbersOfProcess(pid, "/task");
}

std::vector<pid_t> numbersOfProcess(pid_t pid, const std::string &name) {
  return numbersIn(processPath(pid, name.c_str()));
}

std::optional<std::string> readOfProcess(pid_t pid, const std::string &name) {
  return readFile(processPath(pid, name.c_str()));
}

std::vector<pid_t> childrenOf(pid_t pid) {
  std::vector<pid_t> children;
  if (kernelListsChildren()) {
    for (const pid_t thread : threadsOf(pid))
      appendChildrenOfThread(pid, thread, children);
    return children;
  }
  for (const ProcessStat &process : allProcesses())
    if (process.parent == pid)
      children.push_back(process.pid);
  return children;
}

std::vector<ProcessStat> treeOf(pid_t root, std::size_t atMost) {
  std::vector<ProcessStat> tree;
  if (auto stat = readProcess(root))
    tree.push_back(*stat);
  const bool listed = kernelListsChildren();
  const std::vector<ProcessStat> all = listed ? std::vector<ProcessStat>() : allProcesses();
  std::vector<pid_t> children;
  for (std::size_t next = 0; next < tree.size() && tree.size() < atMost; ++next) {
    const ProcessStat process = tree[next];
    children.clear();
    if (!listed) {
      for (const ProcessStat &candidate : all)
        if (candidate.parent == process.pid)
          children.push_back(candidate.pid);
    } else if (process.threads == 1) {
      appendChildrenOfThread(process.pid, process.pid, children);
    } else {
      children = childrenOf(process.pid);
    }
    for (const pid_t child : children) {
      if (tree.size() >= atMost)
        break;
      // A process that changes its parent while the tree is read may be met twice.
      const bool known =
          std::any_of(tree.begin(), tree.end(), [child](const ProcessStat &p) { return p.pid == child; });
      if (known)
        continue;
      if (auto stat = readProcess(child))
        tree.push_back(*stat);
    }
  }
  return tree;
}

bool isBlocked(const ProcessStat &process) {
  constexpr std::string_view kBlockedStates = "STtZX"; // asleep, stopped, traced, dead
  const auto isBlockedState = [&](char state) { return kBlockedStates.find(state) != std::string_view::npos; };
  if (process.threads <= 1)
    return isBlockedState(process.state);
  const std::vector<pid_t> threads = threadsOf(process.pid);
  return std::all_of(threads.begin(), threads.end(), [&](pid_t thread) {
    const auto stat = readStat(processPath(process.pid, "/task/") + std::to_string(thread) + "/stat");
    return !stat || isBlockedState(stat->state);
  });
}

std::string environmentOf(pid_t pid, const std::string &name) {
  const auto environment = readFile(processPath(pid, "/environ"));
  if (!environment)
    return {};
  const std::string start = name + "=";
  std::string_view rest = *environment;
  while (!rest.empty()) {
    const std::string_view variable = rest.substr(0, rest.find('\0'));
    if (variable.substr(0, start.size()) == start)
      return std::string(variable.substr(start.size()));
    rest.remove_prefix(std::min(rest.size(), variable.size() + 1));
  }
  return {};
}

std::uint64_t proportionalMemory(pid_t pid) {
  const auto rollup = readFile(processPath(pid, "/smaps_rollup"));
  if (!rollup)
    return 0;
  const std::size_t at = rollup->find("\nPss:");
  return at == std::string::npos ? 0 : std::strtoull(rollup->c_str() + at + std::strlen("\nPss:"), nullptr, 10) * 1024;
}

} // namespace allele
