#include "DirectoryTree.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace allele {
namespace {

// Directories below are moved up to the root of the removal: a descriptor and a stack frame are needed for each level.
constexpr int kDeepest = 64;
// A directory is emptied this often when files appear in it meanwhile.
constexpr int kAttempts = 100;

struct DirectoryCloser {
  void operator()(DIR *directory) const { closedir(directory); }
};

class Removal {
public:
  int remove(int parent, const std::string &name) { return remove(parent, name, 0); }

private:
  int remove(int parent, const std::string &name, int depth) {
    if (unlinkat(parent, name.c_str(), 0) == 0 || errno == ENOENT)
      return 0;
    const int error = errno;
    if (error != EISDIR && error != EPERM && error != EACCES)
      return error;
    if (depth >= kDeepest)
      return moveUp(parent, name);
    Descriptor directory = openDirectory(parent, name.c_str());
    if (!directory)
      return errno == ENOTDIR || errno == ELOOP ? error : errno;
    if (depth == 0)
      root = directory.get();
    int failure = 0;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      failure = empty(directory.get(), depth);
      if (failure != 0)
        return failure;
      if (unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT)
        return 0;
      failure = errno;
      if (failure != ENOTEMPTY && failure != EEXIST)
        return failure;
    }
    return failure;
  }

  int empty(int directory, int depth) {
    int failure = 0;
    // At the root again as long as there is something: what was moved up came behind the names that were read.
    do {
      if (depth == 0)
        moved = false;
      for (const std::string &name : namesIn(directory))
        if (const int error = remove(directory, name, depth + 1); error != 0)
          failure = error;
    } while (depth == 0 && moved && failure == 0);
    return failure;
  }

  int moveUp(int parent, const std::string &name) {
    fchmodat(parent, name.c_str(), 0700, AT_SYMLINK_NOFOLLOW);
    // A mutant may have taken the name.
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::string target = ".allele-removed-" + std::to_string(++number);
      if (renameat2(parent, name.c_str(), root, target.c_str(), RENAME_NOREPLACE) == 0) {
        moved = true;
        return 0;
      }
      if (errno != EEXIST)
        break;
    }
    return errno;
  }

  int root = -1;
  unsigned number = 0;
  bool moved = false;
};

} // namespace

Descriptor openDirectory(int parent, const char *name) {
  const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  Descriptor directory(openat(parent, name, flags));
  if (!directory && errno == EACCES) {
    fchmodat(parent, name, 0700, AT_SYMLINK_NOFOLLOW);
    directory = Descriptor(openat(parent, name, flags));
  }
  struct stat status;
  if (directory && fstat(directory.get(), &status) == 0 && (status.st_mode & 0700) != 0700)
    fchmod(directory.get(), (status.st_mode & 07777) | 0700);
  return directory;
}

std::vector<std::string> namesIn(int directory) {
  std::vector<std::string> names;
  const int copy = fcntl(directory, F_DUPFD_CLOEXEC, 0);
  const std::unique_ptr<DIR, DirectoryCloser> stream(copy < 0 ? nullptr : fdopendir(copy));
  if (!stream)
    return names;
  rewinddir(stream.get());
  while (const dirent *entry = readdir(stream.get()))
    if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
      names.emplace_back(entry->d_name);
  return names;
}

int removeEntry(int parent, const std::string &name) {
  return Removal().remove(parent, name);
}

bool liesIn(const std::filesystem::path &path, const std::filesystem::path &directory) {
  return std::mismatch(directory.begin(), directory.end(), path.begin(), path.end()).first == directory.end();
}

Error pathError(const std::filesystem::path &path, const std::string &what, int error) {
  return Error{path.string() + ": " + what + ": " + std::system_category().message(error)};
}

} // namespace allele
