// Coverage from the map of the code: how much of it the tests execute. Hygiene, not a sign that anything is checked.
#pragma once

#include "CodeMap.h"
#include "Ratio.h"

#include <functional>
#include <set>
#include <vector>

namespace allele {

struct CodeCoverage {
  Ratio lines;     // executed lines / lines with code
  Ratio branches;  // ways on that were taken / ways on of conditions and switches
  Ratio functions; // functions that were entered / functions with code

  void add(const CodeCoverage &other);
};

CodeCoverage coverageOf(const CodeMap &code);
// Of each of CodeMap::files.
std::vector<CodeCoverage> coverageByFile(const CodeMap &code);
// Of each of CodeMap::functions.
std::vector<CodeCoverage> coverageByFunction(const CodeMap &code);
// Of the files that are chosen by path.
CodeCoverage coverageOf(const CodeMap &code, const std::function<bool(const std::string &path)> &isChosen);
// Of the text of some functions; indices into CodeMap::functions.
CodeCoverage coverageOfFunctions(const CodeMap &code, const std::set<std::size_t> &functions);

} // namespace allele
