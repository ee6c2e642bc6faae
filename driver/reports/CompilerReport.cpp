// compiler: survivors as warnings in the form of Clang and GCC, which editors and build tools parse, each with the
// fix-it line that Clang prints for -fdiagnostics-parseable-fixits. Columns count bytes, as there.
#include "../MutantId.h"
#include "../SurvivorText.h"
#include "../Text.h"
#include "Report.h"

#include <fmt/format.h>

namespace allele {
namespace {

// As Clang writes names and texts in a fix-it.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == '"')
      result += {'\\', c};
    else if (c == '\n')
      result += "\\n";
    else if (c == '\t')
      result += "\\t";
    else if (c >= ' ' && c <= '~')
      result += c;
    else
      result += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return result;
}

std::string render(const RunResults &results, const ReportOptions &options) {
  std::string text;
  for (const std::size_t i : results.unaccepted(Verdict::kSurvived)) {
    const Mutant &mutant = results.catalog.mutants[i];
    const SourceRange &range = mutant.range;
    const std::string path = pathFrom(options.workingDirectory, mutant);
    const std::string place = range.line == 0 ? "" : fmt::format("{}:{}:", range.line, range.column);
    text += fmt::format("{}:{} warning: {} [{}, {}]\n", toPrintableLine(path), place, survivalOf(mutant),
                        mutant.operatorId, formatId(mutant.id));
    if (range.line != 0)
      text += fmt::format("fix-it:\"{}\":{{{}:{}-{}:{}}}:\"{}\"\n", escaped(path), range.line, range.column,
                          range.endLine, range.endColumn, escaped(mutant.replacement));
  }
  return text;
}

} // namespace

extern const ReportFormat kCompilerReport;
const ReportFormat kCompilerReport = {"compiler", "warnings of survivors as Clang and GCC print them, for editors",
                                      nullptr, render};

} // namespace allele
