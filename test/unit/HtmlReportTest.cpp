#include "Sample.h"
#include "Text.h"
#include "reports/Report.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

using namespace allele;

namespace {

using Json = nlohmann::json;

std::string pageOf(const RunResults &results) {
  return findReportFormat("html")->render(results, {});
}

std::size_t occurrences(const std::string &text, const std::string &part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

// What the page's script gets of the element with that id.
Json dataOf(const std::string &page, const std::string &id) {
  const std::string opening = "<script type=\"application/json\" id=\"" + id + "\">";
  REQUIRE(occurrences(page, opening) == 1);
  const std::size_t begin = page.find(opening) + opening.size();
  return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

const char *const kHostile = "</script><!--<script>alert('x')</script>\xE2\x80\xA8\"\\\x01\n\xFF";
// As JSON has it for a reader.
const char *const kHostileShown = "</script><!--<script>alert('x')</script>\xE2\x80\xA8\"\\\x01\n\xEF\xBF\xBD";

RunResults hostileResults() {
  RunResults results = sampleResults();
  results.info.command = {kHostile};
  results.info.workingDirectory = kHostile;
  results.info.framework = kHostile;
  results.info.tests[0].name = kHostile;
  results.catalog.macros[0].name = kHostile;
  results.sources.clear();
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
    Mutant &mutant = results.catalog.mutants[i];
    mutant.operatorId = mutant.file = mutant.original = mutant.replacement = kHostile;
    if (mutant.ignored)
      mutant.ignored->detail = mutant.ignored->reason == IgnoreReason::kDuplicate ? mutant.ignored->detail : kHostile;
    for (Site &site : mutant.sites)
      site.function = kHostile;
    results.outcomes[i]->judgement.detail = kHostile;
  }
  results.sources[sourcePathOf(results.catalog.mutants[0])] = kHostile;
  results.accepted.resize(results.catalog.mutants.size());
  results.accepted[1] = Acceptance{kHostile, "", kHostile};
  return results;
}

} // namespace

TEST_CASE("report.html keeps hostile text within its data") {
  const std::string sound = pageOf(sampleResults());
  const std::string page = pageOf(hostileResults());
  CHECK(toValidUtf8(page) == page);
  // The sample has three files, the hostile one has one.
  CHECK(occurrences(page, "<script") + 2 == occurrences(sound, "<script"));
  CHECK(occurrences(page, "</script") + 2 == occurrences(sound, "</script"));
  CHECK(occurrences(page, "<!--") == occurrences(sound, "<!--"));
  const Json overview = dataOf(page, "overview");
  CHECK(overview["workingDirectory"] == kHostileShown);
  CHECK(overview["files"][0]["path"] == kHostileShown);
  CHECK(overview["tests"][0]["name"] == kHostileShown);
  CHECK(overview["accepted"][0]["reason"] == kHostileShown);
  const Json file = dataOf(page, "file0");
  CHECK(file["source"] == kHostileShown);
  CHECK(file["mutants"][0]["replacement"] == kHostileShown);
}

TEST_CASE("report.html names no other place, and lets nothing run but its own scripts") {
  const std::string page = pageOf(sampleResults());
  const std::regex address(R"((https?:)?//[a-z0-9.-]+\.(com|org|io|net)\b)");
  std::set<std::string> addresses;
  for (std::sregex_iterator at(page.begin(), page.end(), address), end; at != end; ++at)
    addresses.insert(at->str());
  // A namespace, a link that the component shows, and its licence notice: nothing is loaded from them.
  CHECK(addresses ==
        std::set<std::string>{"http://www.w3.org", "https://stryker-mutator.io", "https://tailwindcss.com"});
  CHECK(page.find("default-src 'none'; script-src 'sha256-") != std::string::npos);
  // The component sets style attributes.
  CHECK(occurrences(page, "'unsafe-inline'") == 1);
  CHECK(page.find("style-src-attr 'unsafe-inline';") != std::string::npos);
  CHECK(page.find(" src=") == std::string::npos);
}

TEST_CASE("report.html has of each file the mutants, with what isn't in the source spelled out") {
  const std::string page = pageOf(sampleResults());
  const Json overview = dataOf(page, "overview");
  REQUIRE(overview["files"].size() == 3);
  CHECK(overview["files"][0]["path"] == "a.c");
  CHECK(overview["files"][0]["killed"] == 2);
  CHECK(overview["files"][0]["duplicates"] == 1);
  CHECK(overview["score"] == Json({{"part", 2}, {"whole", 5}}));
  CHECK(overview["operators"] == Json::array({Json::array({"lt-to-le", 1})}));
  const Json first = dataOf(page, "file0")["mutants"][0];
  CHECK(first["place"] == Json({1, 25, 1, 26}));
  CHECK(first["status"] == "Killed");
  CHECK(first["reachedBy"] == Json({0, 1}));
  CHECK(first["infectedBy"] == 2);
  CHECK(first["killers"] == Json({0, 1}));
  CHECK_FALSE(first.contains("original"));
  // Columns as in report.json: UTF-16 units.
  CHECK(dataOf(page, "file1")["mutants"][0]["place"] == Json({1, 24, 1, 25}));
  CHECK(dataOf(page, "file2")["source"] == "");
  CHECK(dataOf(page, "file2")["mutants"][0]["original"] == "a");
}

TEST_CASE("report.html of a run without mutants or verdicts is a page all the same") {
  RunResults results = sampleResults();
  results.outcomes.assign(results.outcomes.size(), std::nullopt);
  results.complete = false;
  CHECK(dataOf(pageOf(results), "overview")["counts"]["pending"] == 6);
  CHECK(dataOf(pageOf(RunResults()), "overview")["files"].empty());
}

TEST_CASE("report.html shows accepted survivors with their reason, and a sample with its error") {
  RunResults results = sampleResults();
  results.accepted.resize(results.catalog.mutants.size());
  results.accepted[1] = Acceptance{"both ends are equal here", "2026-01-31", "2027-01-31"};
  const std::string page = pageOf(results);
  const Json overview = dataOf(page, "overview");
  CHECK(overview["counts"]["survived"] == 0);
  CHECK(overview["accepted"][0]["expires"] == "2027-01-31");
  CHECK(overview["accepted"][0]["id"] == "0000000000000001");
  CHECK(overview["sampleError"].get<double>() > 0);
  CHECK(dataOf(page, "file0")["mutants"][1]["reason"] == "accepted: both ends are equal here");
}
