// Directories of a command's own: a scratch directory, and a copy of the working directory that is made new cheaply
// between two mutants.
//
// What stands in them was made by mutants, so anything may: unreadable directories, symlinks out of the tree, paths
// longer than PATH_MAX, files that appear while the tree is deleted. No symlink is followed below a given path.
#pragma once

#include "Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace allele {

// Removes a file or a whole tree. Nothing there: fine.
Status removeTree(const std::filesystem::path &path);

// Bytes on disk of all files below `path`, as far as they can be read. 0 when nothing is there.
std::uint64_t bytesOnDisk(const std::filesystem::path &path);

// A private directory (mode 0700), removed with all that is in it on destruction.
class ScratchDirectory {
public:
  // Below `base`, which has to exist; empty: below TMPDIR, or else /tmp.
  static Result<ScratchDirectory> create(const std::filesystem::path &base = {});
  ~ScratchDirectory();
  ScratchDirectory(ScratchDirectory &&other) noexcept;
  ScratchDirectory &operator=(ScratchDirectory &&other) noexcept;

  // Absolute. Empty after a move.
  const std::filesystem::path &path() const { return location; }
  // Removes what is in it, for the next run; makes it again when it is gone.
  Status clear();

private:
  explicit ScratchDirectory(std::filesystem::path path);
  std::filesystem::path location;
};

// A copy of a directory, and what is needed to see what was changed in it. Does not own the files: put it into a
// ScratchDirectory.
class TreeCopy {
public:
  ~TreeCopy();
  TreeCopy(TreeCopy &&other) noexcept;
  TreeCopy &operator=(TreeCopy &&other) noexcept;

  const std::filesystem::path &path() const;

private:
  friend Result<TreeCopy> copyTree(const std::filesystem::path &from, const std::filesystem::path &to,
                                   const std::vector<std::filesystem::path> &leaveOut);
  friend Status resetTree(TreeCopy &copy);
  struct Impl;
  explicit TreeCopy(std::unique_ptr<Impl> content);
  std::unique_ptr<Impl> impl;
};

// Copies a directory with modes, modification times, symlinks (as they are) and, as far as permitted, owners. Sockets,
// fifos and devices are skipped; hard links become files of their own. Uses the file system's reflinks where it has
// them. `leaveOut`: absolute or relative to `from`. `to` must not exist or be an empty directory. It may lie below
// `from` only when one of `leaveOut` covers it. Errors: that, and any file that can't be read or written.
Result<TreeCopy> copyTree(const std::filesystem::path &from, const std::filesystem::path &to,
                          const std::vector<std::filesystem::path> &leaveOut = {});

// Makes the copy identical to its source again: copies anew what was changed or is missing, deletes what is new. Costs
// one lstat for each file. A file counts as unchanged only when its inode, size, mode, times and status change time
// (ctime, which a program can't set) are the ones that the copy had. Nothing may run in the copy meanwhile. Errors: as
// copyTree; and a source file that is needed but was itself changed since copyTree.
Status resetTree(TreeCopy &copy);

} // namespace allele
