#include "CoverageImport.h"

#include "CodeCoverage.h"
#include "CodeSample.h"
#include "reports/Report.h"

#include <catch2/catch.hpp>

using namespace allele;
using Catch::Contains;

namespace {

std::string problemOf(const std::string &content) {
  RunResults results = codeSample();
  const Status imported = importCoverage(content, "coverage.info", results.code);
  return imported ? "" : imported.error().message;
}

} // namespace

TEST_CASE("a tracefile of lcov replaces what was measured of the files that it has") {
  RunResults results = codeSample();
  REQUIRE(importCoverage(
      "TN:\nSF:/elsewhere/src/pay/a.cpp\nFN:1,pay\nDA:2,7\nDA:10,0\nBRDA:9,0,0,3\nBRDA:9,0,1,-\nend_of_record\n"
      "SF:/elsewhere/other.cpp\nDA:1,0\nend_of_record\n",
      "coverage.info", results.code));
  CHECK(coverageByFile(results.code)[0].lines.part == 1);
  CHECK(coverageByFile(results.code)[0].lines.whole == 2);
  CHECK(coverageByFile(results.code)[0].branches.part == 1);
  CHECK(coverageByFile(results.code)[0].branches.whole == 2);
  CHECK(coverageByFile(results.code)[1].lines.whole == 2);
}

TEST_CASE("what llvm-cov exports counts lines by the regions on them") {
  RunResults results = codeSample();
  REQUIRE(importCoverage(R"({"data": [{"files": [{"filename": "/src/pay/a.cpp",
    "segments": [[1, 10, 4, true, true, false], [3, 5, 0, true, true, false], [4, 6, 4, true, false, false],
                 [6, 2, 0, false, false, false]],
    "branches": [[2, 7, 2, 12, 4, 0, 0, 0, 4]]}]}], "type": "llvm.coverage.json.export", "version": "2.0.1"})",
                         "coverage.json", results.code));
  const std::vector<CodeLine> &lines = results.code.files[0].lines;
  REQUIRE(lines.size() == 6);
  const std::vector<bool> reached = {lines[0].isReached, lines[1].isReached, lines[2].isReached,
                                     lines[3].isReached, lines[4].isReached, lines[5].isReached};
  CHECK(reached == std::vector<bool>{true, true, true, false, true, true});
  CHECK(results.code.files[0].branches.front().taken == 2);
}

TEST_CASE("of two files with one name the one with more of the path counts, and none where that isn't clear") {
  RunResults results = codeSample();
  REQUIRE(importCoverage("SF:/x/lib/a.cpp\nDA:1,1\nend_of_record\nSF:/x/pay/a.cpp\nDA:1,1\nDA:2,1\nend_of_record\n",
                         "c", results.code));
  CHECK(coverageByFile(results.code)[0].lines.whole == 2);
  CHECK_THAT(problemOf("SF:/x/lib/a.cpp\nDA:1,1\nend_of_record\nSF:/x/bin/a.cpp\nDA:1,1\nend_of_record\n"),
             Contains("none of the program's source files"));
}

TEST_CASE("what is no coverage is refused with the way out") {
  CHECK_THAT(problemOf(""), Contains("empty"));
  CHECK_THAT(problemOf("hello\n"), Contains("no source file"));
  CHECK_THAT(problemOf("DA:1,1\n"), Contains("coverage.info:1: a line of no file"));
  CHECK_THAT(problemOf("SF:/src/pay/a.cpp\nDA:one,1\n"), Contains("coverage.info:2: a record that can't be read"));
  CHECK_THAT(problemOf("{\"data\": 1}"), Contains("llvm-cov export"));
  CHECK_THAT(problemOf("SF:/src/nothing.cpp\nDA:1,1\nend_of_record\n"), Contains("none of the program's source files"));
}

TEST_CASE("the lcov report is read again as it was") {
  const RunResults results = codeSample();
  const std::string text = findReportFormat("lcov")->render(results, {});
  CHECK_THAT(text, Contains("SF:/src/pay/a.cpp\nFN:1,shop::Cart::pay\nFN:22,charge\nFNDA:1,shop::Cart::pay\n"));
  CHECK_THAT(text, Contains("BRDA:9,0,0,0\nBRDA:9,0,1,1\nBRF:2\nBRH:1\nDA:2,1\n"));
  RunResults again = codeSample();
  for (CodeFile &file : again.code.files)
    file.lines.clear();
  REQUIRE(importCoverage(text, "report.info", again.code));
  CHECK(coverageOf(again.code).lines.part == 4);
  CHECK(coverageOf(again.code).lines.whole == 6);
  CHECK(coverageOf(again.code).branches.part == 3);
}

TEST_CASE("the Cobertura report has rates, branches of lines and methods") {
  const std::string text = findReportFormat("cobertura")->render(codeSample(), {});
  CHECK_THAT(text, Contains("lines-covered=\"4\" lines-valid=\"6\" branches-covered=\"3\" branches-valid=\"5\""));
  CHECK_THAT(text, Contains("<class name=\"a.cpp\" filename=\"pay/a.cpp\" line-rate=\"0.7500\""));
  CHECK_THAT(text, Contains("<method name=\"shop::Cart::pay\" signature=\"\""));
  CHECK_THAT(text, Contains("<line number=\"15\" hits=\"0\" branch=\"false\""));
}
