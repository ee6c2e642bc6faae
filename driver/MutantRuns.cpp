#include "MutantRuns.h"

#include "Interrupt.h"
#include "MutantId.h"

#include <algorithm>
#include <allele/abi.h>
#include <fmt/format.h>

namespace allele {
namespace {

constexpr std::chrono::milliseconds kPoll{200};
constexpr std::size_t kOutputKept = 4096;

std::string endOf(const std::string &output) {
  return output.size() <= kOutputKept ? output : output.substr(output.size() - kOutputKept);
}

} // namespace

MutantRuns::MutantRuns(std::vector<Workspace> &workers, const ProcessLimits &limits, const ProcessLimits &toDecide,
                       const std::vector<std::uint64_t> &mutantIds, const std::string &outputWithoutMutant)
    : workspaces(workers), firstLimits(limits), lastLimits(toDecide), ids(mutantIds),
      baselineOutput(outputWithoutMutant) {}

Status MutantRuns::run(const std::vector<std::size_t> &mutants, const OnOutcome &onOutcome, const OnWait &onWait) {
  overTime.clear();
  if (Status drained = drain({mutants.begin(), mutants.end()}, Round::kFirst, onOutcome, onWait); !drained)
    return drained;
  // A run that hit a time limit says nothing yet: what else the machine did may have slowed it down. It is repeated
  // with no other worker running, and the repetition alone decides, whatever it gives.
  const std::deque<std::size_t> suspects(overTime.begin(), overTime.end());
  return drain(suspects, Round::kLast, onOutcome, onWait);
}

Result<MutantRuns::Active> MutantRuns::start(std::size_t mutant, std::size_t workspace, const ProcessLimits &bounds) {
  Workspace &place = workspaces[workspace];
  if (Status reset = place.reset(); !reset)
    return reset.error();
  ProcessSpec spec = place.spec(bounds);
  spec.environment.push_back(fmt::format("{}={}", ALLELE_ENV_MUTANT, formatId(ids[mutant])));
  spec.environment.push_back(fmt::format("{}={}", ALLELE_ENV_STATUS, place.statusFile().string()));
  const auto started = runner.start(spec);
  if (!started)
    return started.error();
  return Active{*started, mutant, workspace};
}

Status MutantRuns::drain(std::deque<std::size_t> queue, Round round, const OnOutcome &onOutcome, const OnWait &onWait) {
  const bool last = round == Round::kLast;
  const std::size_t workers = last ? 1 : workspaces.size();
  const ProcessLimits bounds = last ? lastLimits : firstLimits;
  std::vector<Active> active;
  std::vector<std::size_t> idle(workers);
  for (std::size_t i = 0; i < workers; ++i)
    idle[i] = workers - 1 - i;
  while (!queue.empty() || !active.empty()) {
    if (interruptRequested()) {
      runner.killAll();
      return Done{};
    }
    while (!queue.empty() && !idle.empty()) {
      auto started = start(queue.front(), idle.back(), bounds);
      if (!started && active.empty())
        return started.error();
      if (!started)
        break; // processes or descriptors may be all in use; what runs gives some back
      active.push_back(*started);
      queue.pop_front();
      idle.pop_back();
    }
    onWait();
    const auto finished = runner.wait(kPoll);
    if (!finished)
      continue;
    const auto entry = std::find_if(active.begin(), active.end(),
                                    [&](const Active &candidate) { return candidate.process == finished->id; });
    if (entry == active.end())
      continue;
    const Active done = *entry;
    active.erase(entry);
    idle.push_back(done.workspace);
    const ProcessResult &result = finished->result;
    if (!last && endedByTime(result)) {
      overTime.push_back(done.mutant);
      continue;
    }
    Outcome outcome;
    outcome.judgement =
        judge(result, parseRuntimeStatus(workspaces[done.workspace].readStatus(), ids[done.mutant]), baselineOutput);
    outcome.reached = true;
    outcome.wallTime = result.wallTime;
    outcome.cpuTime = result.cpuTime;
    outcome.orphansKilled = result.orphansKilled;
    if (outcome.judgement.verdict != Verdict::kSurvived)
      outcome.output = endOf(result.output);
    if (Status taken = onOutcome(done.mutant, std::move(outcome)); !taken)
      return taken;
  }
  return Done{};
}

} // namespace allele
