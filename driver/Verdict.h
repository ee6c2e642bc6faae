// Verdicts, their causes, and how the end of a mutant's run becomes one.
#pragma once

#include "Process.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

enum class Verdict { kKilled, kSurvived, kNotReached, kInconclusive, kIgnored };

// Why a mutant was killed.
enum class Cause { kNone, kAssertion, kExitCode, kCrash, kSanitizer, kHang, kMemory, kOutput, kDisk, kProcesses };

extern const std::vector<Verdict> kAllVerdicts;
extern const std::vector<Cause> kAllCauses; // without kNone

// The words used on the terminal, in the store and in JSON: "not reached", "exit code".
const char *toString(Verdict verdict);
const char *toString(Cause cause);
std::optional<Verdict> verdictFromString(std::string_view text);
std::optional<Cause> causeFromString(std::string_view text);

// The verdict on one mutant, with what it rests on.
struct Judgement {
  Verdict verdict = Verdict::kInconclusive;
  Cause cause = Cause::kNone;
  std::string detail; // one line: the failing assertion, the signal, the reason why it is inconclusive; may be empty
};

// What the runtime wrote into ALLELE_STATUS during one run.
struct RuntimeStatus {
  bool armed = false;
  std::string error; // the first error line's message; empty without one
};

// Takes the lines that concern mutant `id`; ignores lines it doesn't know, since a killed process may have torn one.
RuntimeStatus parseRuntimeStatus(std::string_view text, std::uint64_t id);

// Judges one finished run of an active mutant. `baselineOutput` is what the tests print without a mutant: a sign of
// failure that stands there too proves nothing.
Judgement judge(const ProcessResult &result, const RuntimeStatus &status, std::string_view baselineOutput);

// True when time ended the run. Such a run has to be repeated alone before it may count.
bool endedByTime(const ProcessResult &result);

// "SIGSEGV"; "signal 77" for one without a name.
std::string signalName(int signal);

// "exit code 3", "SIGSEGV", "hit the wall-clock limit": for messages about runs that have no mutant.
std::string describeEnd(const ProcessResult &result);

} // namespace allele
