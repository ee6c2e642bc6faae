#include "CodeCoverage.h"

#include <algorithm>
#include <map>

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
  return {std::size_t{function.isMeasured && function.isReached}, std::size_t{function.isMeasured}};
}

} // namespace

void CodeCoverage::add(const CodeCoverage &other) {
  allele::add(lines, other.lines);
  allele::add(branches, other.branches);
  allele::add(functions, other.functions);
}

std::vector<CodeCoverage> coverageByFile(const CodeMap &code) {
  std::vector<CodeCoverage> all;
  all.reserve(code.files.size());
  for (const CodeFile &file : code.files)
    all.push_back(coverageIn(file, [](std::uint32_t) { return true; }));
  for (const CodeFunction &function : code.functions)
    add(all[function.file].functions, functionsOf(function));
  return all;
}

std::vector<CodeCoverage> coverageByFunction(const CodeMap &code) {
  std::vector<CodeCoverage> all(code.functions.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = coverageOfFunctions(code, {i});
  return all;
}

CodeCoverage coverageOf(const CodeMap &code, const std::function<bool(const std::string &path)> &isChosen) {
  const std::vector<CodeCoverage> byFile = coverageByFile(code);
  CodeCoverage sum;
  for (std::size_t i = 0; i < byFile.size(); ++i)
    if (isChosen(code.files[i].path))
      sum.add(byFile[i]);
  return sum;
}

CodeCoverage coverageOf(const CodeMap &code) {
  return coverageOf(code, [](const std::string &) { return true; });
}

CodeCoverage coverageOfFunctions(const CodeMap &code, const std::set<std::size_t> &functions) {
  using Span = std::pair<std::uint32_t, std::uint32_t>;
  CodeCoverage sum;
  std::map<std::size_t, std::vector<Span>> spans; // by file
  for (const std::size_t index : functions) {
    const CodeFunction &function = code.functions[index];
    add(sum.functions, functionsOf(function));
    if (function.isMeasured)
      spans[function.file].emplace_back(function.line, function.endLine);
  }
  for (const auto &inFile : spans)
    sum.add(coverageIn(code.files[inFile.first], [&](std::uint32_t line) {
      return std::any_of(inFile.second.begin(), inFile.second.end(),
                         [&](const Span &span) { return span.first <= line && line <= span.second; });
    }));
  return sum;
}

} // namespace allele
