#include "HistoryCsv.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace allele;

namespace {

Result<CiHistory> read(const std::string &text, TestNames &names) {
  std::istringstream in(text);
  return readHistoryCsv(in, "h.csv", names);
}

std::vector<CiRun> runsIn(const std::string &text, TestNames &names) {
  auto history = read(text, names);
  if (!history)
    FAIL(history.error().message);
  return history->runs;
}

std::string errorOf(const std::string &text) {
  TestNames names;
  const auto runs = read(text, names);
  REQUIRE_FALSE(runs);
  return runs.error().message;
}

} // namespace

TEST_CASE("columns may stand in any order, among others, and in any case") {
  TestNames names;
  const auto runs = runsIn("Outcome,seconds, Test ,COMMIT,run,branch,time,configuration\n"
                           "passed,1,a,c1,7,main,1970-01-01T00:01:00Z,linux\n"
                           "FAILURE,2,b,c1,7,main,10000,linux\n"
                           "skipped,3,a,c2,8,main,,linux\n",
                           names);
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].commit == "c1");
  CHECK(runs[0].run == "7");
  CHECK(runs[0].branch == "main");
  CHECK(runs[0].configuration == "linux");
  CHECK(runs[0].time == 60);
  CHECK(runs[0].tests.at(names.numberOf("a")) == Tries{1, 0, 0});
  CHECK(runs[0].tests.at(names.numberOf("b")) == Tries{0, 1, 0});
  CHECK_FALSE(runs[1].time);
  CHECK(runs[1].tests.at(names.numberOf("a")) == Tries{0, 0, 1});
}

TEST_CASE("without runs the n-th row of a test on a commit is of the n-th run there") {
  TestNames names;
  const auto runs = runsIn("commit,test,outcome\nc,a,pass\nc,b,pass\nc,a,fail\nd,a,pass\n", names);
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].run == "#1");
  CHECK(runs[0].tests.size() == 2);
  CHECK(runs[1].run == "#2");
  CHECK(runs[1].tests.at(names.numberOf("a")) == Tries{0, 1, 0});
}

TEST_CASE("rows of one test in one run are added up") {
  TestNames names;
  const auto runs = runsIn("commit,test,outcome,run\nc,a,fail,1\nc,a,fail,1\nc,a,ok,1\n", names);
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].tests.at(0) == Tries{1, 2, 0});
}

TEST_CASE("fields may be quoted, with commas, quotes and line ends in them") {
  TestNames names;
  const auto runs =
      runsIn("\xEF\xBB\xBF\"commit\",test,outcome\r\nc,\"f(a, \"\"b\"\")\nc\",pass\r\n\r\nc,plain\"q,pass", names);
  REQUIRE(runs.size() == 1);
  CHECK(names.nameOf(0) == "f(a, \"b\")\nc");
  CHECK(names.nameOf(1) == "plain\"q");
}

TEST_CASE("usual words of outcomes are known, others aren't guessed") {
  for (const char *word : {"pass", "Passed", "SUCCESS", "ok", " successful "})
    CHECK(outcomeOf(word) == OutcomeWord::kPass);
  for (const char *word : {"fail", "FAILED", "failure", "error", "timeout", "crashed"})
    CHECK(outcomeOf(word) == OutcomeWord::kFail);
  for (const char *word : {"skip", "skipped", "disabled", "notrun", "Not Run"})
    CHECK(outcomeOf(word) == OutcomeWord::kSkip);
  for (const char *word : {"", "maybe", "1", "true", "passing?"})
    CHECK_FALSE(outcomeOf(word));
}

TEST_CASE("what is wrong in a CSV is told with its line and the way out") {
  CHECK(errorOf("") == "h.csv:1: it is empty; the first line names the columns: commit, test, outcome");
  CHECK_THAT(errorOf("commit,test\n"), Catch::StartsWith("h.csv:1: column 'outcome' is missing"));
  CHECK_THAT(errorOf("a;b;c\n"), Catch::StartsWith("h.csv:1: column 'commit' is missing"));
  CHECK_THAT(errorOf("commit,test,outcome,test\n"), Catch::StartsWith("h.csv:1: column 'test' stands there twice"));
  CHECK(errorOf("commit,test,outcome\nc,a,pass\n\nc,a,maybe\n") ==
        "h.csv:4: unknown outcome 'maybe'; write pass, fail or skip");
  CHECK(errorOf("commit,test,outcome\nc,a\n") ==
        "h.csv:2: 2 fields, and the header has 3; a field with a comma stands in double quotes");
  CHECK_THAT(errorOf("commit,test,outcome\nc,\"a\nb\",pass\n,a,pass\n"),
             Catch::StartsWith("h.csv:4: the commit is empty"));
  CHECK_THAT(errorOf("commit,test,outcome\nc,,pass\n"), Catch::StartsWith("h.csv:2: the test is empty"));
  CHECK_THAT(errorOf("commit,test,outcome,time\nc,a,pass,noon\n"), Catch::StartsWith("h.csv:2: 'noon' is no time"));
  CHECK_THAT(errorOf("commit,test,outcome\nc,\"a,pass\nc,b,pass\n"),
             Catch::StartsWith("h.csv:2: a quote isn't closed"));
}
