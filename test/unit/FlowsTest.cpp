#include "Flows.h"

#include "CodeSample.h"
#include "Hygiene.h"

#include <catch2/catch.hpp>

using namespace allele;
using Catch::Contains;

namespace {

Flow flowOf(const RunResults &results, FlowSettings settings) {
  settings.name = "payment";
  return flowsOf(results, {std::move(settings)}, evidenceOf(results)).front();
}

std::vector<std::string> namesIn(const RunResults &results, const Flow &flow) {
  std::vector<std::string> names;
  for (const FlowMember &member : flow.members)
    names.push_back(results.code.functions[member.function].name);
  return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("a flow is closed over what its entries call") {
  const RunResults results = codeSample();
  FlowSettings settings;
  settings.entries = {"Cart::pay"};
  const Flow flow = flowOf(results, settings);
  CHECK(namesIn(results, flow) == Names{"shop::Cart::pay", "charge", "log"});
  CHECK(flow.members[2].depth == 2);
  CHECK(flow.states.size() == 3);
}

TEST_CASE("depth and exclusions end a flow") {
  const RunResults results = codeSample();
  FlowSettings settings;
  settings.entries = {"shop::*"};
  settings.depth = 1;
  CHECK(namesIn(results, flowOf(results, settings)) == Names{"shop::Cart::pay", "charge"});
  settings.depth.reset();
  settings.exclude = {"charge"};
  CHECK(namesIn(results, flowOf(results, settings)) == Names{"shop::Cart::pay"});
}

TEST_CASE("entries are functions, files and what tests execute") {
  const RunResults results = codeSample();
  FlowSettings settings;
  settings.entries = {"b.cpp"};
  CHECK(namesIn(results, flowOf(results, settings)) == Names{"log", "unrelated"});
  settings.entries = {"pay/**"};
  CHECK(namesIn(results, flowOf(results, settings)) == Names{"shop::Cart::pay", "charge", "log"});
  settings.entries = {"test:Log.*"};
  CHECK(namesIn(results, flowOf(results, settings)) == Names{"charge", "log"});
  settings.entries = {"Cart"};
  const Flow flow = flowOf(results, settings);
  CHECK(flow.members.empty());
  CHECK(flow.deadEntries == Names{"Cart"});
}

TEST_CASE("an attribute names a flow that the configuration needn't know") {
  RunResults results = codeSample();
  results.code.functions[1].flows = {"charging"};
  const std::vector<Flow> flows = flowsOf(results, {}, evidenceOf(results));
  REQUIRE(flows.size() == 1);
  CHECK(flows.front().settings.name == "charging");
  CHECK(namesIn(results, flows.front()) == Names{"charge", "log"});
}

TEST_CASE("a flow's summary counts its states, and what is asserted about them") {
  RunResults results = codeSample();
  addMutant(results, "remove-throw", "pay/a.cpp", {10, 5, 10, 19}, "_Zpay", Verdict::kKilled, Cause::kAssertion,
            "t.cpp:3");
  addMutant(results, "return-to-one", "pay/a.cpp", {25, 12, 25, 13}, "charge", Verdict::kSurvived);
  addMutant(results, "add-to-sub", "b.cpp", {7, 1, 7, 2}, "unrelated", Verdict::kNotReached);
  FlowSettings settings;
  settings.entries = {"Cart::pay"};
  const Flow flow = flowOf(results, settings);
  CHECK(summaryOf(flow) == "3 failure states · 2 reached · 1 asserted · 0 crash only · 1 reached, nothing asserted");
  CHECK(flow.assertions == 1);
  CHECK(flow.mutants == std::vector<std::size_t>{0, 1});
  CHECK(flow.counts.of(Verdict::kSurvived) == 1);
  CHECK(flow.coverage.lines.part == 4);
  CHECK(flow.coverage.lines.whole == 5);
  CHECK(flow.coverage.functions.whole == 3);
  // Worst first.
  CHECK(results.code.states[flow.states.front()].line == 25);
  CHECK(results.code.states[flow.states.back()].line == 10);
}

TEST_CASE("candidates are named like something critical and lead to failures") {
  const RunResults results = codeSample();
  const std::vector<FlowCandidate> candidates = suggestFlows(results, 10);
  REQUIRE(candidates.size() == 2);
  CHECK(candidates[0].function == 0);
  CHECK(candidates[0].words == Names{"pay"});
  CHECK(candidates[0].states == 3);
  CHECK(candidates[1].function == 1);
  CHECK(candidates[1].callers == 1);
}

TEST_CASE("coverage is of lines, branches and functions, by file and by flow") {
  const RunResults results = codeSample();
  const CodeCoverage all = coverageOf(results.code);
  CHECK(all.lines.part == 4);
  CHECK(all.lines.whole == 6);
  CHECK(all.branches.part == 3);
  CHECK(all.branches.whole == 5);
  CHECK(all.functions.part == 3);
  CHECK(all.functions.whole == 4);
  CHECK(coverageByFile(results.code)[1].lines.whole == 2);
}

TEST_CASE("below the floor the coverage of each core module is said") {
  const RunResults results = codeSample();
  CoverageSettings settings;
  CHECK(belowFloor(results.code, settings).empty());
  settings.floor = 70;
  REQUIRE(belowFloor(results.code, settings).size() == 1);
  settings.core = {"pay/", "b.cpp", "nothing/"};
  const std::vector<BelowFloor> below = belowFloor(results.code, settings);
  REQUIRE(below.size() == 1); // what isn't there has no coverage, neither good nor bad
  CHECK(below.front().of == "b.cpp");
}

TEST_CASE("tests that assert nothing are named only where their framework tells") {
  RunResults results = codeSample();
  CHECK(testsWithoutAssertions(results).empty());
  results.info.tests[0].assertions = 0;
  results.info.tests[1].assertions = 2;
  CHECK(testsWithoutAssertions(results) == std::vector<std::size_t>{0});
  results.code.tests[0].lines = 0; // of the program it executes nothing
  CHECK(testsWithoutAssertions(results).empty());
}

TEST_CASE("files are ranked by what is run and not checked") {
  RunResults results = codeSample();
  addMutant(results, "add-to-sub", "pay/a.cpp", {10, 5, 10, 6}, "_Zpay", Verdict::kSurvived);
  addMutant(results, "add-to-sub", "pay/a.cpp", {10, 6, 10, 7}, "_Zpay", Verdict::kKilled, Cause::kCrash);
  addMutant(results, "add-to-sub", "b.cpp", {2, 5, 2, 6}, "log", Verdict::kKilled, Cause::kCrash);
  const std::vector<OracleGap> gaps = oracleGaps(results);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps.front().file == "pay/a.cpp");
  CHECK(gaps.front().survivors == 1);
  CHECK(gaps.front().gap == Approx(0.25));
}
