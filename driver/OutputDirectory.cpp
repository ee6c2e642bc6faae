#include "OutputDirectory.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace allele {
namespace {

std::string lockHolder(int descriptor) {
  char text[32] = {};
  const ssize_t size = pread(descriptor, text, sizeof text - 1, 0);
  std::string holder(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  if (!holder.empty() && holder.back() == '\n')
    holder.pop_back();
  return holder.empty() ? "another run" : "the run with process id " + holder;
}

Status writeAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return Error{std::strerror(errno)};
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

} // namespace

Result<std::unique_ptr<OutputDirectory>> OutputDirectory::open(const std::filesystem::path &path) {
  std::error_code failure;
  const std::filesystem::path directory = std::filesystem::absolute(path, failure).lexically_normal();
  const auto unusable = [&](const char *reason) {
    return Error{fmt::format("output directory {} can't be written: {}; choose another with --out DIR",
                             directory.string(), reason)};
  };
  std::filesystem::create_directories(directory, failure);
  if (failure)
    return unusable(failure.message().c_str());
  const int descriptor = ::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return unusable(std::strerror(errno));
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const Error inUse{fmt::format("output directory {} is in use by {}; wait for it, or choose another with --out DIR",
                                  directory.string(), lockHolder(descriptor))};
    close(descriptor);
    return inUse;
  }
  const std::string holder = fmt::format("{}\n", getpid());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, holder.data(), holder.size(), 0) < 0) {
    const Error full = unusable(std::strerror(errno));
    close(descriptor);
    return full;
  }
  return std::unique_ptr<OutputDirectory>(new OutputDirectory(directory, descriptor));
}

OutputDirectory::OutputDirectory(std::filesystem::path path, int lockDescriptor)
    : directory(std::move(path)), lock(lockDescriptor) {}

// The lock file stays: removing it would let two runs lock two files of one name.
OutputDirectory::~OutputDirectory() {
  close(lock);
}

Status writeFileAtomically(const std::filesystem::path &path, std::string_view content) {
  std::filesystem::path temporary = path;
  temporary += ".new";
  const auto failed = [&](const std::string &reason) {
    unlink(temporary.c_str());
    return Error{fmt::format("{} can't be written: {}", path.string(), reason)};
  };
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return failed(std::strerror(errno));
  const Status written = writeAll(descriptor, content);
  if (close(descriptor) != 0 && written)
    return failed(std::strerror(errno));
  if (!written)
    return failed(written.error().message);
  if (rename(temporary.c_str(), path.c_str()) != 0)
    return failed(std::strerror(errno));
  return Done{};
}

} // namespace allele
