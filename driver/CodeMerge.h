// One map of the code out of those of several runs.
#pragma once

#include "CodeMap.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace allele {

// Files are the same when their paths are, functions and failure states when they stand at the same place. What is
// executed in any run is executed.
class CodeMerge {
public:
  // `tests`: of each of the map's tests the number in the merged run.
  void add(const CodeMap &code, const std::vector<std::size_t> &tests);
  // `tests`: how many the merged run has. Unknown where one of the maps was.
  CodeMap take(std::size_t tests);

private:
  std::size_t fileOf(const CodeFile &file);

  CodeMap to;
  bool isKnown = true;
  std::map<std::string, std::size_t> files;
  std::vector<std::map<std::uint32_t, bool>> lines; // by file
  std::vector<std::map<std::pair<std::uint32_t, std::uint32_t>, CodeBranch>> branches;
  std::map<std::tuple<std::size_t, std::uint32_t, std::string>, std::size_t> functions;
  std::map<std::tuple<std::size_t, std::uint32_t, std::uint32_t, StateKind>, std::size_t> states;
};

} // namespace allele
