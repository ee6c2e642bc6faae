#include "Verdict.h"

#include "MutantId.h"

#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <string.h>

namespace allele {

const std::vector<Verdict> kAllVerdicts = {Verdict::kKilled, Verdict::kSurvived, Verdict::kNotReached,
                                           Verdict::kInconclusive, Verdict::kIgnored};
const std::vector<Cause> kAllCauses = {Cause::kAssertion, Cause::kExitCode, Cause::kCrash,
                                       Cause::kSanitizer, Cause::kHang,     Cause::kMemory,
                                       Cause::kOutput,    Cause::kDisk,     Cause::kProcesses};

const char *toString(Verdict verdict) {
  switch (verdict) {
  case Verdict::kKilled:
    return "killed";
  case Verdict::kSurvived:
    return "survived";
  case Verdict::kNotReached:
    return "not reached";
  case Verdict::kInconclusive:
    return "inconclusive";
  case Verdict::kIgnored:
    return "ignored";
  }
  return "";
}

const char *toString(Cause cause) {
  switch (cause) {
  case Cause::kNone:
    return "";
  case Cause::kAssertion:
    return "assertion";
  case Cause::kExitCode:
    return "exit code";
  case Cause::kCrash:
    return "crash";
  case Cause::kSanitizer:
    return "sanitizer";
  case Cause::kHang:
    return "hang";
  case Cause::kMemory:
    return "memory limit";
  case Cause::kOutput:
    return "output limit";
  case Cause::kDisk:
    return "disk limit";
  case Cause::kProcesses:
    return "process limit";
  }
  return "";
}

std::optional<Verdict> verdictFromString(std::string_view text) {
  for (const Verdict verdict : kAllVerdicts)
    if (text == toString(verdict))
      return verdict;
  return std::nullopt;
}

std::optional<Cause> causeFromString(std::string_view text) {
  if (text.empty())
    return Cause::kNone;
  for (const Cause cause : kAllCauses)
    if (text == toString(cause))
      return cause;
  return std::nullopt;
}

namespace {

struct OutputForm {
  const char *all[2]; // substrings that one line must hold, in this order; the second may be null
};

// How failing assertions look. Each row names who prints it.
constexpr OutputForm kAssertionForms[] = {
    {{"Assertion `", "' failed"}},           // glibc
    {{"Assertion failed: ", nullptr}},       // musl, BSD
    {{": Failure", nullptr}},                // GoogleTest: file:line: Failure
    {{"[  FAILED  ]", nullptr}},             // GoogleTest
    {{": FAILED:", nullptr}},                // Catch2: file:line: FAILED:
    {{"ERROR: CHECK", nullptr}},             // doctest
    {{"ERROR: REQUIRE", nullptr}},           // doctest
    {{": error: in \"", nullptr}},           // Boost.Test
    {{": error: Failure in TEST", nullptr}}, // CppUTest
    {{"FAIL!  : ", nullptr}},                // Qt Test
    {{":FAIL:", nullptr}},                   // Unity
    {{":F:", ": Assertion '"}},              // Check
    {{"!!!FAILURES!!!", nullptr}},           // CppUnit
    {{"[FAIL]", nullptr}},                   // hand-made harnesses, tinyxml2's xmltest among them
    {{"[fail]", nullptr}},
    {{"AssertionError", nullptr}}, // Python drivers
    {{"not ok ", nullptr}},        // TAP
};

constexpr OutputForm kSanitizerForms[] = {
    {{"ERROR: AddressSanitizer", nullptr}},    {{"ERROR: LeakSanitizer", nullptr}},
    {{"WARNING: ThreadSanitizer", nullptr}},   {{"WARNING: MemorySanitizer", nullptr}},
    {{"ERROR: MemorySanitizer", nullptr}},     {{"ERROR: HWAddressSanitizer", nullptr}},
    {{"UndefinedBehaviorSanitizer", nullptr}}, {{": runtime error: ", nullptr}},
};

// What programs say when RLIMIT_AS leaves them no memory, which no signal tells.
constexpr OutputForm kMemoryForms[] = {
    {{"std::bad_alloc", nullptr}},
    {{"Cannot allocate memory", nullptr}},
};

bool hasForm(std::string_view line, const OutputForm &form) {
  const std::size_t first = line.find(form.all[0]);
  if (first == std::string_view::npos)
    return false;
  return form.all[1] == nullptr || line.find(form.all[1], first + std::strlen(form.all[0])) != std::string_view::npos;
}

std::string_view nextLine(std::string_view &text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
    line.remove_suffix(1);
  return line;
}

// The first line of `output` that has one of the forms and doesn't stand in `baseline` as well.
template <std::size_t N>
std::optional<std::string> findForm(std::string_view output, std::string_view baseline, const OutputForm (&forms)[N]) {
  constexpr std::size_t kLongestDetail = 300;
  while (!output.empty()) {
    const std::string_view line = nextLine(output);
    for (const OutputForm &form : forms)
      if (hasForm(line, form) && baseline.find(line) == std::string_view::npos) {
        const std::size_t begin = line.find_first_not_of(" \t");
        return std::string(line.substr(begin, kLongestDetail));
      }
  }
  return std::nullopt;
}

Judgement killed(Cause cause, std::string detail) {
  return {Verdict::kKilled, cause, std::move(detail)};
}

std::optional<Judgement> judgeLimit(LimitHit limit) {
  switch (limit) {
  case LimitHit::kNone:
    return std::nullopt;
  case LimitHit::kWallTime:
    return killed(Cause::kHang, "wall-clock limit");
  case LimitHit::kCpuTime:
    return killed(Cause::kHang, "CPU-time limit");
  case LimitHit::kIdleTime:
    return killed(Cause::kHang, "idle-time limit");
  case LimitHit::kDeadlock:
    return killed(Cause::kHang, "deadlock: each thread waits for what none will do");
  case LimitHit::kMemory:
    return killed(Cause::kMemory, "");
  case LimitHit::kFileSize:
    return killed(Cause::kDisk, "file size limit");
  case LimitHit::kScratch:
    return killed(Cause::kDisk, "scratch space limit");
  case LimitHit::kProcesses:
    return killed(Cause::kProcesses, "");
  case LimitHit::kOutput:
    return killed(Cause::kOutput, "");
  }
  return std::nullopt;
}

} // namespace

RuntimeStatus parseRuntimeStatus(std::string_view text, std::uint64_t id) {
  RuntimeStatus status;
  const std::string armed = "allele 1 armed " + formatId(id) + " ";
  constexpr std::string_view kError = "allele 1 error ";
  while (!text.empty()) {
    std::string_view line = nextLine(text);
    if (line.substr(0, armed.size()) == armed) {
      status.armed = true;
    } else if (status.error.empty() && line.substr(0, kError.size()) == kError) {
      line.remove_prefix(kError.size());
      const std::size_t space = line.find(' '); // behind the pid
      status.error = space == std::string_view::npos ? "unknown error" : std::string(line.substr(space + 1));
    }
  }
  return status;
}

Judgement judge(const ProcessResult &result, const RuntimeStatus &status, std::string_view baselineOutput) {
  if (!status.error.empty())
    return {Verdict::kInconclusive, Cause::kNone, "the runtime reported: " + status.error};
  // Without this a mutant that never got active would count as a survivor.
  if (!status.armed)
    return {Verdict::kInconclusive, Cause::kNone,
            "never active: no process of the command loaded the object that holds it (" + describeEnd(result) + ")"};
  if (result.fork && result.fork->wasExhausted)
    return killed(Cause::kHang, "loops and calls used up their budget");
  if (const auto limit = judgeLimit(result.limit))
    return *limit;
  if (result.exitCode == 0)
    return {Verdict::kSurvived, Cause::kNone, ""};
  if (const auto report = findForm(result.output, baselineOutput, kSanitizerForms))
    return killed(Cause::kSanitizer, *report);
  if (const auto assertion = findForm(result.output, baselineOutput, kAssertionForms))
    return killed(Cause::kAssertion, *assertion);
  if (const auto memory = findForm(result.output, baselineOutput, kMemoryForms))
    return killed(Cause::kMemory, *memory);
  if (result.signal)
    return killed(Cause::kCrash, signalName(*result.signal));
  if (result.exitCode)
    return killed(Cause::kExitCode, std::to_string(*result.exitCode));
  return {Verdict::kInconclusive, Cause::kNone, "the end of the run is unknown"};
}

bool endedByTime(const ProcessResult &result) {
  return result.limit == LimitHit::kWallTime || result.limit == LimitHit::kCpuTime ||
         result.limit == LimitHit::kIdleTime;
}

std::string signalName(int signal) {
  const char *name = sigabbrev_np(signal);
  return name != nullptr ? std::string("SIG") + name : fmt::format("signal {}", signal);
}

std::string describeEnd(const ProcessResult &result) {
  switch (result.limit) {
  case LimitHit::kNone:
    break;
  case LimitHit::kWallTime:
    return "hit the wall-clock limit";
  case LimitHit::kCpuTime:
    return "hit the CPU-time limit";
  case LimitHit::kIdleTime:
    return "hit the idle-time limit";
  case LimitHit::kDeadlock:
    return "is in a deadlock";
  case LimitHit::kMemory:
    return "hit the memory limit";
  case LimitHit::kFileSize:
    return "hit the file size limit";
  case LimitHit::kScratch:
    return "hit the limit on scratch space";
  case LimitHit::kProcesses:
    return "hit the limit on processes";
  case LimitHit::kOutput:
    return "hit the output limit";
  }
  if (result.signal)
    return signalName(*result.signal);
  if (result.exitCode)
    return fmt::format("exit code {}", *result.exitCode);
  return "unknown end";
}

} // namespace allele
