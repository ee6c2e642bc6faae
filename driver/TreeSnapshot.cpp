#include "TreeSnapshot.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sys/stat.h>
#include <tuple>

namespace allele {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostEntries = 100'000;

std::int64_t nanoseconds(const timespec &time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

bool isOfVersionControl(const fs::path &name) {
  return name == ".git" || name == ".hg" || name == ".svn";
}

} // namespace

bool TreeSnapshot::Mark::operator==(const Mark &other) const {
  return std::tie(isDirectory, inode, size, modified, changed) ==
         std::tie(other.isDirectory, other.inode, other.size, other.modified, other.changed);
}

std::optional<TreeSnapshot> TreeSnapshot::take(const fs::path &root, const std::vector<fs::path> &leaveOut) {
  TreeSnapshot snapshot;
  std::error_code failure;
  fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied, failure);
  const auto add = [&](const std::string &name, const fs::path &path) {
    struct stat found = {};
    if (lstat(path.c_str(), &found) != 0)
      return;
    const bool isDirectory = S_ISDIR(found.st_mode);
    snapshot.entries[name] = {isDirectory, found.st_ino, isDirectory ? 0 : static_cast<std::uint64_t>(found.st_size),
                              nanoseconds(found.st_mtim), isDirectory ? 0 : nanoseconds(found.st_ctim)};
    if (S_ISREG(found.st_mode))
      snapshot.total += static_cast<std::uint64_t>(found.st_size);
  };
  add(".", root);
  // The run's own output may stand in a file system of its own.
  std::set<dev_t> devices;
  const auto addDevice = [&](const fs::path &path) {
    if (struct stat found = {}; lstat(path.c_str(), &found) == 0)
      devices.insert(found.st_dev);
  };
  addDevice(root);
  std::for_each(leaveOut.begin(), leaveOut.end(), addDevice);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    const fs::path &path = entry->path();
    if (isOfVersionControl(path.filename()) || std::find(leaveOut.begin(), leaveOut.end(), path) != leaveOut.end()) {
      entry.disable_recursion_pending();
      continue;
    }
    struct stat found = {};
    const bool isMounted = lstat(path.c_str(), &found) == 0 && devices.count(found.st_dev) == 0;
    if (isMounted || snapshot.entries.size() == kMostEntries)
      return std::nullopt;
    add(path.lexically_relative(root).string(), path);
  }
  return snapshot;
}

std::vector<std::string> TreeSnapshot::changesTo(const TreeSnapshot &later) const {
  std::vector<std::string> paths;
  for (const auto &[path, mark] : entries)
    if (const auto found = later.entries.find(path); found == later.entries.end() || !(found->second == mark))
      paths.push_back(path);
  for (const auto &[path, mark] : later.entries)
    if (entries.count(path) == 0)
      paths.push_back(path);
  std::sort(paths.begin(), paths.end());
  // A directory that changed because of what it holds says nothing more.
  const auto holdsAnother = [&](const std::string &path) {
    if (path == ".")
      return paths.size() > 1 && std::any_of(paths.begin(), paths.end(), [](const std::string &other) {
               return other != "." && other.find('/') == std::string::npos;
             });
    const std::string prefix = path + "/";
    const auto next = std::lower_bound(paths.begin(), paths.end(), prefix);
    return next != paths.end() && next->rfind(prefix, 0) == 0;
  };
  std::vector<std::string> leaves;
  std::copy_if(paths.begin(), paths.end(), std::back_inserter(leaves),
               [&](const std::string &path) { return !holdsAnother(path); });
  return leaves;
}

} // namespace allele
