#include "CodeSample.h"
#include "CsvRows.h"
#include "reports/Report.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace allele {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows coverageRows(const RunResults &results, const ReportOptions &options = {}) {
  const ReportFormat *format = findReportFormat("coverage");
  REQUIRE(format != nullptr);
  return readCsv(format->render(results, options));
}

bool has(const Rows &rows, const std::vector<std::string> &row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

} // namespace

TEST_CASE("coverage is a table by folder, file, function and test") {
  RunResults results = codeSample();
  results.info.tests[0].assertions = 7;
  const Rows rows = coverageRows(results);
  CHECK(rows.size() == 1 + 1 + 1 + 2 + 4 + 2);
  CHECK(rows[0] == std::vector<std::string>{"of", "name", "file", "line", "executed_lines", "lines", "taken_branches",
                                            "branches", "entered_functions", "functions", "assertions"});
  CHECK(has(rows, {"program", "", "", "", "4", "6", "3", "5", "3", "4", ""}));
  CHECK(has(rows, {"folder", "pay", "", "", "3", "4", "1", "2", "2", "2", ""}));
  CHECK(has(rows, {"file", "b.cpp", "b.cpp", "", "1", "2", "2", "3", "1", "2", ""}));
  CHECK(has(rows, {"function", "shop::Cart::pay", "pay/a.cpp", "1", "2", "3", "1", "2", "1", "1", ""}));
  CHECK(has(rows, {"function", "unrelated", "b.cpp", "5", "0", "1", "2", "3", "0", "1", ""}));
  CHECK(has(rows, {"test", "Pay.declined", "", "", "3", "6", "", "", "3", "4", "7"}));
  CHECK(has(rows, {"test", "Log.works", "", "", "2", "6", "", "", "2", "4", ""}));
}

TEST_CASE("a folder's coverage has all folders in it") {
  RunResults results = codeSample();
  results.code.files[1].path = "pay/log/b.cpp";
  const Rows rows = coverageRows(results);
  CHECK(has(rows, {"folder", "pay", "", "", "4", "6", "3", "5", "3", "4", ""}));
  CHECK(has(rows, {"folder", "pay/log", "", "", "1", "2", "2", "3", "1", "2", ""}));
}

TEST_CASE("coverage of a flow is that of its functions, and what isn't measured has none") {
  RunResults results = codeSample();
  results.code.functions[2].isMeasured = false;
  ReportOptions options;
  options.flows.emplace_back();
  options.flows[0].name = "payment";
  options.flows[0].entries = {"charge"};
  const Rows rows = coverageRows(results, options);
  CHECK(has(rows, {"flow", "payment", "", "", "1", "1", "0", "0", "1", "1", ""}));
  CHECK(std::none_of(rows.begin(), rows.end(), [](const auto &row) { return row[1] == "log"; }));
  CHECK(has(rows, {"test", "Log.works", "", "", "2", "6", "", "", "1", "3", ""}));
}

TEST_CASE("coverage of what tells none is a table without figures") {
  CHECK(has(coverageRows({}), {"program", "", "", "", "0", "0", "0", "0", "0", "0", ""}));
}

} // namespace allele
