// Runs the command once for each reached mutant, several at a time, and judges every run.
#pragma once

#include "Process.h"
#include "Result.h"
#include "RunResults.h"
#include "Workspace.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace allele {

class MutantRuns {
public:
  // Called with the index of a mutant and its outcome, in the order of arrival. An error ends the runs.
  using OnOutcome = std::function<Status(std::size_t, Outcome)>;
  // Called several times a second.
  using OnWait = std::function<void()>;

  // One worker for each workspace. `toDecide`: of the lone repetition of a run that `limits` ended by time. `ids`: of
  // all mutants, by index. What is passed has to outlive the object.
  MutantRuns(std::vector<Workspace> &workspaces, const ProcessLimits &limits, const ProcessLimits &toDecide,
             const std::vector<std::uint64_t> &ids, const std::string &baselineOutput);

  // Judges the mutants with these indices. Returns early, with mutants left, when interruptRequested(); no process is
  // left then.
  Status run(const std::vector<std::size_t> &mutants, const OnOutcome &onOutcome, const OnWait &onWait);

private:
  struct Active {
    std::uint64_t process;
    std::size_t mutant;
    std::size_t workspace;
  };

  enum class Round { kFirst, kLast };

  Status drain(std::deque<std::size_t> queue, Round round, const OnOutcome &onOutcome, const OnWait &onWait);
  Result<Active> start(std::size_t mutant, std::size_t workspace, const ProcessLimits &bounds);

  std::vector<Workspace> &workspaces;
  ProcessLimits firstLimits;
  ProcessLimits lastLimits;
  const std::vector<std::uint64_t> &ids;
  const std::string &baselineOutput;
  ProcessRunner runner;
  std::vector<std::size_t> overTime; // to be repeated in the last round
};

} // namespace allele
