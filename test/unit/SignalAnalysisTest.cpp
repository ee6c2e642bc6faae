#include "SignalAnalysis.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

RepeatSession sessionOf(const char *code, const std::map<std::string, RepeatedTest> &tests) {
  RepeatSession session;
  session.code = code;
  session.tests = tests;
  return session;
}

RepeatedTest alone(const Tries &tries) {
  RepeatedTest test;
  test.in({false, false}) = tries;
  return test;
}

const TestSignal &testIn(const SignalAnalysis &analysis, const std::string &name) {
  for (const TestSignal &test : analysis.tests)
    if (test.name == name)
      return test;
  FAIL("no test " << name);
  throw 0;
}

// A history of one test, "t", unless told otherwise: a run each.
class Ci {
public:
  Ci &run(const char *commit, const Tries &tries, const char *test = "t") {
    CiRun made;
    made.commit = commit;
    made.run = std::to_string(++count);
    made.time = hasTime ? std::optional<std::int64_t>(count) : std::nullopt;
    made.branch = branch;
    made.configuration = configuration;
    made.tests[results.names.numberOf(test)] = tries;
    results.add(made);
    return *this;
  }
  Reds reds(const char *test = "t") const { return testIn(analyse(results), test).ci->reds; }

  SignalResults results;
  bool hasTime = true;
  std::string branch, configuration;

private:
  int count = 0;
};

const Tries kPass = {1, 0, 0};
const Tries kFail = {0, 1, 0};
const Tries kSkip = {0, 0, 1};

bool is(const Reds &reds, std::size_t flaky, std::size_t defects, std::size_t undetermined) {
  return reds.flaky == flaky && reds.defects == defects && reds.undetermined == undetermined;
}

} // namespace

// ---- repeats

TEST_CASE("a test is flaky when it both passed and failed, and not when it always fails") {
  SignalResults results;
  results.sessions = {sessionOf("1", {{"passes", alone({20, 0, 0})},
                                      {"fails", alone({0, 20, 0})},
                                      {"both", alone({19, 1, 0})},
                                      {"skips", alone({0, 0, 20})}})};
  const SignalAnalysis analysis = analyse(results);
  CHECK(testIn(analysis, "passes").repeated->state == TestState::kPassing);
  CHECK(testIn(analysis, "fails").repeated->state == TestState::kFailing);
  CHECK(testIn(analysis, "both").repeated->state == TestState::kFlaky);
  CHECK(testIn(analysis, "skips").repeated->state == TestState::kUnknown);
  CHECK_FALSE(testIn(analysis, "fails").isFlaky());
  CHECK((analysis.flaky().part == 1 && analysis.flaky().whole == 3));
}

TEST_CASE("repeats of the same code are added up, those of other code aren't") {
  SignalResults results;
  results.sessions = {sessionOf("1", {{"mended", alone({0, 5, 0})}, {"both", alone({5, 0, 0})}}),
                      sessionOf("2", {{"mended", alone({5, 0, 0})}, {"both", alone({5, 0, 0})}}),
                      sessionOf("2", {{"both", alone({4, 1, 0})}})};
  SignalAnalysis analysis = analyse(results);
  CHECK(testIn(analysis, "mended").repeated->state == TestState::kPassing);
  CHECK_FALSE(testIn(analysis, "mended").repeated->wasFlaky);
  CHECK(testIn(analysis, "both").repeated->state == TestState::kFlaky);
  CHECK(testIn(analysis, "both").repeated->observed.all().runs() == 10);

  results.sessions.push_back(sessionOf("3", {{"both", alone({5, 0, 0})}}));
  analysis = analyse(results);
  CHECK(testIn(analysis, "both").repeated->state == TestState::kPassing);
  CHECK(testIn(analysis, "both").repeated->wasFlaky);
}

TEST_CASE("under what alone a test failed is said, and whether chance may have made it so") {
  const auto stateOf = [](const Tries &byItself, const Tries &together, const Tries &loaded) {
    SignalResults results;
    RepeatedTest test;
    test.in({false, false}) = byItself;
    test.in({true, false}) = together;
    test.in({false, true}) = loaded;
    results.sessions = {sessionOf("1", {{"t", test}})};
    return *analyse(results).tests.at(0).repeated;
  };
  RepeatedState state = stateOf({20, 0, 0}, {13, 7, 0}, {});
  CHECK((state.only == FailsOnly::kTogether && state.isPattern));
  state = stateOf({20, 0, 0}, {19, 1, 0}, {});
  CHECK((state.only == FailsOnly::kTogether && !state.isPattern));
  state = stateOf({10, 10, 0}, {20, 0, 0}, {});
  CHECK((state.only == FailsOnly::kAlone && state.isPattern));
  state = stateOf({20, 0, 0}, {20, 0, 0}, {3, 7, 0});
  CHECK((state.only == FailsOnly::kLoaded && state.isPattern));
  CHECK(stateOf({15, 5, 0}, {15, 5, 0}, {5, 5, 0}).only == FailsOnly::kNothing);
  // Where it ran in one way only, that is no pattern.
  CHECK(stateOf({}, {13, 7, 0}, {}).only == FailsOnly::kNothing);
}

TEST_CASE("only who fails by itself, as `allele run` runs tests, or in CI kills by chance") {
  SignalResults results;
  RepeatedTest dependent;
  dependent.in({false, false}) = {20, 0, 0};
  dependent.in({true, false}) = {13, 7, 0};
  results.sessions = {sessionOf("1", {{"dependent", dependent}, {"both", alone({19, 1, 0})}})};
  const SignalAnalysis analysis = analyse(results);
  CHECK(testIn(analysis, "dependent").isFlaky());
  CHECK_FALSE(testIn(analysis, "dependent").isUnreliable());
  CHECK(testIn(analysis, "both").isUnreliable());
  CHECK(testIn(analyse(Ci().run("c", kPass).run("c", kFail).results), "t").isUnreliable());
}

// ---- CI

TEST_CASE("a red that also passed on the same commit is flaky, in whatever order") {
  CHECK(is(Ci().run("c", kFail).run("c", kPass).reds(), 1, 0, 0));
  CHECK(is(Ci().run("c", kPass).run("c", kFail).run("c", kFail).reds(), 1, 0, 0));
  CHECK(is(Ci().run("c", {1, 2, 0}).reds(), 1, 0, 0)); // surefire's flakyFailure
}

TEST_CASE("a red of two runs that never passed on its commit is a defect") {
  CHECK(is(Ci().run("c", kFail).run("c", kFail).reds(), 0, 1, 0));
  CHECK(is(Ci().run("c", {0, 2, 0}).reds(), 0, 1, 0)); // surefire's rerunFailure
}

TEST_CASE("a single red is neither, also when the next commit is green: by chance it looks the same") {
  CHECK(is(Ci().run("c", kFail).reds(), 0, 0, 1));
  CHECK(is(Ci().run("a", kPass).run("b", kFail).run("c", kPass).reds(), 0, 0, 1));
  CHECK(is(Ci().run("c", kFail).run("c", kSkip).reds(), 0, 0, 1));
}

TEST_CASE("reds on commits in a row of one branch are a defect, and each is counted") {
  CHECK(is(Ci().run("a", kPass).run("b", kFail).run("c", kFail).run("d", kPass).reds(), 0, 2, 0));
  CHECK(is(Ci().run("a", kFail).run("b", kPass).run("c", kFail).reds(), 0, 0, 2));
  Ci branches;
  branches.branch = "one";
  branches.run("a", kFail);
  branches.branch = "two";
  branches.run("b", kFail);
  CHECK(is(branches.reds(), 0, 0, 2));
}

TEST_CASE("without times nobody knows which commits are in a row") {
  Ci ci;
  ci.hasTime = false;
  CHECK(is(ci.run("a", kFail).run("b", kFail).reds(), 0, 0, 2));
}

TEST_CASE("of a test known to fail by chance, as many failures in a row as chance makes are no defect") {
  Ci half; // fails in one of two
  for (int i = 0; i < 10; ++i)
    half.run("old", i % 2 == 0 ? kPass : kFail);
  half.run("new", kFail).run("new", kFail);
  CHECK(is(half.reds(), 1, 0, 1));
  for (int i = 0; i < 4; ++i)
    half.run("new", kFail);
  CHECK(is(half.reds(), 1, 1, 0)); // on one of two commits, each with a chance of 1 in 64
  Ci seldom;
  for (int i = 0; i < 10; ++i)
    seldom.run("old", i == 0 ? kFail : kPass);
  CHECK(is(seldom.run("new", kFail).run("new", kFail).reds(), 1, 1, 0));
}

TEST_CASE("on many commits chance makes some rows of failures that on one would be a defect") {
  Ci ci;
  const auto addCommits = [&](int first, int count) {
    for (int commit = first; commit < first + count; ++commit)
      for (int i = 0; i < 10; ++i)
        ci.run(std::to_string(commit).c_str(), i == 0 ? kFail : kPass); // 10 %
  };
  addCommits(0, 3);
  ci.run("red", kFail).run("red", kFail);
  CHECK(is(ci.reds(), 3, 1, 0));
  addCommits(10, 10);
  CHECK(is(ci.reds(), 13, 0, 1));
}

TEST_CASE("what repeats say of chance counts for the CI, too") {
  Ci ci;
  ci.run("c", kFail).run("c", kFail);
  CHECK(is(ci.reds(), 0, 1, 0));
  ci.results.sessions = {sessionOf("1", {{"t", alone({10, 10, 0})}})};
  CHECK(is(ci.reds(), 0, 0, 1));
}

TEST_CASE("a test is another one in each configuration") {
  Ci ci;
  ci.configuration = "linux";
  ci.run("c", kPass).run("c", kPass);
  ci.configuration = "windows";
  ci.run("c", kFail).run("c", kFail);
  CHECK(is(ci.reds("t [windows]"), 0, 1, 0));
  CHECK(is(ci.reds("t [linux]"), 0, 0, 0));
  CHECK(analyse(ci.results).flaky().part == 0);
}

TEST_CASE("a red run is noise when all that made it red is flaky, and not known when something isn't") {
  SignalResults results;
  const auto add = [&](const char *commit, const char *run, const std::map<const char *, Tries> &tests) {
    CiRun made;
    made.commit = commit;
    made.run = run;
    for (const auto &[name, tries] : tests)
      made.tests[results.names.numberOf(name)] = tries;
    results.add(made);
  };
  add("a", "1", {{"flaky", kFail}, {"good", kPass}});
  add("a", "2", {{"flaky", kPass}, {"good", kPass}});
  add("b", "3", {{"flaky", kFail}, {"good", kFail}});
  add("b", "4", {{"flaky", kPass}, {"good", kFail}});
  add("c", "5", {{"flaky", kFail}, {"good", kFail}});
  add("c", "6", {{"flaky", kPass}});
  add("d", "7", {{"flaky", {1, 1, 0}}}); // green in the end
  const SignalAnalysis analysis = analyse(results);
  CHECK(is(analysis.redRuns, 1, 2, 1));
  CHECK(analysis.ciRuns == 7);
  CHECK(analysis.ciCommits == 4);
  CHECK(is(analysis.reds, 4, 1, 1));
  CHECK((analysis.reds.signal().part == 1 && analysis.reds.signal().whole == 5));
  CHECK((analysis.redRuns.noise().part == 1 && analysis.redRuns.noise().whole == 3));
}

TEST_CASE("parts of one run are one run") {
  Ci ci;
  for (const char *part : {"x", "y"}) {
    CiRun run;
    run.commit = "c";
    run.run = "1";
    run.part = part;
    run.tests[ci.results.names.numberOf(part)] = kFail;
    ci.results.add(run);
  }
  CHECK(analyse(ci.results).ciRuns == 1);
  CHECK(analyse(ci.results).redRuns.all() == 1);
}

TEST_CASE("tests of one name in parts of one run are no flaky test, and the run is red") {
  Ci ci;
  for (const auto &[part, tries] : {std::pair("x", kPass), std::pair("y", kFail)}) {
    CiRun run;
    run.commit = "c";
    run.run = "1";
    run.part = part;
    run.tests[ci.results.names.numberOf("t")] = tries;
    ci.results.add(run);
  }
  CHECK(is(ci.reds(), 0, 0, 1));
  CHECK(is(analyse(ci.results).redRuns, 0, 0, 1));
  ci.run("c", kPass).run("c", kPass); // another part, and another run, which passed
  CHECK(is(ci.reds(), 1, 0, 0));
}

TEST_CASE("a test in several configurations counts once, and is flaky when it is in one") {
  Ci ci;
  for (const char *configuration : {"linux", "mac", "windows"}) {
    ci.configuration = configuration;
    ci.run("c", kPass).run("c", kPass, "good");
  }
  CHECK(analyse(ci.results).flaky().part == 0);
  CHECK(analyse(ci.results).flaky().whole == 2);
  ci.run("c", kFail);
  CHECK(analyse(ci.results).flaky().part == 1);
  CHECK(analyse(ci.results).flaky().whole == 2);
}

TEST_CASE("without anything there is no share") {
  const SignalAnalysis analysis = analyse({});
  CHECK_FALSE(analysis.flaky().value());
  CHECK_FALSE(analysis.reds.signal().value());
  CHECK_FALSE(analyse(Ci().run("c", kFail).results).reds.signal().value());
}
