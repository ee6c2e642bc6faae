#include "Baseline.h"

#include "Interrupt.h"
#include "Text.h"

#include <allele/abi.h>
#include <fmt/format.h>

namespace allele {
namespace {

constexpr std::chrono::milliseconds kPoll{200};
// A recording calls the runtime at each site until it has seen all it wants to see.
constexpr int kRecordingTimeFactor = 10;

bool passed(const ProcessResult &result) {
  return result.limit == LimitHit::kNone && result.exitCode == 0;
}

// nullopt: interrupted.
Result<std::optional<ProcessResult>> runOne(const ProcessSpec &spec) {
  ProcessRunner runner;
  if (const auto started = runner.start(spec); !started)
    return started.error();
  while (!interruptRequested())
    if (auto finished = runner.wait(kPoll))
      return std::optional<ProcessResult>(std::move(finished->result));
  return std::optional<ProcessResult>();
}

} // namespace

Result<Baseline> runBaseline(Workspace &workspace, unsigned runs, std::chrono::milliseconds timeout,
                             Terminal &terminal) {
  Baseline baseline;
  for (unsigned i = 1; i <= runs; ++i) {
    if (Status reset = workspace.reset(); !reset)
      return reset.error();
    ProcessLimits limits;
    limits.wallTime = timeout;
    auto finished = runOne(workspace.spec(limits));
    if (!finished)
      return finished.error();
    std::optional<ProcessResult> &result = *finished;
    if (!result)
      return baseline;
    ProcessResult &run = *result;
    if (!passed(run)) {
      baseline.failure = std::move(run);
      baseline.failedRun = i;
      return baseline;
    }
    baseline.facts.add(run);
    baseline.output = std::move(run.output);
    terminal.detail(fmt::format("baseline run {} of {}: {}, {}", i, runs,
                                formatSeconds(std::chrono::duration<double>(run.wallTime).count()),
                                formatBytes(run.peakMemoryBytes)));
  }
  return baseline;
}

Result<RecordingRun> runRecording(Workspace &workspace, const std::filesystem::path &recordFile,
                                  const ProcessLimits &limits) {
  RecordingRun run;
  if (Status reset = workspace.reset(); !reset)
    return reset.error();
  if (Status created = createRecordFile(recordFile.string()); !created)
    return created.error();
  // The file size limit holds for the record file as well.
  ProcessSpec spec = workspace.spec(withMoreTime(limits, kRecordingTimeFactor));
  spec.environment.push_back(fmt::format("{}={}", ALLELE_ENV_RECORD, recordFile.string()));
  auto finished = runOne(spec);
  if (!finished)
    return finished.error();
  std::optional<ProcessResult> &result = *finished;
  if (!result)
    return run;
  if (!passed(*result)) {
    run.failure = std::move(result);
    return run;
  }
  auto recording = readRecordFile(recordFile.string());
  if (!recording)
    return recording.error();
  run.recording = std::move(*recording);
  return run;
}

} // namespace allele
