#include "Verdict.h"

#include <catch2/catch.hpp>
#include <csignal>

using namespace allele;

namespace {

constexpr std::uint64_t kId = 0x1234;

RuntimeStatus armed() {
  return {true, ""};
}

ProcessResult exited(int code, std::string output = "") {
  ProcessResult result;
  result.exitCode = code;
  result.output = std::move(output);
  return result;
}

ProcessResult signalled(int number, std::string output = "") {
  ProcessResult result;
  result.signal = number;
  result.output = std::move(output);
  return result;
}

ProcessResult limited(LimitHit limit) {
  ProcessResult result = signalled(SIGKILL);
  result.limit = limit;
  return result;
}

} // namespace

TEST_CASE("exit code 0 with an armed mutant is a survivor") {
  CHECK(judge(exited(0), armed(), "").verdict == Verdict::kSurvived);
}

TEST_CASE("a mutant that was never armed is inconclusive, whatever the exit code") {
  CHECK(judge(exited(0), {}, "").verdict == Verdict::kInconclusive);
  CHECK(judge(exited(1), {}, "").verdict == Verdict::kInconclusive);
  CHECK(judge(limited(LimitHit::kMemory), {}, "").verdict == Verdict::kInconclusive);
}

TEST_CASE("an error of the runtime is inconclusive and gives its message") {
  const Judgement judgement = judge(exited(119), {true, "no such mutant"}, "");
  CHECK(judgement.verdict == Verdict::kInconclusive);
  CHECK(judgement.detail.find("no such mutant") != std::string::npos);
}

TEST_CASE("a plain failure is killed by its exit code") {
  const Judgement judgement = judge(exited(3, "something"), armed(), "");
  CHECK(judgement.verdict == Verdict::kKilled);
  CHECK(judgement.cause == Cause::kExitCode);
  CHECK(judgement.detail == "3");
}

TEST_CASE("a run whose functions did far too much hangs, whatever signal ended it") {
  ProcessResult result = signalled(SIGKILL, "a.c:1: Failure");
  result.fork.emplace();
  CHECK(judge(result, armed(), "").cause == Cause::kAssertion);
  result.fork->wasExhausted = true;
  const Judgement judgement = judge(result, armed(), "");
  CHECK(judgement.verdict == Verdict::kKilled);
  CHECK(judgement.cause == Cause::kHang);
  CHECK(judge(result, {}, "").verdict == Verdict::kInconclusive);
}

TEST_CASE("a signal is a crash with the signal's name") {
  const Judgement judgement = judge(signalled(SIGSEGV), armed(), "");
  CHECK(judgement.cause == Cause::kCrash);
  CHECK(judgement.detail == "SIGSEGV");
}

TEST_CASE("each known assertion form is recognised in a failing run") {
  const char *line =
      GENERATE("t: a.c:3: main: Assertion `x' failed.", "a_test.cc:12: Failure", "[  FAILED  ] A.b (0 ms)",
               "a.cpp:7: FAILED:", "a.cpp(3): ERROR: CHECK( x ) is NOT correct!",
               "a.cpp(9): error: in \"suite/case\": check x has failed");
  const Judgement judgement = judge(exited(1, std::string("first\n  ") + line + "\nlast\n"), armed(), "");
  CHECK(judgement.cause == Cause::kAssertion);
  CHECK(judgement.detail == line);
}

TEST_CASE("an abort by a failed assertion is an assertion, not a crash") {
  CHECK(judge(signalled(SIGABRT, "x: Assertion `p' failed.\n"), armed(), "").cause == Cause::kAssertion);
  CHECK(judge(signalled(SIGABRT, "x\n"), armed(), "").cause == Cause::kCrash);
}

TEST_CASE("a failure line that the passing tests print too proves nothing") {
  CHECK(judge(exited(1, "a.cc:1: Failure\n"), armed(), "a.cc:1: Failure\n").cause == Cause::kExitCode);
}

TEST_CASE("assertion output doesn't kill when the exit code is 0") {
  CHECK(judge(exited(0, "a.cc:1: Failure\n"), armed(), "").verdict == Verdict::kSurvived);
}

TEST_CASE("a sanitizer's report comes before an assertion") {
  const Judgement judgement =
      judge(exited(1, "a.cc:1: Failure\n==7==ERROR: AddressSanitizer: heap-use-after-free\n"), armed(), "");
  CHECK(judgement.cause == Cause::kSanitizer);
}

TEST_CASE("each limit has its cause") {
  CHECK(judge(limited(LimitHit::kWallTime), armed(), "").cause == Cause::kHang);
  CHECK(judge(limited(LimitHit::kCpuTime), armed(), "").cause == Cause::kHang);
  CHECK(judge(limited(LimitHit::kIdleTime), armed(), "").cause == Cause::kHang);
  CHECK(judge(limited(LimitHit::kMemory), armed(), "").cause == Cause::kMemory);
  CHECK(judge(limited(LimitHit::kFileSize), armed(), "").cause == Cause::kDisk);
  CHECK(judge(limited(LimitHit::kScratch), armed(), "").cause == Cause::kDisk);
  CHECK(judge(limited(LimitHit::kProcesses), armed(), "").cause == Cause::kProcesses);
  CHECK(judge(limited(LimitHit::kOutput), armed(), "").cause == Cause::kOutput);
}

TEST_CASE("only limits in time ask for a repetition") {
  CHECK(endedByTime(limited(LimitHit::kWallTime)));
  CHECK(endedByTime(limited(LimitHit::kCpuTime)));
  CHECK(endedByTime(limited(LimitHit::kIdleTime)));
  CHECK_FALSE(endedByTime(limited(LimitHit::kMemory)));
  CHECK_FALSE(endedByTime(exited(0)));
}

TEST_CASE("the status file arms only the mutant that it names") {
  CHECK(parseRuntimeStatus("allele 1 armed 0000000000001234 2 77 /bin/x\n", kId).armed);
  CHECK_FALSE(parseRuntimeStatus("allele 1 armed 0000000000001235 2 77 /bin/x\n", kId).armed);
  CHECK_FALSE(parseRuntimeStatus("", kId).armed);
  CHECK_FALSE(parseRuntimeStatus("allele 2 armed 0000000000001234 2 77 /bin/x\n", kId).armed);
}

TEST_CASE("a torn line in the status file is ignored") {
  const RuntimeStatus status = parseRuntimeStatus("allele 1 arm\nallele 1 armed 0000000000001234 1 7 /bin/x", kId);
  CHECK(status.armed);
  CHECK(status.error.empty());
}

TEST_CASE("an error line in the status file gives its message without the process id") {
  CHECK(parseRuntimeStatus("allele 1 error 77 bad id\n", kId).error == "bad id");
}

TEST_CASE("verdicts and causes come back from their words") {
  for (const Verdict verdict : kAllVerdicts)
    CHECK(verdictFromString(toString(verdict)) == verdict);
  for (const Cause cause : kAllCauses)
    CHECK(causeFromString(toString(cause)) == cause);
  CHECK_FALSE(verdictFromString("Killed"));
}
