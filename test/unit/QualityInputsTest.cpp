#include "QualityInputs.h"

#include "EscapeStore.h"
#include "Scratch.h"
#include "Signal.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace allele;

namespace {

void write(const std::filesystem::path &path, const std::string &text) {
  std::ofstream(path) << text;
}

} // namespace

TEST_CASE("without signal.json and escapes.json nothing was measured, and nothing is wrong") {
  const ScratchDirectory scratch = makeScratch();
  const QualityInputs inputs = readQualityInputs(scratch.path());
  CHECK_FALSE(inputs.signal);
  CHECK_FALSE(inputs.escapes);
  CHECK(inputs.signalProblem.empty());
  CHECK(inputs.escapeProblem.empty());
}

TEST_CASE("signal.json tells of flaky tests, and of how few runs the others had") {
  const ScratchDirectory scratch = makeScratch();
  SignalResults signal;
  RepeatSession session;
  session.code = "1";
  session.tests["fine"].in({false, false}) = {18, 0, 0};
  session.tests["flaky"].in({false, false}) = {17, 1, 0};
  session.tests["rare"].in({true, true}) = {5, 0, 0};
  signal.sessions.push_back(session);
  REQUIRE(saveSignal(scratch.path(), signal));
  const QualityInputs inputs = readQualityInputs(scratch.path());
  REQUIRE(inputs.signal);
  CHECK(inputs.signal->flaky.part == 1);
  CHECK(inputs.signal->flaky.whole == 3);
  CHECK(inputs.signal->leastRuns == 5);
  CHECK(inputs.signal->ciRuns == 0);
}

TEST_CASE("defects are counted by what the tests could have told") {
  const ScratchDirectory scratch = makeScratch();
  EscapeReport report;
  for (const EscapeClass known : {EscapeClass::kNotRun, EscapeClass::kRunNotChecked, EscapeClass::kRunNotChecked,
                                  EscapeClass::kChecked, EscapeClass::kUnjudged}) {
    Escape escape;
    escape.id = "D" + std::to_string(report.escapes.size());
    escape.known = known;
    report.escapes.push_back(std::move(escape));
  }
  report.all = totalOf(report.escapes);
  REQUIRE(saveEscapes(scratch.path(), report));
  const QualityInputs inputs = readQualityInputs(scratch.path());
  REQUIRE(inputs.escapes);
  CHECK(inputs.escapes->notChecked == 2);
  CHECK(inputs.escapes->escaped().part == 3);
  CHECK(inputs.escapes->escaped().whole == 4);
  CHECK(inputs.escapes->unjudged == 1);
}

TEST_CASE("files that aren't what was written are said, not taken for none") {
  const ScratchDirectory scratch = makeScratch();
  for (const char *text : {"", "{", "[]", R"({"format": 2})", R"({"format": 1, "sessions": [{"code": 3}]})"}) {
    write(scratch.path() / "signal.json", text);
    write(scratch.path() / "escapes.json", text);
    const QualityInputs inputs = readQualityInputs(scratch.path());
    CHECK_FALSE(inputs.signal);
    CHECK_FALSE(inputs.escapes);
    CHECK(inputs.signalProblem.find("signal.json") != std::string::npos);
    CHECK(inputs.escapeProblem.find("escapes.json") != std::string::npos);
  }
}
