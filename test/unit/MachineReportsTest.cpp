// The formats for other programs: SARIF, GitLab, SonarQube, JUnit, CSV.
#include "CsvRows.h"
#include "Sample.h"
#include "Text.h"
#include "reports/Report.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

using namespace allele;

namespace {

using Json = nlohmann::json;

std::string render(const char *format, const RunResults &results) {
  return findReportFormat(format)->render(results, {});
}

Json sarifRun(const RunResults &results) {
  return Json::parse(render("sarif", results))["runs"][0];
}

RunResults withAcceptance(std::size_t mutant) {
  RunResults results = sampleResults();
  results.accepted.resize(results.catalog.mutants.size());
  results.accepted[mutant] = Acceptance{"both ends are equal", "2026-01-01", ""};
  return results;
}

// Mutant 3, "+" in b.c behind an é, a byte that isn't UTF-8 and an emoji, as a survivor.
RunResults withUnicode() {
  RunResults results = sampleResults();
  results.outcomes[3]->judgement = {Verdict::kSurvived, Cause::kNone, ""};
  results.catalog.mutants[3].range = {1, 25, 1, 26};
  return results;
}

// The cells of one column, by mutant.
std::vector<std::string> column(const RunResults &results, const std::string &name) {
  const auto rows = readCsv(render("csv", results));
  const auto found = std::find(rows[0].begin(), rows[0].end(), name);
  REQUIRE(found != rows[0].end());
  std::vector<std::string> cells;
  for (std::size_t i = 1; i < rows.size(); ++i)
    cells.push_back(rows[i].at(static_cast<std::size_t>(found - rows[0].begin())));
  return cells;
}

pugi::xml_document junit(const RunResults &results) {
  const std::string text = render("junit", results);
  pugi::xml_document document;
  REQUIRE(document.load_buffer(text.data(), text.size()).status == pugi::status_ok);
  return document;
}

} // namespace

TEST_CASE("a survivor is a SARIF result with its operator as the rule") {
  const Json run = sarifRun(sampleResults());
  REQUIRE(run["results"].size() == 1);
  const Json &result = run["results"][0];
  CHECK(result["kind"] == "fail");
  CHECK(result["level"] == "warning");
  CHECK(result["message"]["text"] ==
        "No test notices the change of `<` to `>`: 1 test reaches it, but none gets another value there.");
  CHECK_FALSE(result.contains("suppressions"));
  CHECK_FALSE(result.contains("fixes"));
  const Json &rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()];
  CHECK(rule["id"] == result["ruleId"]);
  CHECK(rule["name"] == "LtToLe");
  CHECK(rule["shortDescription"]["text"] == "`a < b` becomes `a <= b`.");
  const Json &location = result["locations"][0];
  CHECK(location["physicalLocation"]["artifactLocation"] == Json{{"uri", "a.c"}, {"uriBaseId", "SRCROOT"}});
  CHECK(location["physicalLocation"]["region"] ==
        Json{{"startLine", 1}, {"startColumn", 25}, {"endLine", 1}, {"endColumn", 26}, {"snippet", {{"text", "<"}}}});
  CHECK(location["logicalLocations"][0]["fullyQualifiedName"] == "f(int)");
  CHECK(run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///src/");
  CHECK(run["invocations"][0]["executionSuccessful"] == true);
  CHECK(result["properties"]["reachedBy"] == Json::array({"Suite.two \xEF\xBF\xBD"}));
  CHECK(result["properties"]["infectedBy"] == Json::array());
}

TEST_CASE("SARIF's fingerprint is the mutant's id, wherever it stands") {
  RunResults results = sampleResults();
  const Json before = sarifRun(results)["results"][0]["partialFingerprints"];
  CHECK(before["primaryLocationLineHash"] == "0000000000000001:1");
  results.catalog.mutants[1].range = {7, 3, 7, 4};
  CHECK(sarifRun(results)["results"][0]["partialFingerprints"] == before);
}

TEST_CASE("columns of SARIF and SonarQube count UTF-16 units") {
  const RunResults results = withUnicode();
  const Json run = sarifRun(results);
  CHECK(run["columnKind"] == "utf16CodeUnits");
  const Json &region = run["results"][1]["locations"][0]["physicalLocation"]["region"];
  CHECK(region["startColumn"] == 22);
  CHECK(region["endColumn"] == 23);
  const Json range = Json::parse(render("sonar", results))["issues"][1]["primaryLocation"]["textRange"];
  CHECK(range == Json{{"startLine", 1}, {"endLine", 1}, {"startColumn", 21}, {"endColumn", 22}});
}

TEST_CASE("SonarQube gets no columns that its file may not have") {
  RunResults results = sampleResults();
  results.sources["/src/a.c"] = "changed\n";
  const Json issue = Json::parse(render("sonar", results))["issues"][0];
  CHECK(issue["primaryLocation"]["textRange"] == Json{{"startLine", 1}});
}

TEST_CASE("accepted survivors are suppressed in SARIF and no issues elsewhere") {
  const RunResults results = withAcceptance(1);
  const Json result = sarifRun(results)["results"][0];
  CHECK(result["suppressions"] == Json::array({{{"kind", "external"}, {"justification", "both ends are equal"}}}));
  CHECK(Json::parse(render("gitlab", results)).empty());
  CHECK(Json::parse(render("sonar", results))["issues"].empty());
}

TEST_CASE("what the source suppresses is a suppressed SARIF result that was not evaluated") {
  RunResults results = sampleResults();
  results.catalog.mutants[5].ignored = Ignored{IgnoreReason::kSuppressed, "proven"};
  const Json suppressed = sarifRun(results)["results"][1];
  CHECK(suppressed["kind"] == "notApplicable");
  CHECK(suppressed["level"] == "none");
  CHECK(suppressed["suppressions"] == Json::array({{{"kind", "inSource"}, {"justification", "proven"}}}));
}

TEST_CASE("SARIF's URIs and messages are escaped") {
  RunResults results = sampleResults();
  Mutant &mutant = results.catalog.mutants[1];
  mutant.file = "a b/\xC3\xA9%#\xFF.c";
  mutant.original = "[x](int i) { return i; }";
  const Json result = sarifRun(results)["results"][0];
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%A9%25%23%FF.c");
  CHECK(result["message"]["text"].get<std::string>().find("`[x] (int i) {{ return i; }}` to") != std::string::npos);
  mutant.file = "/usr/include/a b.h";
  CHECK(sarifRun(results)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] ==
        Json{{"uri", "file:///usr/include/a%20b.h"}});
}

TEST_CASE("SARIF says when a run isn't complete") {
  RunResults results = sampleResults();
  results.complete = false;
  const Json invocation = sarifRun(results)["invocations"][0];
  CHECK(invocation["executionSuccessful"] == false);
  CHECK(invocation["toolExecutionNotifications"].size() == 1);
}

TEST_CASE("GitLab gets the survivors with the mutant's id as fingerprint") {
  const Json issues = Json::parse(render("gitlab", sampleResults()));
  REQUIRE(issues.size() == 1);
  CHECK(issues[0]["check_name"] == "lt-to-le");
  CHECK(issues[0]["fingerprint"] == "0000000000000001");
  CHECK(issues[0]["location"] == Json{{"path", "a.c"}, {"lines", {{"begin", 1}}}});
}

TEST_CASE("SonarQube's issues name rules of the same report") {
  const Json report = Json::parse(render("sonar", sampleResults()));
  REQUIRE(report["rules"].size() == 1);
  REQUIRE(report["issues"].size() == 1);
  CHECK(report["issues"][0]["ruleId"] == report["rules"][0]["id"]);
  CHECK(report["issues"][0]["primaryLocation"]["filePath"] == "a.c");
}

TEST_CASE("JUnit has a suite for each file and a test case for each mutant") {
  const pugi::xml_document document = junit(sampleResults());
  const pugi::xml_node root = document.child("testsuites");
  CHECK(root.attribute("tests").as_int() == 7);
  CHECK(root.attribute("failures").as_int() == 1);
  CHECK(root.attribute("errors").as_int() == 1);
  const pugi::xml_node suite = root.find_child_by_attribute("name", "a.c");
  CHECK(suite.attribute("tests").as_int() == 5);
  CHECK(suite.attribute("failures").as_int() == 1);
  CHECK(suite.attribute("errors").as_int() == 0);
  CHECK(suite.attribute("skipped").as_int() == 2);
  CHECK(suite.attribute("time").as_string() == std::string("0.006"));
  const auto cases = suite.children("testcase");
  const std::vector<pugi::xml_node> nodes(cases.begin(), cases.end());
  CHECK(nodes[0].first_child().empty());
  CHECK(nodes[1].attribute("classname").as_string() == std::string("a.c.f(int)"));
  CHECK(nodes[1].attribute("name").as_string() == std::string("lt-to-le 1:25 `<` to `>` 0000000000000001"));
  const std::string failure = nodes[1].child("failure").text().as_string();
  CHECK(failure.find("- int f(int a) { return a < 1; }") != std::string::npos);
  CHECK(failure.find("+ int f(int a) { return a > 1; }") != std::string::npos);
  CHECK(nodes[3].child("skipped").attribute("message").as_string() == std::string("noise rule logging"));
  CHECK(nodes[4].child("skipped").attribute("message").as_string() ==
        std::string("equal once optimised to 0000000000000001"));
  CHECK(root.find_child_by_attribute("name", "missing.c")
            .child("testcase")
            .child("error")
            .attribute("message")
            .as_string() == std::string("never active"));
}

TEST_CASE("accepted and pending mutants are skipped in JUnit") {
  RunResults results = withAcceptance(1);
  results.outcomes[2] = std::nullopt;
  const pugi::xml_document document = junit(results);
  const pugi::xml_node suite = document.child("testsuites").find_child_by_attribute("name", "a.c");
  CHECK(suite.attribute("failures").as_int() == 0);
  CHECK(suite.attribute("skipped").as_int() == 4);
  std::vector<std::string> messages;
  for (const pugi::xml_node node : suite.children("testcase"))
    messages.emplace_back(node.child("skipped").attribute("message").as_string());
  CHECK(messages[1] == "accepted: both ends are equal");
  CHECK(messages[2] == "no verdict yet");
}

TEST_CASE("JUnit holds no character that XML 1.0 forbids") {
  const std::string text = render("junit", hostileResults());
  junit(hostileResults());
  CHECK(toValidUtf8(text) == text);
  for (const char c : text)
    CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r'));
  CHECK(text.find("&#1;") == std::string::npos);
  CHECK(text.find("&#01;") == std::string::npos);
  CHECK(text.find("\xEF\xBF\xBF") == std::string::npos);
}

TEST_CASE("CSV has a row for each mutant, with the counts of the summary") {
  const RunResults results = withAcceptance(1);
  CHECK(column(results, "id").front() == "ffffffffffffffff");
  CHECK(column(results, "verdict") == std::vector<std::string>{"killed", "accepted", "killed", "not reached",
                                                               "inconclusive", "ignored", "duplicate"});
  CHECK(column(results, "accepted")[1] == "both ends are equal");
  CHECK(column(results, "duplicate_of")[6] == "0000000000000001");
  CHECK(column(results, "killing_test")[0] == "Suite.one");
  CHECK(column(results, "killing_tests")[0] == "2");
  CHECK(column(results, "reaching_tests")[1] == "1");
  CHECK(column(results, "infecting_tests")[1] == "0");
  CHECK(column(results, "seconds")[0] == "0.001500");
  CHECK(column(results, "function")[0] == "f(int)");
}

TEST_CASE("no cell of CSV is a formula, and a quote taken away gives the text back") {
  RunResults results = sampleResults();
  for (const std::string text : {"=1+1", "+", "-1", "@a", "'='", " =1", "\t=1", "\n", "plain", "a \"b\",\r\nc", ""}) {
    results.catalog.mutants[0].original = text;
    const std::string cell = column(results, "original")[0];
    CHECK((cell.empty() || std::string("=+-@ \t\r\n").find(cell[0]) == std::string::npos));
    CHECK((!cell.empty() && cell[0] == '\'' ? cell.substr(1) : cell) == text);
  }
}

TEST_CASE("hostile texts leave CSV's rows whole") {
  const auto rows = readCsv(render("csv", hostileResults()));
  CHECK(rows.size() == 8);
  for (const auto &row : rows)
    CHECK(row.size() == rows[0].size());
}
