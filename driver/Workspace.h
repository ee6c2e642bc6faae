// What one worker's commands may write to: a scratch directory and, when asked for, a copy of the working directory.
#pragma once

#include "Isolation.h"
#include "Process.h"
#include "Result.h"
#include "RunResults.h"
#include "adapters/Adapter.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Bytes: each job has one.
inline constexpr std::uint64_t kLargestCopy = std::uint64_t{2} << 30;
// Files and directories: with more of them, looking for what a run changed costs more than a new fork server.
inline constexpr std::size_t kMostCopied = 1000;

// What all workspaces of a run have in common.
struct WorkspaceSettings {
  Isolation isolation = Isolation::kTmp;
  std::filesystem::path workingDirectory;      // absolute; the copy's source
  std::vector<std::filesystem::path> leaveOut; // absolute; not copied
};

class Workspace {
public:
  // Lives in a new directory `base`/`name`. With Isolation::kCopy it copies the working directory. Error: also an
  // overlay that can't be mounted.
  static Result<Workspace> create(const std::filesystem::path &base, const std::string &name,
                                  const WorkspaceSettings &settings);

  // Makes scratch directory, copy and overlay as they were at first, and the status file empty. Before every run.
  // `endProcesses`: called when those that live on from former runs, fork servers, would still see what was written.
  Status reset(const std::function<void()> &endProcesses);
  // Leaves all that as the run before left it, but for what that one told: for a run that is to find it.
  void forgetAnswers();

  // A command in this workspace, without mutant and without the runtime's variables. `where`: its working directory;
  // empty: the run's. Of one below the run's the copy is taken.
  ProcessSpec spec(std::vector<std::string> command, const ProcessLimits &limits,
                   const std::filesystem::path &where = {}) const;

  const std::filesystem::path &statusFile() const { return status; }
  std::filesystem::path recordFile() const { return directory / "record"; }
  std::string readStatus() const;
  // For what a test and its adapter tell each other. The filter is the test's own, the rest is there for one run.
  TestFiles testFiles(std::size_t test) const;

  // `path` with the copy's directory replaced by the original's: what the user knows it as.
  std::string originalPath(const std::string &path) const;

private:
  Workspace(const WorkspaceSettings &common, std::filesystem::path own);
  Status makeOverlay();
  bool overlayWasWritten() const;

  const WorkspaceSettings *settings;
  std::filesystem::path directory;
  std::filesystem::path scratch;
  std::filesystem::path status;
  std::optional<TreeCopy> copy;
  std::optional<Overlay> overlay;
  unsigned overlays = 0; // made so far
  std::uint64_t copyBytes = 0;
};

} // namespace allele
