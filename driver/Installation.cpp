#include "Installation.h"

#include <fmt/format.h>
#include <string>

namespace allele {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDigits = 4;

// Installed: the directory that CMakeLists.txt installs them to. In the build directory: lib.
fs::path libraryDirectory(const fs::path &program) {
  const fs::path directory = program.parent_path();
  const fs::path installed = (directory / ALLELE_LIBRARIES_FROM_PROGRAM).lexically_normal();
  std::error_code ignored;
  return fs::is_directory(installed, ignored) ? installed : (directory / "../lib").lexically_normal();
}

} // namespace

Result<fs::path> ownProgram() {
  std::error_code failure;
  fs::path self = fs::read_symlink("/proc/self/exe", failure);
  if (failure)
    return Error{"/proc/self/exe can't be read: " + failure.message()};
  return self;
}

Result<std::map<unsigned, fs::path>> installedPlugins() {
  const auto self = ownProgram();
  if (!self)
    return self.error();
  const fs::path directory = libraryDirectory(*self);
  std::map<unsigned, fs::path> plugins;
  std::error_code failure;
  for (fs::directory_iterator entry(directory, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    constexpr std::string_view kPrefix = "allele-";
    constexpr std::string_view kSuffix = ".so";
    if (name.size() <= kPrefix.size() + kSuffix.size() || name.rfind(kPrefix, 0) != 0 ||
        name.compare(name.size() - kSuffix.size(), kSuffix.size(), kSuffix) != 0)
      continue;
    const std::string major = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
    if (major.size() <= kMostDigits && major.find_first_not_of("0123456789") == std::string::npos)
      plugins[static_cast<unsigned>(std::stoul(major))] = entry->path();
  }
  if (plugins.empty())
    return Error{fmt::format("no plugin in {}; build or install Allele's for the LLVM version of your clang",
                             directory.string())};
  return plugins;
}

fs::path serverLibrary() {
  const auto self = ownProgram();
  return libraryDirectory(self ? *self : fs::path()) / "liballele-server.so";
}

} // namespace allele
