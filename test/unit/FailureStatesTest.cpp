#include "FailureStates.h"

#include "CodeSample.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

constexpr SourceRange kInThrow{10, 5, 10, 19};
constexpr SourceRange kGuard{9, 7, 9, 12};

StateEvidence evidenceOfThrow(const RunResults &results) {
  return evidenceOf(results).front();
}

} // namespace

TEST_CASE("a state that no test reaches isn't reached, whatever its mutants say") {
  RunResults results = codeSample();
  addMutant(results, "return-to-true", "pay/a.cpp", {15, 12, 15, 17}, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  const StateEvidence evidence = evidenceOf(results)[1];
  CHECK(evidence.known == StateClass::kNotReached);
  CHECK(evidence.assertion.empty());
  CHECK_FALSE(evidence.test);
}

TEST_CASE("a state is asserted when an assertion notices one of its mutants") {
  RunResults results = codeSample();
  addMutant(results, "add-to-sub", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kSurvived);
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kKilled, Cause::kAssertion, "t.cpp:3: x");
  const StateEvidence evidence = evidenceOfThrow(results);
  CHECK(evidence.known == StateClass::kAsserted);
  CHECK(evidence.mutants == std::vector<std::size_t>{0, 1});
  CHECK(evidence.assertion == "t.cpp:3: x");
  CHECK(evidence.test == 0);
}

TEST_CASE("a crash, a hang or a limit never counts as an assertion") {
  for (const Cause cause : {Cause::kCrash, Cause::kHang, Cause::kSanitizer, Cause::kMemory, Cause::kOutput,
                            Cause::kDisk, Cause::kProcesses}) {
    RunResults results = codeSample();
    addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kKilled, cause);
    CHECK(evidenceOfThrow(results).known == StateClass::kCrashOnly);
    CHECK(evidenceOfThrow(results).assertion.empty());
  }
}

TEST_CASE("an exit code is no assertion either, but no crash") {
  RunResults results = codeSample();
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kKilled, Cause::kCrash);
  addMutant(results, "add-to-sub", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kKilled, Cause::kExitCode);
  CHECK(evidenceOfThrow(results).known == StateClass::kExitOnly);
}

TEST_CASE("a state whose mutants survive is unchecked, one without any is unknown") {
  RunResults results = codeSample();
  CHECK(evidenceOfThrow(results).known == StateClass::kUnknown);
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kInconclusive);
  CHECK(evidenceOfThrow(results).known == StateClass::kUnknown);
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kSurvived);
  CHECK(evidenceOfThrow(results).known == StateClass::kUnchecked);
}

TEST_CASE("what avoids a state by its condition is evidence, what makes it happen isn't") {
  RunResults results = codeSample();
  const std::size_t forced =
      addMutant(results, "cond-to-true", "pay/a.cpp", kGuard, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  const std::size_t failing =
      addMutant(results, "fail-call", "pay/a.cpp", {9, 8, 9, 11}, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  addMutant(results, "lt-to-le", "pay/a.cpp", {9, 8, 9, 9}, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  StateEvidence evidence = evidenceOfThrow(results);
  CHECK(evidence.known == StateClass::kUnknown);
  CHECK(evidence.forcing == std::vector<std::size_t>{forced, failing});
  const std::size_t avoided =
      addMutant(results, "lt-to-false", "pay/a.cpp", kGuard, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  const std::size_t ignored =
      addMutant(results, "ignore-error", "pay/a.cpp", {9, 8, 9, 11}, "_Zpay", Verdict::kSurvived);
  evidence = evidenceOfThrow(results);
  CHECK(evidence.known == StateClass::kAsserted);
  CHECK(evidence.mutants == std::vector<std::size_t>{avoided, ignored});
}

TEST_CASE("a mutant belongs to the innermost state around it") {
  RunResults results = codeSample();
  FailureState handler = results.code.states[0];
  handler.kind = StateKind::kHandler;
  handler.range = {8, 3, 12, 4};
  handler.guard = {};
  results.code.states.push_back(handler);
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kKilled, Cause::kAssertion);
  const std::vector<StateEvidence> evidence = evidenceOf(results);
  CHECK(evidence.front().known == StateClass::kAsserted);
  CHECK(evidence.back().known == StateClass::kUnknown);
}

TEST_CASE("of a duplicate the mutant that is run for it is the evidence") {
  RunResults results = codeSample();
  addMutant(results, "add-to-sub", "b.cpp", {2, 1, 2, 2}, "log", Verdict::kSurvived);
  addMutant(results, "remove-throw", "pay/a.cpp", kInThrow, "_Zpay", Verdict::kSurvived);
  CHECK(mutantsOfStates(results) == std::vector<std::size_t>{1});
  results.catalog.mutants[1].ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000001"};
  CHECK(mutantsOfStates(results) == std::vector<std::size_t>{0});
}
