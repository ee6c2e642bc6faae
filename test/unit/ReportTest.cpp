#include "reports/Report.h"

#include "MutantText.h"
#include "Sample.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

using namespace allele;

namespace {

using Json = nlohmann::json;

Json jsonOf(const char *format, const RunResults &results) {
  return Json::parse(findReportFormat(format)->render(results, {})); // throws when it isn't valid UTF-8
}

std::string textOf(const RunResults &results, const ReportOptions &options = {}) {
  return findReportFormat("text")->render(results, options);
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("every report format has a name of its own") {
  std::set<std::string> names;
  for (const ReportFormat *format : reportFormats())
    CHECK(names.insert(format->name).second);
  CHECK(names.count("text") == 1);
  CHECK(names.count("json") == 1);
  CHECK(names.count("summary") == 1);
  CHECK(findReportFormat("nonsense") == nullptr);
}

TEST_CASE("report.json has each mutant with the schema's status") {
  const Json report = jsonOf("json", sampleResults());
  const Json &mutants = report["files"]["a.c"]["mutants"];
  REQUIRE(mutants.size() == 5);
  CHECK(mutants[0]["id"] == "ffffffffffffffff");
  CHECK(mutants[0]["status"] == "Killed");
  CHECK(mutants[0]["killedBy"] == Json::array({"1", "2"}));
  CHECK(mutants[0]["coveredBy"] == Json::array({"1", "2"}));
  CHECK(mutants[1]["status"] == "Survived");
  CHECK_FALSE(mutants[1].contains("killedBy"));
  CHECK(mutants[2]["status"] == "Timeout");
  CHECK(mutants[3]["status"] == "Ignored");
  CHECK(mutants[3]["statusReason"] == "noise rule logging");
  CHECK(mutants[4]["status"] == "Ignored");
  CHECK(mutants[4]["statusReason"] == "survived: as 0000000000000001");
  CHECK(report["files"]["b.c"]["mutants"][0]["status"] == "NoCoverage");
  CHECK_FALSE(report["files"]["b.c"]["mutants"][0].contains("coveredBy"));
  CHECK(report["files"]["missing.c"]["mutants"][0]["status"] == "RuntimeError");
  CHECK(report["files"]["missing.c"]["source"].get<std::string>().empty());
}

TEST_CASE("columns in report.json count UTF-16 units of the source as it stands there") {
  const Json report = jsonOf("json", sampleResults());
  const auto source = report["files"]["b.c"]["source"].get<std::string>();
  CHECK(contains(source, "\xEF\xBF\xBD"));
  // Bytes: 3 + 2 + 1 + 4 before " */ int x = 1 +"; units: 3 + 1 + 1 + 2.
  CHECK(report["files"]["b.c"]["mutants"][0]["location"]["start"]["column"] == 24);
  CHECK(report["files"]["b.c"]["mutants"][0]["location"]["end"]["column"] == 25);
  CHECK(report["files"]["a.c"]["mutants"][0]["location"]["start"]["column"] == 25);
}

TEST_CASE("a mutant without a verdict is pending in report.json") {
  RunResults results = sampleResults();
  results.outcomes[1] = std::nullopt;
  CHECK(jsonOf("json", results)["files"]["a.c"]["mutants"][1]["status"] == "Pending");
}

TEST_CASE("summary.json counts verdicts and causes and shows the figures with their denominators") {
  const Json summary = jsonOf("summary", sampleResults());
  CHECK(summary["mutants"]["total"] == 7);
  CHECK(summary["mutants"]["ignored"] == 1);
  CHECK(summary["mutants"]["duplicates"] == 1);
  CHECK(summary["ignored"]["noise"]["logging"] == 1);
  CHECK(summary["macros"]["MAX"] == 1);
  CHECK(summary["macros"].size() == 2);
  CHECK(summary["mutants"]["killed"] == 2);
  CHECK(summary["mutants"]["not reached"] == 1);
  CHECK(summary["killed by"]["hang"] == 1);
  CHECK(summary["score"]["value"] == 0.4);
  CHECK(summary["score"]["whole"] == 5);
  CHECK(summary["score without hangs"]["value"] == 0.2);
  CHECK(summary["strength"]["value"] == 0.5);
  CHECK(summary["coverage"]["whole"] == 3);
  CHECK(summary["stage seconds"]["recording"] == 2.0);
  CHECK(summary["limits"]["processes"].is_null());
  CHECK(summary["jobs"] == 3);
}

TEST_CASE("a run that isn't complete has no score") {
  RunResults results = sampleResults();
  results.complete = false;
  CHECK(jsonOf("summary", results)["score"]["value"].is_null());
  CHECK(contains(textOf(results), "no score"));
}

TEST_CASE("without a denominator there is no figure") {
  RunResults results;
  results.complete = true;
  const Json summary = jsonOf("summary", results);
  CHECK(summary["score"]["value"].is_null());
  CHECK(summary["coverage"]["value"].is_null());
  CHECK(contains(textOf(results), "score - (no mutants)"));
}

TEST_CASE("the text shows survivors with diff, place and a line to repeat them") {
  const std::string text = textOf(sampleResults());
  CHECK(contains(text, "a.c:1:25  lt-to-le  0000000000000001"));
  CHECK(contains(text, "- int f(int a) { return a < 1; }"));
  CHECK(contains(text, "+ int f(int a) { return a > 1; }"));
  CHECK(contains(text, "ALLELE_MUTANT=0000000000000001 ctest -R two"));
  CHECK_FALSE(contains(text, "ALLELE_MUTANT=ffffffffffffffff"));
}

TEST_CASE("a mutant is repeated by a test that noticed it, or infects it, or reaches it") {
  RunResults results = sampleResults();
  results.info.tests[0].byHand = "ctest -R one";
  CHECK(commandByHand(results, 0) == "ctest -R one"); // noticed by both
  results.outcomes[0]->killers = {1};
  CHECK(commandByHand(results, 0) == "ctest -R two");
  results.outcomes[0]->killers.clear();
  CHECK(commandByHand(results, 0) == "ctest -R one");
  results.pairs[0] = {{0, false}, {1, true}};
  CHECK(commandByHand(results, 0) == "ctest -R two");
  results.outcomes[0].reset();
  results.pairs[0] = {{1, false}};
  CHECK(commandByHand(results, 0) == "ctest -R two");
  results.pairs[0].clear();
  const std::string whole = "./tests 'an argument' 'quote'\\''\xFF'";
  CHECK(commandByHand(results, 0) == whole);
  results.pairs[0] = {{0, true}};
  results.info.tests[0].byHand.clear();
  CHECK(commandByHand(results, 0) == whole);
}

TEST_CASE("the text names hangs and inconclusive mutants and gives all figures") {
  const std::string text = textOf(sampleResults());
  CHECK(contains(text, "killed by a hang: 1 mutant"));
  CHECK(contains(text, "missing.c:7:1"));
  CHECK(contains(text, "never active"));
  CHECK(contains(text, "b.c: 1 mutant, line 1"));
  CHECK(contains(text, "score 40.0 % (2 of 5 mutants)"));
  CHECK(contains(text, "strength 50.0 % (2 of 4 reached mutants)"));
  CHECK(contains(text, "score without hangs 20.0 %"));
}

TEST_CASE("the text shows only so many survivors and says where the rest is") {
  RunResults results = sampleResults();
  results.outcomes[0]->judgement = {Verdict::kSurvived, Cause::kNone, ""};
  ReportOptions options;
  options.survivors = 1;
  options.outOption = " --out x";
  const std::string text = textOf(results, options);
  CHECK(contains(text, "1 more survived; `allele report --all --out x`"));
  options.survivors = 0;
  CHECK_FALSE(contains(textOf(results, options), "more survived"));
}

TEST_CASE("text without a palette has no escape sequences") {
  CHECK_FALSE(contains(textOf(sampleResults()), "\x1b"));
}

TEST_CASE("the text counts ignored mutants by reason, the largest first, and lists no duplicate") {
  RunResults results = sampleResults();
  const auto add = [&](IgnoreReason reason, const char *detail, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Mutant mutant;
      mutant.ignored = Ignored{reason, detail};
      Outcome outcome;
      outcome.judgement.verdict = Verdict::kIgnored;
      results.catalog.mutants.push_back(mutant);
      results.outcomes.emplace_back(outcome);
    }
  };
  add(IgnoreReason::kNoise, "destructors", 2);
  add(IgnoreReason::kNoise, "moves", 1);
  add(IgnoreReason::kSuppressed, "x", 3);
  add(IgnoreReason::kEquivalent, "", 4);
  const std::string text = textOf(results);
  CHECK(contains(text, "17 mutants: 2 killed, 1 survived, 1 not reached, 1 inconclusive, 11 ignored, 1 duplicate\n"
                       "ignored: 4 by noise rules (destructors 2, logging 1, moves 1), 3 suppressed, 4 equivalent\n"));
  CHECK(contains(text, "macros: 2 uses whose operators have no mutants (MAX 1, MAX\xFF 1)\n"));
  CHECK(contains(text, "survived: 1 mutant "));
  CHECK_FALSE(contains(text, "0000000000000006"));
}
