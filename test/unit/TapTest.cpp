// The Test Anything Protocol, by what meson itself says of each.
#include "Tap.h"

#include "RunToEnd.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sstream>

using namespace allele;

namespace {

struct Row {
  const char *output;
  TapEnd end;
};

const Row kRows[] = {
    {"1..1\nok 1 - fine\n", TapEnd::kPassed},
    {"ok\nok\n", TapEnd::kPassed},
    {"1..1\r\nok 1\r\n", TapEnd::kPassed},
    {"# comment\n1..1\nok 1 # of the test", TapEnd::kPassed},
    {"1..1\nokay\n", TapEnd::kPassed},
    {"1..1\nok1\n", TapEnd::kPassed},
    {"1..1\nnot ok 1\n", TapEnd::kFailed},
    {"not ok\nok\n", TapEnd::kFailed},
    // Lines of other kinds.
    {"1..1\nhello\nok 1\n", TapEnd::kPassed},
    {"1..1\n    not ok 1\nok 1\n", TapEnd::kPassed},
    {"1..1\nnotok\nok 1\n", TapEnd::kPassed},
    {"1..x\nTAP version x\nok\n", TapEnd::kPassed},
    // Directives.
    {"1..1\nnot ok 1 # TODO later\n", TapEnd::kPassed},
    {"1..1\nnot ok 1 - a #todo: later\n", TapEnd::kPassed},
    {"1..1\nnot ok 1 # TODOs\n", TapEnd::kFailed},
    {"1..1\nnot ok 1 # TODO_\n", TapEnd::kFailed},
    {"1..1\nnot ok 1 # a # TODO\n", TapEnd::kFailed},
    {"1..1\nok 1 # TODO later\n", TapEnd::kFailed},
    {"1..2\nok 1 # SKIP not here\nok 2\n", TapEnd::kPassed},
    {"1..1\nnot ok 1 # SKIP\n", TapEnd::kFailed},
    {"1..2\nok 1 # skip\nok 2 # Skipped: why\n", TapEnd::kSkipped},
    // Plans.
    {"1..0 # SKIP no\n", TapEnd::kSkipped},
    {"1..0\n", TapEnd::kSkipped},
    {"1..2\nok 1\n", TapEnd::kError},
    {"1..1\nok 1\nok 2\n", TapEnd::kError},
    {"1..0\nok 1\n", TapEnd::kError},
    {"1..99999999999999999999\nok 1\n", TapEnd::kError},
    {"1..1\n1..1\nok\n", TapEnd::kError},
    {"1..1 # SKIP x\nok 1\n", TapEnd::kError},
    {"1..1 # TODO x\nok 1\n", TapEnd::kError},
    {"ok 1\n1..1\n", TapEnd::kPassed},
    {"ok 1\n1..2\nok 2\n", TapEnd::kError},
    {"1..2\nok 2\nok 1\n", TapEnd::kError},
    // The end.
    {"1..2\nok 1\nBail out! now\n", TapEnd::kError},
    {"1..2\nnot ok 1\nBail out!\n", TapEnd::kError},
    {"1..1\nBail out!\nnot ok 1\n", TapEnd::kFailed},
    {"Bail out!\n", TapEnd::kSkipped},
    {"1..2\n", TapEnd::kSkipped},
    {"", TapEnd::kSkipped},
    // Versions, and what is only known to 13.
    {"TAP version 13\n1..1\nok 1\n", TapEnd::kPassed},
    {"TAP version 12\n1..1\nok 1\n", TapEnd::kError},
    {"1..1\nTAP version 13\nok 1\n", TapEnd::kError},
    {"TAP version 13\n1..1\nok 1\n  ---\n  not ok 5\n  ...\n", TapEnd::kPassed},
    {"TAP version 13\n1..2\nok 1\n  ---\n  x\n  ...\nnot ok 2\n", TapEnd::kFailed},
    {"TAP version 13\n1..1\nok 1\n  ---\n  x\n", TapEnd::kError},
    {"TAP version 13\n1..2\nok 1\n  ---\nok 2\n", TapEnd::kError},
    {"TAP version 13\n1..1\n  ---\n  x\nok 1\n", TapEnd::kPassed},
    {"1..1\nok 1\n  ---\n  x\n", TapEnd::kPassed},
};

const char *nameOf(TapEnd end) {
  switch (end) {
  case TapEnd::kPassed:
    return "OK";
  case TapEnd::kFailed:
    return "FAIL";
  case TapEnd::kSkipped:
    return "SKIP";
  case TapEnd::kError:
    return "ERROR";
  }
  return "";
}

std::string runMeson(const std::vector<std::string> &arguments, const std::filesystem::path &directory) {
  ProcessSpec spec;
  spec.command = {"meson"};
  spec.command.insert(spec.command.end(), arguments.begin(), arguments.end());
  spec.workingDirectory = directory;
  const auto run = runToEnd(spec);
  REQUIRE(run);
  return run->output;
}

} // namespace

TEST_CASE("what is printed by TAP is passed, failed, skipped or wrong") {
  for (const Row &row : kRows) {
    INFO(row.output);
    CHECK(nameOf(readTap(row.output)) == std::string(nameOf(row.end)));
  }
}

TEST_CASE("meson itself judges so what is printed by TAP") {
  const ScratchDirectory scratch = makeScratch();
  std::string project = "project('tap')\n";
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    std::ofstream(scratch.path() / std::to_string(i), std::ios::binary) << kRows[i].output;
    project += fmt::format("test('test{}', find_program('cat'), args: files('{}'), protocol: 'tap')\n", i, i);
  }
  std::ofstream(scratch.path() / "meson.build") << project;
  runMeson({"setup", "build"}, scratch.path());
  std::istringstream words(runMeson({"test", "--no-rebuild", "-C", "build"}, scratch.path()));
  std::map<std::string, std::string> ends; // by the word before
  std::string last;
  for (std::string word; words >> word; last = word)
    ends.emplace(last, word);
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    INFO(kRows[i].output);
    CHECK(ends[fmt::format("test{}", i)] == nameOf(kRows[i].end));
  }
}
