#include "Workspace.h"

#include "Descriptor.h"
#include "DirectoryTree.h"
#include "Spawn.h"

#include <algorithm>
#include <allele/abi.h>
#include <array>
#include <climits>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <mntent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allele {

namespace fs = std::filesystem;

namespace {

// What an overlay would hide.
std::optional<fs::path> mountPointIn(const fs::path &directory, const std::vector<fs::path> &leaveOut) {
  const std::unique_ptr<FILE, int (*)(FILE *)> mounts(setmntent("/proc/self/mounts", "re"), endmntent);
  mntent entry = {};
  std::array<char, std::size_t{2} * PATH_MAX> text;
  while (mounts && getmntent_r(mounts.get(), &entry, text.data(), static_cast<int>(text.size())) != nullptr) {
    fs::path place = entry.mnt_dir;
    if (place != directory && liesIn(place, directory) &&
        std::none_of(leaveOut.begin(), leaveOut.end(), [&](const fs::path &path) { return liesIn(place, path); }))
      return place;
  }
  return std::nullopt;
}

Status tryOverlay(const Overlay &overlay) {
  const Descriptor input(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)); // for a program that neither reads nor writes
  const std::vector<std::string> command = {"/bin/true"};
  SpawnRequest request{command, {}, overlay.target, {}};
  request.input = input.get();
  request.output = input.get();
  request.overlay = &overlay;
  Spawner spawner;
  const auto spawned = spawner.spawn(std::move(request));
  if (!spawned)
    return spawned.error();
  waitpid(spawned->pid, nullptr, 0);
  return Done{};
}

} // namespace

Workspace::Workspace(const WorkspaceSettings &common, fs::path own)
    : settings(&common), directory(std::move(own)), scratch(directory / "tmp"), status(directory / "status") {}

Result<Workspace> Workspace::create(const fs::path &base, const std::string &name, const WorkspaceSettings &settings) {
  Workspace workspace(settings, base / name);
  std::error_code failure;
  fs::create_directory(workspace.directory, failure);
  if (failure)
    return Error{fmt::format("{} can't be made: {}; set TMPDIR to a writable directory", workspace.directory.string(),
                             failure.message())};
  if (settings.isolation == Isolation::kCopy) {
    auto made = copyTree(settings.workingDirectory, workspace.directory / "work", settings.leaveOut);
    if (!made)
      return made.error();
    workspace.copy.emplace(std::move(*made));
    workspace.copyBytes = bytesOnDisk(workspace.copy->path());
  }
  if (settings.isolation == Isolation::kOverlay) {
    const fs::path &target = settings.workingDirectory;
    if (liesIn(workspace.directory, target))
      return Error{fmt::format("{}: no overlay can be mounted on it, since {} lies in it; set TMPDIR to a directory "
                               "elsewhere, or use --isolate copy",
                               target.string(), base.string())};
    if (const auto place = mountPointIn(target, settings.leaveOut))
      return Error{fmt::format("{}: no overlay can be mounted on it, since it would hide what is mounted on {}; use "
                               "--isolate copy",
                               target.string(), place->string())};
    if (const Status made = workspace.makeOverlay(); !made)
      return made.error();
    if (const Status works = workspace.overlay ? tryOverlay(*workspace.overlay) : Status(Done{}); !works)
      return works.error();
  }
  return workspace;
}

// Always in a place of its own: processes of the last one may not be gone yet.
Status Workspace::makeOverlay() {
  if (overlay)
    if (Status removed = removeTree(overlay->upper.parent_path()); !removed)
      return removed;
  const fs::path place = directory / fmt::format("overlay.{}", ++overlays);
  const Overlay &made = overlay.emplace(Overlay{settings->workingDirectory, place / "upper", place / "work"});
  std::error_code failure;
  fs::create_directories(made.upper, failure);
  if (!failure)
    fs::create_directory(made.work, failure);
  struct stat original;
  if (failure || stat(made.target.c_str(), &original) != 0)
    return Error{fmt::format("{} can't be made", place.string())};
  // The working directory is seen with the attributes of the upper one.
  if (original.st_uid != geteuid() || original.st_gid != getegid())
    static_cast<void>(!chown(made.upper.c_str(), original.st_uid, original.st_gid));
  chmod(made.upper.c_str(), original.st_mode & 07777);
  return Done{};
}

bool Workspace::overlayWasWritten() const {
  if (!overlay)
    return false;
  struct stat now;
  struct stat original;
  if (stat(overlay->upper.c_str(), &now) != 0 || stat(overlay->target.c_str(), &original) != 0 ||
      now.st_mode != original.st_mode)
    return true;
  std::error_code failure;
  const fs::directory_iterator content(overlay->upper, failure);
  return failure || content != fs::directory_iterator();
}

Status Workspace::reset(const std::function<void()> &endProcesses) {
  std::error_code failure;
  // Most tests leave nothing.
  if (const fs::directory_iterator content(scratch, failure); failure || content != fs::directory_iterator()) {
    if (Status removed = removeTree(scratch); !removed)
      return removed;
    fs::create_directory(scratch, failure);
    if (failure)
      return Error{fmt::format("{} can't be made: {}", scratch.string(), failure.message())};
  }
  if (fs::file_size(status, failure) != 0 || failure) {
    std::ofstream empty(status, std::ios::trunc);
    if (!empty)
      return Error{fmt::format("{} can't be written", status.string())};
  }
  forgetAnswers();
  if (overlayWasWritten()) {
    endProcesses();
    return makeOverlay();
  }
  return copy ? resetTree(*copy) : Status(Done{});
}

void Workspace::forgetAnswers() {
  for (const fs::path &file : {directory / "answer", directory / "log"})
    unlink(file.c_str());
}

TestFiles Workspace::testFiles(std::size_t test) const {
  return {directory / fmt::format("filter.{}", test), directory / "answer", directory / "log"};
}

ProcessSpec Workspace::spec(std::vector<std::string> command, const ProcessLimits &limits,
                            const fs::path &where) const {
  ProcessSpec spec;
  spec.command = std::move(command);
  spec.unsetEnvironment = {ALLELE_ENV_MUTANT, ALLELE_ENV_RECORD, ALLELE_ENV_LIST, ALLELE_ENV_STATUS};
  spec.limits = limits;
  if (settings->isolation != Isolation::kNone)
    spec.scratchDirectory = scratch;
  spec.workingDirectory = where;
  if (overlay) {
    spec.overlay = overlay;
    // The driver's own is the one below the overlay.
    if (where.empty())
      spec.workingDirectory = settings->workingDirectory;
  }
  if (copy) {
    const fs::path inside = where.empty() ? fs::path(".") : where.lexically_relative(settings->workingDirectory);
    if (!inside.empty() && *inside.begin() != "..") {
      spec.workingDirectory = (copy->path() / inside).lexically_normal();
      // Programs that ask PWD instead of the kernel would leave the copy.
      spec.environment.push_back("PWD=" + spec.workingDirectory.string());
    }
    spec.ownWorkingDirectory = true;
    if (spec.limits.scratchBytes != 0)
      spec.limits.scratchBytes += copyBytes;
  }
  return spec;
}

std::string Workspace::readStatus() const {
  std::ifstream in(status, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string Workspace::originalPath(const std::string &path) const {
  if (!copy)
    return path;
  const std::string prefix = copy->path().string() + "/";
  return path.rfind(prefix, 0) == 0 ? (settings->workingDirectory / path.substr(prefix.size())).string() : path;
}

} // namespace allele
