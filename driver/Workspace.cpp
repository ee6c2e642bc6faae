#include "Workspace.h"

#include <allele/abi.h>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace allele {

namespace fs = std::filesystem;

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
  return workspace;
}

Status Workspace::reset() {
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
  for (const fs::path &file : {directory / "answer", directory / "log"})
    unlink(file.c_str());
  return copy ? resetTree(*copy) : Status(Done{});
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
