#include "Merge.h"

#include "CodeMerge.h"
#include "CodeSample.h"
#include "Sample.h"
#include "Scratch.h"
#include "Store.h"

#include <catch2/catch.hpp>

using namespace allele;
using Catch::Matchers::Contains;

namespace {

const Outcome &outcomeOf(const RunResults &results, std::uint64_t id) {
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    if (results.catalog.mutants[i].id == id)
      return *results.outcomes[i];
  FAIL("there is no such mutant");
  throw 0;
}

// As if the same were built elsewhere: other tests, of which one has the same name.
RunResults elsewhere() {
  RunResults results = sampleResults();
  results.info.tests[0].name = "Other.test";
  results.info.startedAt = "2019-01-01T00:00:00Z";
  return results;
}

} // namespace

TEST_CASE("the best verdict of several runs counts, and tests of one name are one") {
  RunResults other = elsewhere();
  other.outcomes[1]->judgement = {Verdict::kKilled, Cause::kCrash, "SIGSEGV"}; // 1 survived
  other.outcomes[1]->killers = {0};
  other.outcomes[3]->judgement = {Verdict::kSurvived, Cause::kNone, ""};   // 3 wasn't reached
  other.outcomes[4]->judgement = {Verdict::kNotReached, Cause::kNone, ""}; // 4 was inconclusive
  other.pairs[3] = {{0, false}, {1, true}};
  const auto merged = merge({{"one", sampleResults()}, {"two", other}});
  REQUIRE(merged);
  const RunResults &all = merged->results;
  CHECK(all.catalog.mutants.size() == sampleResults().catalog.mutants.size());
  CHECK(outcomeOf(all, 1).judgement.verdict == Verdict::kKilled);
  CHECK(outcomeOf(all, 1).judgement.detail == "SIGSEGV");
  CHECK(outcomeOf(all, 3).judgement.verdict == Verdict::kSurvived);
  CHECK(outcomeOf(all, 4).judgement.verdict == Verdict::kInconclusive);
  REQUIRE(all.info.tests.size() == 3);
  CHECK(all.info.tests[2].name == "Other.test");
  CHECK(outcomeOf(all, 1).killers == std::vector<std::size_t>{2});
  CHECK(outcomeOf(all, 1).passed == std::vector<std::size_t>{1});
  CHECK(outcomeOf(all, 4).unclear == std::vector<std::size_t>{0, 2});
  CHECK(all.info.knowsPasses);
  CHECK(all.info.tests[2].reached == 3); // ff..ff, 2 and 3
  CHECK(all.info.tests[2].infected == 2);
  CHECK(all.info.pairs.generated == 28);
  CHECK(all.info.startedAt == "2019-01-01T00:00:00Z");
  CHECK(all.stageSeconds.front() == std::pair<std::string, double>("read", 0.5));
  CHECK(all.complete);
  CHECK(all.info.request == "merged");
  CHECK(all.info.fullMatrix);
  CHECK(merged->conflicts.empty());

  other.info.fullMatrix = false;
  CHECK_FALSE(merge({{"one", sampleResults()}, {"two", other}})->results.info.fullMatrix);
  other.complete = false;
  CHECK_FALSE(merge({{"one", sampleResults()}, {"two", other}})->results.complete);
}

TEST_CASE("of a test that passes in one run and kills in another the kill counts") {
  RunResults other = elsewhere();
  other.info.knowsPasses = false;
  other.outcomes[1]->judgement = {Verdict::kKilled, Cause::kCrash, "SIGSEGV"};
  other.outcomes[1]->killers = {1}; // that passes in the other run
  other.outcomes[1]->passed.clear();
  other.outcomes[4]->unclear.clear();
  other.outcomes[4]->passed = {0};
  const auto merged = merge({{"one", sampleResults()}, {"two", other}});
  REQUIRE(merged);
  CHECK(outcomeOf(merged->results, 1).killers == std::vector<std::size_t>{1});
  CHECK(outcomeOf(merged->results, 1).passed.empty());
  CHECK(outcomeOf(merged->results, 4).passed == std::vector<std::size_t>{2});
  CHECK(outcomeOf(merged->results, 4).unclear == std::vector<std::size_t>{0});
  CHECK_FALSE(merged->results.info.knowsPasses);
}

TEST_CASE("mutants of one run alone are there, too, in the order of the source") {
  RunResults other = elsewhere();
  other.catalog.mutants[0].id = 0x10;
  other.catalog.mutants[0].range = {1, 5, 1, 6};
  const auto merged = merge({{"one", sampleResults()}, {"two", other}});
  REQUIRE(merged);
  CHECK(merged->results.catalog.mutants.size() == sampleResults().catalog.mutants.size() + 1);
  CHECK(merged->results.catalog.mutants.front().id == 0x10);
  CHECK(merged->results.catalog.macros.size() == 2);
}

TEST_CASE("a test that kills in one run and passes in another is a conflict") {
  RunResults other = sampleResults();
  other.outcomes[0]->judgement = {Verdict::kSurvived, Cause::kNone, ""}; // ff..ff was killed by Suite.one
  other.outcomes[0]->killers.clear();
  const auto merged = merge({{"one", sampleResults()}, {"two", other}});
  REQUIRE(merged);
  REQUIRE(merged->conflicts.size() == 1);
  CHECK(merged->conflicts[0] == "ffffffffffffffff  a.c:1:25  lt-to-le: Suite.one notices it in one, not in two");
  CHECK(outcomeOf(merged->results, 0xffffffffffffffff).judgement.verdict == Verdict::kKilled);
  CHECK(merge({{"two", other}, {"one", sampleResults()}})->conflicts.at(0) ==
        "ffffffffffffffff  a.c:1:25  lt-to-le: Suite.one notices it in one, not in two");
}

TEST_CASE("results of other sources aren't merged") {
  RunResults other = elsewhere();
  other.sources["/src/a.c"] += "// changed\n";
  const auto merged = merge({{"one", sampleResults()}, {"two", other}});
  REQUIRE_FALSE(merged);
  CHECK_THAT(merged.error().message, Contains("a.c has another text in two than in one"));
}

TEST_CASE("what was merged can be stored and read") {
  const ScratchDirectory scratch = makeScratch();
  const auto merged = merge({{"one", sampleResults()}, {"two", elsewhere()}});
  REQUIRE(merged);
  {
    const auto store = Store::create(scratch.path(), merged->results);
    REQUIRE(store);
    REQUIRE((*store)->finish(merged->results.info.pairs));
  }
  const auto loaded = Store::load(scratch.path());
  REQUIRE(loaded);
  CHECK(loaded->outcomes.size() == merged->results.outcomes.size());
  CHECK(loaded->complete);
}

TEST_CASE("what any run executes of the code is executed in the merged one") {
  const CodeMap first = codeSample().code;
  CodeMap second = first;
  std::swap(second.files[0].lines[2].isReached, second.files[0].lines[1].isReached);
  second.files[0].branches.front().taken = 1;
  second.functions[3].isReached = true;
  second.states[1].tests = {0};
  second.states[1].isReached = true;
  CodeMerge merge;
  merge.add(first, {0, 1});
  merge.add(second, {2, 1});
  const CodeMap code = merge.take(3);
  CHECK(code.isKnown);
  REQUIRE(code.files.size() == 2);
  REQUIRE(code.files[1].path == "pay/a.cpp"); // by path
  CHECK(code.files[1].lines[2].isReached);
  CHECK(code.files[1].branches.front().reached == 2);
  REQUIRE(code.functions.size() == 4);
  CHECK(code.functions[1].isReached);
  REQUIRE(code.states.size() == 4);
  CHECK(code.states[1].tests == std::vector<std::size_t>{0, 2});
  CHECK(code.states[3].tests == std::vector<std::size_t>{0, 1, 2});
  REQUIRE(code.tests.size() == 3);
  CHECK(code.tests[2].functions.size() == 3);
}

TEST_CASE("where one run doesn't know the code, the merged one doesn't either") {
  CodeMerge merge;
  merge.add(codeSample().code, {0, 1});
  merge.add(CodeMap(), {});
  CHECK_FALSE(merge.take(2).isKnown);
}
