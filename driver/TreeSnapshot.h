// What stands in a directory, to find out whether something wrote there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

class TreeSnapshot {
public:
  // `leaveOut`: absolute. Version control's own directories are left out, and what can't be read. nullopt: it holds
  // more than can be looked at in a second or so, or other file systems: neither should be copied.
  static std::optional<TreeSnapshot> take(const std::filesystem::path &root,
                                          const std::vector<std::filesystem::path> &leaveOut);

  // Paths relative to the root, of files that are new, gone or otherwise. A directory stands for what came and went in
  // it. No directory that holds another of the paths.
  std::vector<std::string> changesTo(const TreeSnapshot &later) const;

  std::uint64_t bytes() const { return total; }
  std::size_t count() const { return entries.size(); } // of files and directories, the root included

private:
  struct Mark {
    bool isDirectory;
    std::uint64_t inode, size;
    std::int64_t modified, changed; // nanoseconds; of a directory only the first
    bool operator==(const Mark &other) const;
  };
  std::map<std::string, Mark> entries; // by path
  std::uint64_t total = 0;
};

} // namespace allele
