// Finds what a run knows of a place in the source: by file and line.
//
// Files are named by sourcePathOf(). Functions, and the lines that tests reach, come from the map of the code, and
// where the results have none, from the mutants.
#pragma once

#include "RunResults.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

class CodeIndex {
public:
  struct Function {
    std::string source;
    std::string name;        // qualified
    std::uint32_t first = 0; // lines; without a map those of its first and its last mutant
    std::uint32_t last = 0;
    std::optional<std::size_t> index; // of CodeMap::functions
  };

  // `results` has to outlive this.
  explicit CodeIndex(const RunResults &results);

  std::vector<std::string> sources() const;
  // "src/a.c": as mutants name the file.
  const std::string &shownName(const std::string &source) const;
  bool has(const std::string &source) const { return files.count(source) != 0; }

  // Whether a line with code or a mutant stands there.
  bool hasCode(const std::string &source, std::uint32_t line) const;
  // nullopt: nothing tells.
  std::optional<bool> isReached(const std::string &source, std::uint32_t line) const;
  // Mutants whose text lies on the line or around it, by place; those of whole bodies are left out.
  const std::vector<std::size_t> &mutantsOn(const std::string &source, std::uint32_t line) const;
  // Failure states whose statement or condition lies on the line.
  std::vector<std::size_t> statesOn(const std::string &source, std::uint32_t line) const;
  // The innermost one.
  const Function *functionAt(const std::string &source, std::uint32_t line) const;
  // Of one of these lines with code: the nearest up to `line`, or from it on. They lie in one function.
  std::optional<std::uint32_t> codeBefore(const Function &function, std::uint32_t line) const;
  std::optional<std::uint32_t> codeFrom(const Function &function, std::uint32_t line) const;
  // By qualified name, with or without parameters; several where it is overloaded.
  std::vector<const Function *> functionsNamed(std::string_view name) const;

private:
  struct File {
    std::string shown;
    std::map<std::uint32_t, bool> lines; // of the map of the code: whether they are reached
    std::map<std::uint32_t, std::vector<std::size_t>> mutants;
    std::vector<Function> functions; // by first line
    std::vector<std::size_t> states;
  };

  void addMutants();
  void addCode();

  const RunResults &results;
  std::map<std::string, File> files;
};

} // namespace allele
