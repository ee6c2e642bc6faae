// The runs without an active mutant: do the tests pass, how long do they take, and which mutants do they reach?
#pragma once

#include "Limits.h"
#include "RecordFile.h"
#include "Result.h"
#include "Terminal.h"
#include "Workspace.h"

#include <optional>
#include <string>

namespace allele {

struct Baseline {
  BaselineFacts facts;
  std::string output; // of the last run
  // The first run that didn't pass, and which one it was (from 1). With it, nothing else may be relied on.
  std::optional<ProcessResult> failure;
  unsigned failedRun = 0;
};

// Runs the command `runs` times, one after the other and without limits (a wall-clock limit of its own when `timeout`
// isn't 0), until one fails. Errors: the command can't be started. Ends early when interruptRequested().
Result<Baseline> runBaseline(Workspace &workspace, unsigned runs, std::chrono::milliseconds timeout,
                             Terminal &terminal);

struct RecordingRun {
  Recording recording;
  std::optional<ProcessResult> failure; // as in Baseline
};

// Runs the command once with ALLELE_RECORD and `limits`, the same as a mutant's but for time: so limits that are too
// tight for the tests show here, not as killed mutants.
Result<RecordingRun> runRecording(Workspace &workspace, const std::filesystem::path &recordFile,
                                  const ProcessLimits &limits);

} // namespace allele
