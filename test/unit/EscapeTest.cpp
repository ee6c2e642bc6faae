#include "Escape.h"

#include "DefectHistory.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

// One file /src/a.c, relative to /src. f is on lines 10 to 20, g on 30 to 40; of each line with code is said whether it
// is reached.
struct Scene {
  RunResults results;
  std::vector<StateEvidence> evidence;
  DefectPlaces places;

  Scene() {
    results.code.isKnown = true;
    results.code.files.push_back({"/src", "a.c", {}, {}});
    function("f", 10, 20);
    function("g", 30, 40);
    results.info.tests.resize(2);
    results.info.tests[0].name = "one";
    results.info.tests[1].name = "two";
    results.sources["/src/a.c"] = std::string(50, '\n');
  }

  void function(const char *name, std::uint32_t first, std::uint32_t last) {
    CodeFunction made;
    made.name = name;
    made.line = first;
    made.endLine = last;
    made.isMeasured = true;
    results.code.functions.push_back(made);
  }

  Scene &line(std::uint32_t number, bool isReached) {
    results.code.files[0].lines.push_back({number, isReached});
    return *this;
  }

  Scene &mutant(std::uint32_t number, Verdict verdict, Cause cause = Cause::kNone,
                const char *operatorId = "lt-to-le") {
    Mutant made;
    made.id = results.catalog.mutants.size() + 1;
    made.operatorId = operatorId;
    made.root = "/src";
    made.file = "a.c";
    made.range = {number, 3, number, 4};
    made.original = "<";
    made.replacement = "<=";
    made.sites = {{0, "f", 0}};
    results.catalog.mutants.push_back(made);
    Outcome outcome;
    outcome.judgement = {verdict, cause, ""};
    outcome.reached = verdict == Verdict::kKilled || verdict == Verdict::kSurvived;
    results.outcomes.emplace_back(outcome);
    results.pairs.push_back(outcome.reached ? std::vector<Pair>{{1, true}} : std::vector<Pair>());
    return *this;
  }

  Scene &state(std::uint32_t number, std::uint32_t guard, StateClass known) {
    FailureState made;
    made.line = number;
    made.range = {number, 5, number, 15};
    made.guard = {guard, 7, guard, 12};
    made.text = "return -1;";
    made.tests = {0};
    results.code.states.push_back(made);
    StateEvidence found;
    found.known = known;
    evidence.push_back(found);
    return *this;
  }

  Scene &fixed(std::vector<std::uint32_t> lines) {
    FixedSpot spot;
    spot.lines = std::move(lines);
    places.spots.emplace_back("/src/a.c", spot);
    return *this;
  }

  Scene &added(std::uint32_t number, std::uint32_t before, std::uint32_t behind) {
    places.spots.push_back({"/src/a.c", {{number}, true, before, behind}});
    return *this;
  }

  Escape judge() const {
    Escape escape;
    judgeEscape(results, CodeIndex(results), evidence, places, escape);
    return escape;
  }
  EscapeClass known() const { return judge().known; }
};

} // namespace

TEST_CASE("what no test reaches is not run, whatever its mutants") {
  const Escape escape = Scene().line(12, false).mutant(12, Verdict::kNotReached).fixed({12}).judge();
  CHECK(escape.known == EscapeClass::kNotRun);
  CHECK(escape.why == "no test reaches a.c:12");
  REQUIRE(escape.unnoticed.size() == 1);
  CHECK_FALSE(escape.unnoticed[0].isReached);
  CHECK(escape.functions == std::vector<std::pair<std::string, std::string>>{{"a.c", "f"}});
}

TEST_CASE("what is reached and has survivors alone is run, not checked") {
  const Escape escape = Scene().line(12, true).mutant(12, Verdict::kSurvived).fixed({12}).judge();
  CHECK(escape.known == EscapeClass::kRunNotChecked);
  CHECK(escape.why == "tests run a.c:12, and don't notice the one change there");
  CHECK(escape.tests == std::vector<std::string>{"two"});
  CHECK_FALSE(escape.testsReachFunction);
}

TEST_CASE("each reached line with mutants needs one that is noticed") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kKilled, Cause::kAssertion).line(13, true).mutant(13, Verdict::kSurvived);
  CHECK(Scene(scene).fixed({12}).known() == EscapeClass::kChecked);
  CHECK(Scene(scene).fixed({12, 13}).known() == EscapeClass::kRunNotChecked);
  CHECK(Scene(scene).mutant(13, Verdict::kKilled, Cause::kExitCode).fixed({12, 13}).known() == EscapeClass::kChecked);
  // Lines that aren't reached, or have no mutants, say nothing against it.
  CHECK(Scene(scene).line(14, false).mutant(14, Verdict::kNotReached).line(15, true).fixed({12, 14, 15}).known() ==
        EscapeClass::kChecked);
}

TEST_CASE("a mutant that begins above a line says nothing of it, where the line has its own") {
  Scene scene;
  scene.line(12, true).line(13, true);
  scene.mutant(12, Verdict::kKilled, Cause::kAssertion, "remove-call");
  scene.results.catalog.mutants.back().range = {12, 3, 14, 4};
  CHECK(Scene(scene).fixed({13}).known() == EscapeClass::kChecked);
  CHECK(Scene(scene).mutant(13, Verdict::kSurvived).fixed({13}).known() == EscapeClass::kRunNotChecked);
}

TEST_CASE("missing verdicts leave a line open, unless another one is known") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kKilled, Cause::kAssertion).mutant(12, Verdict::kSurvived);
  scene.results.outcomes[0].reset();
  CHECK(Scene(scene).fixed({12}).judge().why == "the run isn't complete: verdicts on the mutants there are missing");
  CHECK(Scene(scene).fixed({12}).known() == EscapeClass::kUnjudged);
  scene.line(13, true).mutant(13, Verdict::kSurvived);
  CHECK(Scene(scene).fixed({12, 13}).known() == EscapeClass::kRunNotChecked);
  CHECK(Scene(scene).mutant(12, Verdict::kKilled, Cause::kAssertion).fixed({12}).known() == EscapeClass::kChecked);
}

TEST_CASE("kills by crashes alone check the wrong thing") {
  for (const Cause cause : {Cause::kCrash, Cause::kHang, Cause::kSanitizer, Cause::kMemory})
    CHECK(Scene().line(12, true).mutant(12, Verdict::kKilled, cause).fixed({12}).known() == EscapeClass::kWrongState);
}

TEST_CASE("a failure state on the lines, or that they decide on, has to be asserted") {
  const auto withState = [](StateClass known, std::uint32_t line, std::uint32_t guard) {
    return Scene()
        .line(12, true)
        .mutant(12, Verdict::kKilled, Cause::kAssertion)
        .state(line, guard, known)
        .fixed({12})
        .known();
  };
  for (const StateClass known : {StateClass::kUnchecked, StateClass::kNotReached, StateClass::kCrashOnly}) {
    CHECK(withState(known, 12, 11) == EscapeClass::kWrongState);
    CHECK(withState(known, 13, 12) == EscapeClass::kWrongState);
    CHECK(withState(known, 14, 13) == EscapeClass::kChecked); // another one
  }
  for (const StateClass known : {StateClass::kAsserted, StateClass::kExitOnly, StateClass::kUnknown})
    CHECK(withState(known, 13, 12) == EscapeClass::kChecked);
  // Without kills it is the lines that count.
  CHECK(Scene()
            .line(12, true)
            .mutant(12, Verdict::kSurvived)
            .state(13, 12, StateClass::kNotReached)
            .fixed({12})
            .known() == EscapeClass::kRunNotChecked);
}

TEST_CASE("the state that a stack trace names counts, and its place stands in for a fix without code") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kKilled, Cause::kAssertion).line(16, false);
  scene.state(16, 15, StateClass::kNotReached).places.frame = {"/src/a.c", 16};
  CHECK(Scene(scene).fixed({12}).known() == EscapeClass::kWrongState);
  const Escape escape = Scene(scene).fixed({5}).judge();
  CHECK(escape.known == EscapeClass::kNotRun);
  CHECK(escape.lines.front().line == 16);
  CHECK(escape.notes.front().find("first frame of the stack trace") != std::string::npos);
}

TEST_CASE("a state alone decides where lines have no mutants") {
  const auto withState = [](StateClass known) {
    return Scene().line(12, true).state(12, 11, known).fixed({12}).known();
  };
  CHECK(withState(StateClass::kAsserted) == EscapeClass::kChecked);
  CHECK(withState(StateClass::kUnchecked) == EscapeClass::kRunNotChecked);
  CHECK(withState(StateClass::kCrashOnly) == EscapeClass::kWrongState);
  CHECK(withState(StateClass::kUnknown) == EscapeClass::kUnjudged);
  // It has to be there for each of them.
  CHECK(Scene().line(12, true).line(14, true).state(12, 11, StateClass::kAsserted).fixed({12, 14}).known() ==
        EscapeClass::kUnjudged);
}

TEST_CASE("what nothing tells of can't be judged") {
  CHECK(Scene().line(12, true).fixed({12}).known() == EscapeClass::kUnjudged);
  CHECK(Scene().fixed({5}).known() == EscapeClass::kUnjudged); // outside of functions
  CHECK(Scene().known() == EscapeClass::kUnjudged);
  CHECK(Scene().line(12, true).mutant(12, Verdict::kInconclusive).fixed({12}).known() == EscapeClass::kUnjudged);
  Scene pending;
  pending.line(12, true).mutant(12, Verdict::kSurvived).fixed({12}).results.outcomes[0].reset();
  CHECK(pending.judge().why.find("isn't complete") != std::string::npos);
  Scene gone;
  gone.places.lost = 2;
  CHECK(gone.judge().why.find("don't have the fixed lines") != std::string::npos);
  gone.places.hasFix = true;
  CHECK(gone.judge().why.find("code with the fix") != std::string::npos);
  gone.places.hasFix = false;
  CHECK(gone.fixed({5}).judge().why.find("don't have the fixed lines") != std::string::npos);
}

TEST_CASE("results with the fix in them never make a defect look checked") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kKilled, Cause::kAssertion).fixed({12}).places.hasFix = true;
  CHECK(scene.known() == EscapeClass::kUnjudged);
  Scene unchecked;
  unchecked.line(12, true).mutant(12, Verdict::kSurvived).fixed({12}).places.hasFix = true;
  CHECK(unchecked.known() == EscapeClass::kRunNotChecked);
}

TEST_CASE("a line without code stands for its statement") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kSurvived).line(15, false).mutant(15, Verdict::kNotReached);
  // Line 13 goes on with what line 12 begins; behind a semicolon it begins something itself.
  scene.results.sources["/src/a.c"] = std::string(11, '\n') + "x = f(a,\n  b,\n  c);\n";
  CHECK(Scene(scene).fixed({13}).known() == EscapeClass::kRunNotChecked);
  scene.results.sources["/src/a.c"] = std::string(11, '\n') + "x = a;\nint b;\n\ny = b;\n";
  CHECK(Scene(scene).fixed({13}).known() == EscapeClass::kNotRun);
}

TEST_CASE("an addition counts within a function only") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kSurvived).line(30, true).mutant(30, Verdict::kSurvived);
  CHECK(Scene(scene).added(12, 11, 12).known() == EscapeClass::kRunNotChecked);
  CHECK(Scene(scene).added(30, 20, 30).known() == EscapeClass::kUnjudged); // between f and g
  CHECK(Scene(scene).added(40, 40, 0).known() == EscapeClass::kUnjudged);
}

TEST_CASE("without a map of the code the mutants tell what is reached, and where functions are") {
  Scene scene;
  scene.results.code = CodeMap();
  scene.mutant(12, Verdict::kNotReached).mutant(14, Verdict::kSurvived);
  CHECK(Scene(scene).fixed({12}).known() == EscapeClass::kNotRun);
  CHECK(Scene(scene).fixed({14}).known() == EscapeClass::kRunNotChecked);
  CHECK(Scene(scene).fixed({16}).known() == EscapeClass::kUnjudged);
  CHECK(Scene(scene).added(14, 12, 14).known() == EscapeClass::kRunNotChecked);
  CHECK(Scene(scene).added(14, 14, 16).known() == EscapeClass::kUnjudged);
}

TEST_CASE("mutants of whole bodies say nothing of a line, unless all of a function's survive") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kKilled, Cause::kAssertion, "body-to-zero").fixed({12});
  CHECK(scene.known() == EscapeClass::kUnjudged);
  Scene pseudo;
  pseudo.line(12, true).mutant(10, Verdict::kSurvived, Cause::kNone, "body-to-zero").mutant(12, Verdict::kIgnored);
  const Escape escape = pseudo.fixed({12}).judge();
  CHECK(escape.known == EscapeClass::kRunNotChecked);
  CHECK(escape.why.find("does nothing at all") != std::string::npos);
  REQUIRE(escape.unnoticed.size() == 1);
  CHECK(escape.unnoticed[0].operatorId == "body-to-zero");
}

TEST_CASE("equal mutants are listed once, accepted ones are marked") {
  Scene scene;
  scene.line(12, true).mutant(12, Verdict::kSurvived).mutant(12, Verdict::kSurvived).fixed({12});
  scene.results.catalog.mutants[1].ignored = Ignored{IgnoreReason::kDuplicate, "0000000000000001"};
  scene.results.accepted.resize(2);
  scene.results.accepted[0] = Acceptance{"x", "", ""};
  const Escape escape = scene.judge();
  REQUIRE(escape.unnoticed.size() == 1);
  CHECK(escape.unnoticed[0].isAccepted);
}

TEST_CASE("tests that run the function stand in where no mutant tells") {
  Scene scene;
  scene.line(12, true).state(12, 11, StateClass::kUnchecked).fixed({12});
  scene.results.code.states[0].tests.clear();
  scene.results.code.tests = {{1, {1}}, {1, {0}}};
  const Escape escape = scene.judge();
  CHECK(escape.tests == std::vector<std::string>{"two"});
  CHECK(escape.testsReachFunction);
}

TEST_CASE("every class has its words") {
  for (const EscapeClass known : kAllEscapeClasses)
    CHECK(escapeClassFromString(toString(known)) == known);
  CHECK(escapeClassFromString("fine") == std::nullopt);
}

TEST_CASE("the checkout is the directory below which the sources lie as in the repository") {
  CHECK(checkoutOf({"/ci/7/checkout/src/a.c", "/ci/7/checkout/lib/b.c", "/usr/include/c.h"},
                   {"src/a.c", "lib/b.c", "a.c"}) == "/ci/7/checkout/");
  CHECK(checkoutOf({"/w/lib/a.c"}, {"a.c", "lib/a.c"}) == "/w/");
  CHECK(checkoutOf({"/w/x.c"}, {"a.c"}).empty());
}
