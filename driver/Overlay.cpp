#include "Overlay.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/capability.h>
#include <sched.h>
#include <string_view>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace allele {
namespace {

// Commas end an option, and colons one of several lower directories.
std::string escaped(const std::filesystem::path &path) {
  std::string result;
  for (const char each : path.string()) {
    if (each == '\\' || each == ',' || each == ':')
      result += '\\';
    result += each;
  }
  return result;
}

#if defined(__clang__)
__attribute__((no_sanitize("address", "undefined")))
#endif
int writeFile(const char *path, const char *content, std::size_t size) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0)
    return errno;
  const int error = write(file, content, size) == static_cast<ssize_t>(size) ? 0 : errno;
  close(file);
  return error;
}

} // namespace

OverlayPlan::OverlayPlan(const Overlay &overlay)
    : hasOwnUsers(geteuid() != 0 || prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN) != 1), target(overlay.target.string()),
      options(fmt::format("lowerdir={},upperdir={},workdir={}{}", escaped(overlay.target), escaped(overlay.upper),
                          escaped(overlay.work), hasOwnUsers ? ",userxattr" : "")),
      userMap(fmt::format("{0} {0} 1", geteuid())), groupMap(fmt::format("{0} {0} 1", getegid())) {}

int OverlayPlan::cloneFlags() const {
  return CLONE_NEWNS | (hasOwnUsers ? CLONE_NEWUSER : 0);
}

#if defined(__clang__)
__attribute__((no_sanitize("address", "undefined")))
#endif
int OverlayPlan::enter() const {
  if (hasOwnUsers) {
    constexpr std::string_view kDeny = "deny"; // else the kernel takes no map of groups
    if (const int error = writeFile("/proc/self/setgroups", kDeny.data(), kDeny.size()); error != 0)
      return error;
    if (const int error = writeFile("/proc/self/uid_map", userMap.c_str(), userMap.size()); error != 0)
      return error;
    if (const int error = writeFile("/proc/self/gid_map", groupMap.c_str(), groupMap.size()); error != 0)
      return error;
  }
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return errno;
  return mount("allele", target.c_str(), "overlay", 0, options.c_str()) == 0 ? 0 : errno;
}

} // namespace allele
