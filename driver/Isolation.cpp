#include "Isolation.h"

#include "DirectoryTree.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <utility>

namespace allele {
namespace {

constexpr int kDeepestCounted = 64;

std::uint64_t bytesBelow(int directory, int depth) {
  std::uint64_t bytes = 0;
  for (const std::string &name : namesIn(directory)) {
    struct stat status;
    if (fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
    if (!S_ISDIR(status.st_mode) || depth == kDeepestCounted)
      continue;
    const Descriptor below(openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (below)
      bytes += bytesBelow(below.get(), depth + 1);
  }
  return bytes;
}

} // namespace

Status removeTree(const std::filesystem::path &path) {
  // A slash at the end would follow a symlink.
  std::filesystem::path plain = path.lexically_normal();
  if (!plain.has_filename())
    plain = plain.parent_path();
  if (const int error = removeEntry(AT_FDCWD, plain.string()); error != 0)
    return pathError(path, "can't be removed", error);
  return Done{};
}

std::uint64_t bytesOnDisk(const std::filesystem::path &path) {
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory ? bytesBelow(directory.get(), 0) : 0;
}

Result<ScratchDirectory> ScratchDirectory::create(const std::filesystem::path &base) {
  std::filesystem::path parent = base;
  if (parent.empty()) {
    const char *configured = std::getenv("TMPDIR");
    parent = configured != nullptr && *configured != '\0' ? configured : "/tmp";
  }
  std::error_code error;
  const std::filesystem::path place = std::filesystem::canonical(parent, error);
  if (error)
    return pathError(parent, "can't hold a scratch directory", error.value());
  std::string name = (place / "allele-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    return pathError(parent, "can't hold a scratch directory", errno);
  return ScratchDirectory(name);
}

ScratchDirectory::ScratchDirectory(std::filesystem::path path) : location(std::move(path)) {}

ScratchDirectory::ScratchDirectory(ScratchDirectory &&other) noexcept : location(std::move(other.location)) {
  other.location.clear();
}

ScratchDirectory &ScratchDirectory::operator=(ScratchDirectory &&other) noexcept {
  std::swap(location, other.location);
  return *this;
}

ScratchDirectory::~ScratchDirectory() {
  if (!location.empty())
    static_cast<void>(removeTree(location));
}

Status ScratchDirectory::clear() {
  Descriptor directory = openDirectory(AT_FDCWD, location.c_str());
  if (!directory) {
    // Gone, or made into something else.
    if (auto removed = removeTree(location); !removed)
      return removed;
    if (mkdir(location.c_str(), 0700) != 0)
      return pathError(location, "can't be made again", errno);
    return Done{};
  }
  for (const std::string &name : namesIn(directory.get()))
    if (const int error = removeEntry(directory.get(), name); error != 0)
      return pathError(location / name, "can't be removed", error);
  fchmod(directory.get(), 0700);
  return Done{};
}

} // namespace allele
