#include "CodeCoverage.h"

#include <algorithm>

namespace allele {
namespace {

void add(Ratio &sum, const Ratio &other) {
  sum.part += other.part;
  sum.whole += other.whole;
}

template <typename IsChosen> CodeCoverage coverageIn(const CodeFile &file, const IsChosen &isChosen) {
  CodeCoverage sum;
  for (const CodeLine &line : file.lines)
    if (isChosen(line.number))
      add(sum.lines, {line.isReached ? std::size_t{1} : 0, 1});
  for (const CodeBranch &branch : file.branches)
    if (isChosen(branch.line))
      add(sum.branches, {branch.reached, branch.outcomes});
  return sum;
}

Ratio functionsOf(const CodeFunction &function) {
  return {function.isReached ? std::size_t{1} : 0, function.isMeasured ? std::size_t{1} : 0};
}

} // namespace

void CodeCoverage::add(const CodeCoverage &other) {
  allele::add(lines, other.lines);
  allele::add(branches, other.branches);
  allele::add(functions, other.functions);
}

CodeCoverage coverageOf(const CodeMap &code, const std::function<bool(const std::string &path)> &isChosen) {
  CodeCoverage sum;
  for (const CodeFile &file : code.files)
    if (isChosen(file.path))
      sum.add(coverageIn(file, [](std::uint32_t) { return true; }));
  for (const CodeFunction &function : code.functions)
    if (isChosen(code.fileOf(function).path))
      add(sum.functions, functionsOf(function));
  return sum;
}

CodeCoverage coverageOf(const CodeMap &code) {
  return coverageOf(code, [](const std::string &) { return true; });
}

CodeCoverage coverageOfFile(const CodeMap &code, std::size_t file) {
  return coverageOf(code, [&](const std::string &path) { return path == code.files[file].path; });
}

CodeCoverage coverageOfFunctions(const CodeMap &code, const std::set<std::size_t> &functions) {
  CodeCoverage sum;
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> spans(code.files.size());
  for (const std::size_t index : functions) {
    const CodeFunction &function = code.functions[index];
    add(sum.functions, functionsOf(function));
    if (function.isMeasured)
      spans[function.file].emplace_back(function.line, function.endLine);
  }
  for (std::size_t file = 0; file < spans.size(); ++file)
    if (!spans[file].empty())
      sum.add(coverageIn(code.files[file], [&](std::uint32_t line) {
        return std::any_of(spans[file].begin(), spans[file].end(),
                           [&](const auto &span) { return span.first <= line && line <= span.second; });
      }));
  return sum;
}

} // namespace allele
