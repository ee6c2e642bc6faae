// Coverage as a table: a row for the program, each folder, file, function, flow and test. For spreadsheets and scripts.
#include "../CodeCoverage.h"
#include "../Flows.h"
#include "CsvText.h"
#include "Report.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace allele {
namespace {

constexpr const char *kColumns[] = {"of",
                                    "name",
                                    "file",
                                    "line",
                                    "executed_lines",
                                    "lines",
                                    "taken_branches",
                                    "branches",
                                    "entered_functions",
                                    "functions",
                                    "assertions"};

struct Place {
  std::string file;
  std::optional<std::size_t> line;
};

class CoverageTable {
public:
  explicit CoverageTable(const RunResults &all) : results(all), code(all.code) {}

  std::string render(const std::vector<FlowSettings> &settings) {
    CsvRow header(text);
    for (const char *column : kColumns)
      header.text(column);
    header.end();
    const CodeCoverage whole = coverageOf(code);
    add("program", "", {}, whole);
    addFiles();
    addFunctions();
    for (const Flow &flow : flowsOf(results, settings, evidenceOf(results)))
      add("flow", flow.settings.name, {}, flow.coverage);
    for (std::size_t i = 0; i < code.tests.size(); ++i)
      addTest(results.info.tests[i], code.tests[i], whole);
    return text;
  }

private:
  void add(const char *of, std::string_view name, const Place &place, const CodeCoverage &coverage) {
    addRow(of, name, place,
           {coverage.lines.part, coverage.lines.whole, coverage.branches.part, coverage.branches.whole,
            coverage.functions.part, coverage.functions.whole, std::nullopt});
  }

  void addRow(const char *of, std::string_view name, const Place &place,
              const std::vector<std::optional<std::size_t>> &figures) {
    CsvRow row(text);
    row.text(of);
    row.text(name);
    row.text(place.file);
    row.number(place.line);
    for (const auto &figure : figures)
      row.number(figure);
    row.end();
  }

  void addFiles() {
    const std::vector<CodeCoverage> byFile = coverageByFile(code);
    std::map<std::string, CodeCoverage> byFolder; // with all that is below
    for (std::size_t i = 0; i < byFile.size(); ++i) {
      std::filesystem::path folder = std::filesystem::path(code.files[i].path).parent_path();
      for (; folder.has_relative_path(); folder = folder.parent_path())
        byFolder[folder.string()].add(byFile[i]);
    }
    for (const auto &[folder, coverage] : byFolder)
      add("folder", folder, {}, coverage);
    for (std::size_t i = 0; i < byFile.size(); ++i)
      add("file", code.files[i].path, {code.files[i].path, std::nullopt}, byFile[i]);
  }

  void addFunctions() {
    const std::vector<CodeCoverage> byFunction = coverageByFunction(code);
    for (std::size_t i = 0; i < byFunction.size(); ++i) {
      const CodeFunction &function = code.functions[i];
      if (function.isMeasured)
        add("function", function.name, {code.fileOf(function).path, function.line}, byFunction[i]);
    }
  }

  // Which branches a test takes isn't recorded.
  void addTest(const TestInfo &test, const TestReach &reach, const CodeCoverage &whole) {
    const auto entered = std::count_if(reach.functions.begin(), reach.functions.end(),
                                       [&](std::uint32_t function) { return code.functions[function].isMeasured; });
    addRow("test", test.name, {},
           {reach.lines, whole.lines.whole, std::nullopt, std::nullopt, static_cast<std::size_t>(entered),
            whole.functions.whole, test.assertions});
  }

  const RunResults &results;
  const CodeMap &code;
  std::string text;
};

std::string render(const RunResults &results, const ReportOptions &options) {
  return CoverageTable(results).render(options.flows);
}

} // namespace

extern const ReportFormat kCoverageReport;
const ReportFormat kCoverageReport = {"coverage", "coverage of each folder, file, function, flow and test, as CSV",
                                      nullptr,    render,
                                      nullptr,    "coverage.csv"};

} // namespace allele
