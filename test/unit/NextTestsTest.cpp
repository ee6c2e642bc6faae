#include "NextTests.h"

#include "CodeSample.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

std::vector<NextTest> nextOf(const RunResults &results, const std::vector<FlowSettings> &settings = {},
                             std::size_t most = 5) {
  const std::vector<StateEvidence> evidence = evidenceOf(results);
  return nextTests(results, evidence, flowsOf(results, settings, evidence), most);
}

FlowSettings flow(const char *name, const char *entry) {
  FlowSettings settings;
  settings.name = name;
  settings.entries = {entry};
  return settings;
}

} // namespace

TEST_CASE("a state that tests reach and don't check lacks an assertion in the test that sees most") {
  RunResults results = codeSample();
  const std::size_t own =
      addMutant(results, "return-to-one", "pay/a.cpp", {25, 12, 25, 13}, "charge", Verdict::kSurvived);
  const std::size_t other = addMutant(results, "add-to-sub", "pay/a.cpp", {24, 3, 24, 4}, "charge", Verdict::kSurvived);
  results.pairs[own] = {{0, true}, {1, true}};
  results.pairs[other] = {{1, true}};
  const std::vector<NextTest> next = nextOf(results);
  REQUIRE_FALSE(next.empty());
  CHECK(next[0].kind == NextTest::Kind::kAssertion);
  CHECK(next[0].state == std::size_t{2});
  CHECK(next[0].line == 25);
  CHECK(next[0].function == "charge");
  CHECK(next[0].test == std::size_t{1}); // for which both differ
  CHECK(next[0].tests == 2);
  CHECK(next[0].atLeast == 1);
  CHECK(next[0].atMost == 2);
}

TEST_CASE("what no test executes takes a new test, named after the failure state on its way") {
  RunResults results = codeSample();
  addMutant(results, "return-to-one", "pay/a.cpp", {15, 12, 15, 13}, "_Zpay", Verdict::kNotReached);
  addMutant(results, "lt-to-le", "pay/a.cpp", {14, 5, 14, 6}, "_Zpay", Verdict::kNotReached);
  const std::vector<NextTest> next = nextOf(results);
  REQUIRE(next.size() == 1);
  CHECK(next[0].kind == NextTest::Kind::kNewTest);
  CHECK(next[0].state == std::size_t{1});
  CHECK(next[0].test == std::size_t{0}); // it runs the function
  CHECK(next[0].atLeast == 1);
  CHECK(next[0].atMost == 2);
}

TEST_CASE("executed lines divide what one new test would get to") {
  RunResults results = codeSample();
  results.code.files[0].lines = {{3, false}, {4, false}, {5, true}, {6, false}};
  results.sources["/src/pay/a.cpp"] = "\n\n\tone();\n\n\n  two();\n";
  for (const std::uint32_t line : {3, 4, 6})
    addMutant(results, "lt-to-le", "pay/a.cpp", {line, 5, line, 6}, "_Zpay", Verdict::kNotReached);
  const std::vector<NextTest> next = nextOf(results);
  REQUIRE(next.size() == 2);
  CHECK(next[0].line == 3);
  CHECK(next[0].lastLine == 4);
  CHECK(next[0].text == "one();");
  CHECK(next[0].atMost == 2);
  CHECK(next[1].line == 6);
  CHECK(next[1].lastLine == 0);
  CHECK(next[1].text == "two();");
}

TEST_CASE("a function whose changes make no difference to any test takes other inputs") {
  RunResults results = codeSample();
  const std::size_t mutant = addMutant(results, "add-to-sub", "b.cpp", {2, 3, 2, 4}, "log", Verdict::kSurvived);
  results.pairs[mutant] = {{0, false}, {1, false}};
  const std::vector<NextTest> next = nextOf(results);
  REQUIRE(next.size() == 1);
  CHECK(next[0].kind == NextTest::Kind::kOtherInputs);
  CHECK(next[0].test == std::size_t{1}); // it executes less besides
}

TEST_CASE("failure states of critical flows come before what is larger, and no function fills the list") {
  RunResults results = codeSample();
  addMutant(results, "return-to-one", "pay/a.cpp", {15, 12, 15, 13}, "_Zpay", Verdict::kNotReached);
  for (std::uint32_t column = 1; column < 9; ++column)
    addMutant(results, "add-to-sub", "b.cpp", {7, column, 7, column + 1}, "unrelated", Verdict::kNotReached);
  CHECK(nextOf(results)[0].function == "unrelated");
  const std::vector<NextTest> next = nextOf(results, {flow("payment", "Cart::pay")});
  CHECK(next[0].function == "shop::Cart::pay");
  CHECK(next[0].flow == "payment");
  CHECK(next[1].function == "unrelated");

  RunResults many = codeSample();
  many.code.files[0].lines.clear();
  for (std::uint32_t line = 2; line < 20; ++line) {
    many.code.files[0].lines.push_back({line, line % 2 == 1});
    if (line % 2 == 0)
      addMutant(many, "lt-to-le", "pay/a.cpp", {line, 5, line, 6}, "_Zpay", Verdict::kNotReached);
  }
  addMutant(many, "lt-to-le", "b.cpp", {2, 5, 2, 6}, "log", Verdict::kNotReached);
  const std::vector<NextTest> both = nextOf(many);
  REQUIRE(both.size() == 3);
  CHECK(both[0].function == "shop::Cart::pay");
  CHECK(both[1].function == "shop::Cart::pay");
  CHECK(both[2].function == "log");
  CHECK(nextOf(many, {}, 2)[1].function == "log");
}

TEST_CASE("accepted survivors and what is noticed ask for no test") {
  RunResults results = codeSample();
  addMutant(results, "return-to-one", "pay/a.cpp", {25, 12, 25, 13}, "charge", Verdict::kKilled, Cause::kAssertion,
            "t.cpp:1");
  addMutant(results, "add-to-sub", "b.cpp", {2, 3, 2, 4}, "log", Verdict::kSurvived);
  results.accepted = {std::nullopt, Acceptance{"it logs", "", ""}};
  CHECK(nextOf(results).empty());
}

TEST_CASE("results that don't know the code name functions by their mutants") {
  RunResults results;
  results.complete = true;
  addMutant(results, "add-to-sub", "a.c", {3, 5, 3, 6}, "_Z1fi", Verdict::kNotReached);
  const std::vector<NextTest> next = nextOf(results);
  REQUIRE(next.size() == 1);
  CHECK(next[0].function == "f(int)");
  CHECK(next[0].line == 3);
}
