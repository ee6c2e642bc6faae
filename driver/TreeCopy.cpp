#include "DirectoryTree.h"
#include "Isolation.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/fs.h>
#include <map>
#include <optional>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferBytes = 65536;

bool same(const timespec &a, const timespec &b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}
bool notBefore(const timespec &a, const timespec &b) {
  return std::tie(a.tv_sec, a.tv_nsec) >= std::tie(b.tv_sec, b.tv_nsec);
}

// What stands at a place of the tree.
struct Node {
  struct stat source = {}; // when it was copied
  struct stat copy = {};   // files and symlinks: right after they were copied
  std::string target;      // of a symlink
  std::map<std::string, std::unique_ptr<Node>> children;
};

int writeAll(int file, const char *bytes, std::size_t count, off_t offset) {
  while (count > 0) {
    const ssize_t written = pwrite(file, bytes, count, offset);
    if (written < 0 && errno != EINTR)
      return errno;
    if (written > 0) {
      bytes += written;
      count -= static_cast<std::size_t>(written);
      offset += written;
    }
  }
  return 0;
}

int copyRange(int from, int to, off_t begin, off_t end) {
  off_t in = begin;
  off_t out = begin;
  while (in < end && copy_file_range(from, &in, to, &out, static_cast<std::size_t>(end - in), 0) > 0) {
  }
  // Where the kernel can't copy by itself, or could not go on.
  std::vector<char> buffer;
  while (in < end) {
    buffer.resize(kBufferBytes);
    const auto wanted = static_cast<std::size_t>(std::min<off_t>(end - in, static_cast<off_t>(buffer.size())));
    const ssize_t count = pread(from, buffer.data(), wanted, in);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return count < 0 ? errno : 0;
    if (const int error = writeAll(to, buffer.data(), static_cast<std::size_t>(count), in); error != 0)
      return error;
    in += count;
  }
  return 0;
}

int copyContent(int from, int to, off_t size) {
  if (size == 0 || ioctl(to, FICLONE, from) == 0)
    return 0;
  for (off_t at = 0; at < size;) {
    off_t data = lseek(from, at, SEEK_DATA);
    if (data < 0 && errno == ENXIO)
      break; // a hole up to the end
    off_t hole = data < 0 ? size : lseek(from, data, SEEK_HOLE);
    if (data < 0 || hole < 0) {
      data = at;
      hole = size;
    }
    hole = std::min(hole, size);
    if (const int error = copyRange(from, to, data, hole); error != 0)
      return error;
    at = hole;
  }
  return ftruncate(to, size) == 0 ? 0 : errno;
}

bool sameContent(int a, int b) {
  std::vector<char> fromA(kBufferBytes);
  std::vector<char> fromB(fromA.size());
  for (off_t at = 0;;) {
    const ssize_t countA = pread(a, fromA.data(), fromA.size(), at);
    const ssize_t countB = pread(b, fromB.data(), fromB.size(), at);
    if (countA < 0 || countA != countB)
      return false;
    if (countA == 0)
      return true;
    if (std::memcmp(fromA.data(), fromB.data(), static_cast<std::size_t>(countA)) != 0)
      return false;
    at += countA;
  }
}

std::optional<std::string> readLink(int parent, const std::string &name) {
  std::array<char, PATH_MAX> target;
  const ssize_t length = readlinkat(parent, name.c_str(), target.data(), target.size());
  if (length < 0)
    return std::nullopt;
  return std::string(target.data(), static_cast<std::size_t>(length));
}

// Owner first: a change of the owner clears the set-user-id bit. It may not be permitted, then the caller owns the
// copy.
void setAttributes(int file, const struct stat &wanted) {
  struct stat now;
  if (fstat(file, &now) != 0)
    return;
  if (now.st_uid != wanted.st_uid || now.st_gid != wanted.st_gid)
    static_cast<void>(!fchown(file, wanted.st_uid, wanted.st_gid));
  if (fstat(file, &now) == 0 && now.st_mode != wanted.st_mode)
    fchmod(file, wanted.st_mode & 07777);
  if (!same(now.st_mtim, wanted.st_mtim)) {
    const timespec times[2] = {{0, UTIME_OMIT}, wanted.st_mtim};
    futimens(file, times);
  }
}

} // namespace

struct TreeCopy::Impl {
  fs::path source;
  fs::path copy;
  Node root;
  // The file system's time behind the last change that was made here. What a program changes later gets a status change
  // time that is not before it.
  timespec stamp = {};
  bool fresh = true;                                          // the first copy: takes the source as it finds it
  std::vector<std::tuple<dev_t, ino_t, std::string>> leftOut; // directory and name in it

  Status copyAll();
  Status reset();
  Status scan(int directory, Node &node, const fs::path &place);
  Status restore(int parent, const std::string &name, Node &node, const fs::path &place, bool &vanished);
  Status restoreFile(int parent, const std::string &name, Node &node, const fs::path &place, bool &vanished);
  Status restoreChildren(int directory, Node &node, const fs::path &place);
  Status resetDirectory(int directory, Node &node, const fs::path &place);
  bool unchanged(int parent, const std::string &name, const Node &node, const struct stat &now, const fs::path &place);
  void takeStamp();
};

// Fills the node's children in from the source. `place` is relative to the root.
Status TreeCopy::Impl::scan(int directory, Node &node, const fs::path &place) {
  for (const std::string &name : namesIn(directory)) {
    if (std::find(leftOut.begin(), leftOut.end(), std::tuple(node.source.st_dev, node.source.st_ino, name)) !=
        leftOut.end())
      continue;
    auto child = std::make_unique<Node>();
    if (fstatat(directory, name.c_str(), &child->source, AT_SYMLINK_NOFOLLOW) != 0)
      continue; // it has just been deleted
    const mode_t mode = child->source.st_mode;
    if (S_ISLNK(mode)) {
      auto target = readLink(directory, name);
      if (!target)
        continue;
      child->target = *target;
    } else if (S_ISDIR(mode)) {
      const Descriptor below(openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!below)
        return pathError(source / place / name, "can't be copied", errno);
      if (auto status = scan(below.get(), *child, place / name); !status)
        return status;
    } else if (!S_ISREG(mode)) {
      continue;
    }
    node.children.emplace(name, std::move(child));
  }
  return Done{};
}

// Makes what is missing in the copy. `vanished`: only in the first copy, the source file is gone.
Status TreeCopy::Impl::restore(int parent, const std::string &name, Node &node, const fs::path &place, bool &vanished) {
  if (S_ISREG(node.source.st_mode))
    return restoreFile(parent, name, node, place, vanished);
  if (S_ISLNK(node.source.st_mode)) {
    if (symlinkat(node.target.c_str(), parent, name.c_str()) != 0)
      return pathError(copy / place, "can't be made", errno);
    const timespec times[2] = {{0, UTIME_OMIT}, node.source.st_mtim};
    utimensat(parent, name.c_str(), times, AT_SYMLINK_NOFOLLOW);
    if (fstatat(parent, name.c_str(), &node.copy, AT_SYMLINK_NOFOLLOW) != 0)
      return pathError(copy / place, "can't be read", errno);
    return Done{};
  }
  if (mkdirat(parent, name.c_str(), 0700) != 0)
    return pathError(copy / place, "can't be made", errno);
  const Descriptor directory = openDirectory(parent, name.c_str());
  if (!directory)
    return pathError(copy / place, "can't be opened", errno);
  if (auto status = restoreChildren(directory.get(), node, place); !status)
    return status;
  setAttributes(directory.get(), node.source);
  return Done{};
}

Status TreeCopy::Impl::restoreFile(int parent, const std::string &name, Node &node, const fs::path &place,
                                   bool &vanished) {
  const Descriptor from(open((source / place).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!from && errno == ENOENT && fresh) {
    vanished = true;
    return Done{};
  }
  struct stat now;
  if (!from || fstat(from.get(), &now) != 0)
    return pathError(source / place, "can't be copied", errno);
  if (fresh && S_ISREG(now.st_mode))
    node.source = now;
  if (!S_ISREG(now.st_mode) || now.st_size != node.source.st_size || !same(now.st_mtim, node.source.st_mtim))
    return Error{(source / place).string() +
                 ": was changed since it was copied: start again, and keep the directory as "
                 "it is meanwhile"};
  const Descriptor to(openat(parent, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!to)
    return pathError(copy / place, "can't be made", errno);
  if (const int error = copyContent(from.get(), to.get(), now.st_size); error != 0)
    return pathError(copy / place, "can't be written", error);
  setAttributes(to.get(), node.source);
  if (fstat(to.get(), &node.copy) != 0)
    return pathError(copy / place, "can't be read", errno);
  return Done{};
}

Status TreeCopy::Impl::restoreChildren(int directory, Node &node, const fs::path &place) {
  for (auto child = node.children.begin(); child != node.children.end();) {
    bool vanished = false;
    if (auto status = restore(directory, child->first, *child->second, place / child->first, vanished); !status)
      return status;
    child = vanished ? node.children.erase(child) : std::next(child);
  }
  return Done{};
}

bool TreeCopy::Impl::unchanged(int parent, const std::string &name, const Node &node, const struct stat &now,
                               const fs::path &place) {
  const struct stat &then = node.copy;
  const bool alike = now.st_dev == then.st_dev && now.st_ino == then.st_ino && now.st_mode == then.st_mode &&
                     now.st_size == then.st_size && same(now.st_mtim, then.st_mtim) && same(now.st_ctim, then.st_ctim);
  if (!alike || !notBefore(then.st_ctim, stamp))
    return alike;
  // Copied in the clock's last tick before the program ran: a change in that same tick would not show in the times.
  if (S_ISLNK(now.st_mode))
    return readLink(parent, name) == node.target;
  const Descriptor made(openat(parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  const Descriptor original(open((source / place).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return made && original && sameContent(made.get(), original.get());
}

Status TreeCopy::Impl::resetDirectory(int directory, Node &node, const fs::path &place) {
  for (const std::string &name : namesIn(directory))
    if (node.children.count(name) == 0)
      if (const int error = removeEntry(directory, name); error != 0)
        return pathError(copy / place / name, "can't be removed", error);

  for (auto &[name, child] : node.children) {
    const fs::path below = place / name;
    struct stat now;
    const bool exists = fstatat(directory, name.c_str(), &now, AT_SYMLINK_NOFOLLOW) == 0;
    const bool sameType = exists && (now.st_mode & S_IFMT) == (child->source.st_mode & S_IFMT);
    if (sameType && S_ISDIR(now.st_mode)) {
      const Descriptor inner = openDirectory(directory, name.c_str());
      if (!inner)
        return pathError(copy / below, "can't be opened", errno);
      if (auto status = resetDirectory(inner.get(), *child, below); !status)
        return status;
      continue;
    }
    if (sameType && unchanged(directory, name, *child, now, below))
      continue;
    if (const int error = removeEntry(directory, name); error != 0)
      return pathError(copy / below, "can't be removed", error);
    bool vanished = false;
    if (auto status = restore(directory, name, *child, below, vanished); !status)
      return status;
  }
  setAttributes(directory, node.source);
  return Done{};
}

// A change of the root's mode to the one that it has sets its status change time.
void TreeCopy::Impl::takeStamp() {
  const Descriptor directory(open(copy.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat now;
  if (directory && fchmod(directory.get(), root.source.st_mode & 07777) == 0 && fstat(directory.get(), &now) == 0)
    stamp = now.st_ctim;
  else
    stamp = {}; // every file is compared by content
}

Status TreeCopy::Impl::copyAll() {
  const Descriptor from(open(source.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!from || fstat(from.get(), &root.source) != 0)
    return pathError(source, "can't be copied", errno);
  if (auto status = scan(from.get(), root, {}); !status)
    return status;
  if (mkdir(copy.c_str(), 0700) != 0 && errno != EEXIST)
    return pathError(copy, "can't be made", errno);
  const Descriptor to = openDirectory(AT_FDCWD, copy.c_str());
  if (!to)
    return pathError(copy, "can't be opened", errno);
  if (!namesIn(to.get()).empty())
    return Error{copy.string() + ": can't hold a copy of the working directory: it isn't empty"};
  if (auto status = restoreChildren(to.get(), root, {}); !status)
    return status;
  setAttributes(to.get(), root.source);
  takeStamp();
  fresh = false;
  return Done{};
}

Status TreeCopy::Impl::reset() {
  Descriptor to = openDirectory(AT_FDCWD, copy.c_str());
  if (!to) {
    // Gone, or made into something else.
    if (auto removed = removeTree(copy); !removed)
      return removed;
    if (mkdir(copy.c_str(), 0700) != 0)
      return pathError(copy, "can't be made", errno);
    to = openDirectory(AT_FDCWD, copy.c_str());
    if (!to)
      return pathError(copy, "can't be opened", errno);
  }
  if (auto status = resetDirectory(to.get(), root, {}); !status)
    return status;
  takeStamp();
  return Done{};
}

TreeCopy::TreeCopy(std::unique_ptr<Impl> content) : impl(std::move(content)) {}
TreeCopy::~TreeCopy() = default;
TreeCopy::TreeCopy(TreeCopy &&other) noexcept = default;
TreeCopy &TreeCopy::operator=(TreeCopy &&other) noexcept = default;

const fs::path &TreeCopy::path() const {
  return impl->copy;
}

namespace {

// Absolute and without symlinks, as far as it exists; no slash at the end.
fs::path settled(const fs::path &path) {
  std::error_code ignored;
  fs::path result = fs::weakly_canonical(fs::absolute(path, ignored), ignored).lexically_normal();
  return result.has_filename() || !result.has_relative_path() ? result : result.parent_path();
}

} // namespace

Result<TreeCopy> copyTree(const fs::path &from, const fs::path &to, const std::vector<fs::path> &leaveOut) {
  auto impl = std::make_unique<TreeCopy::Impl>();
  impl->source = settled(from);
  impl->copy = settled(to);
  bool covered = !liesIn(impl->copy, impl->source);
  for (const fs::path &path : leaveOut) {
    // The last name as it is: a symlink is left out itself.
    fs::path place = (impl->source / path).lexically_normal();
    if (!place.has_filename())
      place = place.parent_path();
    place = settled(place.parent_path()) / place.filename();
    struct stat parent;
    if (stat(place.parent_path().c_str(), &parent) == 0)
      impl->leftOut.emplace_back(parent.st_dev, parent.st_ino, place.filename().string());
    covered = covered || (place != impl->source && liesIn(impl->copy, place) && liesIn(place, impl->source));
  }
  if (!covered)
    return Error{impl->copy.string() + ": a copy of " + impl->source.string() +
                 " can't lie in it: take a place outside, or one that is left out"};
  if (auto status = impl->copyAll(); !status)
    return status.error();
  return TreeCopy(std::move(impl));
}

Status resetTree(TreeCopy &copy) {
  return copy.impl->reset();
}

} // namespace allele
