// Coverage as lcov has it (geninfo(1)): for genhtml, Codecov, editors. Counts are 1 for what some test executes: how
// often it does isn't recorded.
#include "../CodeCoverage.h"
#include "Report.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

// A record ends with the line.
std::string oneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string functionsOf(const CodeMap &code, std::size_t file) {
  std::string names;
  std::string counts;
  std::size_t found = 0;
  std::size_t hit = 0;
  for (const CodeFunction &function : code.functions) {
    if (function.file != file || !function.isMeasured)
      continue;
    const std::string name = oneLine(function.name);
    names += fmt::format("FN:{},{}\n", function.line, name);
    counts += fmt::format("FNDA:{},{}\n", function.isReached ? 1 : 0, name);
    ++found;
    hit += function.isReached ? 1 : 0;
  }
  return fmt::format("{}{}FNF:{}\nFNH:{}\n", names, counts, found, hit);
}

std::string render(const RunResults &results, const ReportOptions & /*options*/) {
  const CodeMap &code = results.code;
  const std::vector<CodeCoverage> byFile = coverageByFile(code);
  std::string text;
  for (std::size_t i = 0; i < code.files.size(); ++i) {
    const CodeFile &file = code.files[i];
    if (file.lines.empty())
      continue;
    text += fmt::format("TN:\nSF:{}\n", oneLine((std::filesystem::path(file.root) / file.path).string()));
    text += functionsOf(code, i);
    std::size_t number = 0; // several conditions may stand on one line
    for (const CodeBranch &branch : file.branches) {
      for (std::uint32_t outcome = 0; outcome < branch.outcomes; ++outcome) {
        const bool isTaken = outcome < 64 && (branch.taken >> outcome & 1U) != 0;
        text += fmt::format("BRDA:{},{},{},{}\n", branch.line, number, outcome,
                            isTaken               ? "1"
                            : branch.reached == 0 ? "-"
                                                  : "0");
      }
      ++number;
    }
    const CodeCoverage &coverage = byFile[i];
    text += fmt::format("BRF:{}\nBRH:{}\n", coverage.branches.whole, coverage.branches.part);
    for (const CodeLine &line : file.lines)
      text += fmt::format("DA:{},{}\n", line.number, line.isReached ? 1 : 0);
    text += fmt::format("LF:{}\nLH:{}\nend_of_record\n", coverage.lines.whole, coverage.lines.part);
  }
  return text;
}

} // namespace

extern const ReportFormat kLcovReport;
const ReportFormat kLcovReport = {
    "lcov", "coverage of lines, branches and functions, for genhtml and Codecov", nullptr, render, nullptr, "info"};

} // namespace allele
