#include "Signal.h"

#include "Scratch.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace allele;

namespace {

CiRun runOf(SignalResults &results, const std::string &name, const std::vector<std::pair<const char *, Tries>> &tests) {
  CiRun run;
  run.commit = "c1";
  run.run = name;
  run.source = "file";
  for (const auto &[test, tries] : tests)
    run.tests[results.names.numberOf(test)] = tries;
  return run;
}

} // namespace

TEST_CASE("what is known of tests is read as it was written") {
  const ScratchDirectory scratch = makeScratch();
  SignalResults results;
  RepeatSession session;
  session.startedAt = "2027-01-31T00:00:00Z";
  session.code = "0123";
  session.commit = "abc+";
  session.command = {"./tests", "an argument"};
  session.seed = ~std::uint64_t{0};
  session.isShuffled = session.isLoaded = true;
  session.jobs = 3;
  session.repeats = 20;
  session.tests["a"].in({true, false}) = {3, 2, 1};
  session.tests["a"].failure = {"a.cpp:1: no", 4, {true, false}, "./tests --seed 1"};
  session.tests["b"].in({false, true}) = {9, 0, 0};
  results.sessions.push_back(session);
  CiRun run =
      runOf(results, "17", {{"x", {1, 0, 0}}, {"y", {1, 0, 0}}, {"z", {0, 2, 0}}, {"w", {1, 0, 0}}, {"v", {0, 0, 1}}});
  run.part = "ff";
  run.configuration = "windows";
  run.branch = "main";
  run.time = -5;
  results.add(run);
  REQUIRE(saveSignal(scratch.path(), results));

  const auto read = loadSignal(scratch.path());
  REQUIRE(read);
  const RepeatSession &again = read->sessions.at(0);
  CHECK(again.code == "0123");
  CHECK(again.command == session.command);
  CHECK(again.seed == session.seed);
  CHECK(again.isLoaded);
  CHECK(again.tests.at("a").in({true, false}) == Tries{3, 2, 1});
  CHECK(again.tests.at("a").failure.message == "a.cpp:1: no");
  CHECK(again.tests.at("a").failure.condition.isTogether);
  CHECK(again.tests.at("b").in({false, true}) == Tries{9, 0, 0});
  CHECK(again.tests.at("b").failure.repeat == 0);
  const CiRun &same = read->runs.at(0);
  CHECK(same.tests == run.tests);
  CHECK(same.time == run.time);
  CHECK(same.configuration == "windows");
  CHECK(read->names.nameOf(2) == "z");
}

TEST_CASE("where nothing is known, there is no file and no error") {
  const ScratchDirectory scratch = makeScratch();
  REQUIRE(loadSignal(scratch.path()));
  CHECK(loadSignal(scratch.path())->isEmpty());
  CHECK(loadSignal(scratch.path() / "none")->isEmpty());
}

TEST_CASE("a damaged file, or one of another format, is told") {
  const ScratchDirectory scratch = makeScratch();
  const auto said = [&](const char *text) {
    std::ofstream(signalFile(scratch.path())) << text;
    const auto read = loadSignal(scratch.path());
    REQUIRE_FALSE(read);
    return read.error().message;
  };
  CHECK_THAT(said(""), Catch::Contains("signal.json is damaged"));
  CHECK_THAT(said("[]"), Catch::Contains("is damaged"));
  CHECK_THAT(said(R"({"format": 2})"), Catch::Contains("has format 2"));
  CHECK_THAT(said(R"({"format": 1, "sessions": [], "names": ["a"], "runs": [{"commit": "c", "run": "r", "part": "",
                      "source": "", "passed": [[0, 1]], "others": []}]})"),
             Catch::Contains("a run names a test that isn't there"));
}

TEST_CASE("what is added again changes nothing, and what is new or otherwise is counted") {
  SignalResults results;
  Added added = results.add(runOf(results, "1", {{"x", {1, 0, 0}}, {"y", {0, 1, 0}}}));
  CHECK(added.fresh == 2);
  added = results.add(runOf(results, "1", {{"x", {1, 0, 0}}, {"y", {1, 1, 0}}, {"z", {1, 0, 0}}}));
  CHECK((added.fresh == 1 && added.changed == 1 && added.known == 1));
  REQUIRE(results.runs.size() == 1);
  CHECK(results.runs[0].tests.at(results.names.numberOf("y")) == Tries{1, 1, 0});
  results.add(runOf(results, "2", {{"x", {1, 0, 0}}}));
  CiRun elsewhere = runOf(results, "1", {{"x", {1, 0, 0}}});
  elsewhere.configuration = "windows";
  results.add(elsewhere);
  CHECK(results.runs.size() == 3);
}
