// What the plugin says of the code itself, mutants or not, and what the tests reach of it: functions, lines, branches,
// calls, and the places where a function ends badly (docs/failure-states.md).
#pragma once

#include "Mutant.h"

#include <allele/abi.h>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

struct CodeLine {
  std::uint32_t number = 0; // 1-based
  bool isReached = false;
};

// A condition, or a switch.
struct CodeBranch {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t outcomes = 0; // ways on
  std::uint32_t reached = 0;  // of them
  std::uint64_t taken = 0;    // which: bit i for the i-th; none is known from the 64th on
};

// A source file with code of the program in it. What the linker, the selection or the compiler left out isn't there.
struct CodeFile {
  std::string root; // as of a mutant
  std::string path;
  std::vector<CodeLine> lines;      // those with code, ascending
  std::vector<CodeBranch> branches; // by place
};

// A function as the source has it: instances of a template are one.
struct CodeFunction {
  std::string name;                 // qualified, without parameters and template arguments
  std::vector<std::string> symbols; // linkage names
  std::size_t file = 0;             // index into CodeMap::files
  std::uint32_t line = 0;           // where it begins, and where its body ends
  std::uint32_t endLine = 0;
  bool isMeasured = false; // false: nothing is known of its lines; the selection leaves it out, or it has no copy
  bool isReached = false;
  std::vector<std::size_t> calls; // indices into CodeMap::functions, ascending: what it may call, as far as is known
  std::vector<std::string> flows; // that an attribute names
};

// What a failure state ends a function with.
enum class StateKind {
#define ALLELE_DECLARE_KIND(name, id) k##name,
  ALLELE_STATE_KINDS(ALLELE_DECLARE_KIND)
#undef ALLELE_DECLARE_KIND
};

struct FailureState {
  StateKind kind = StateKind::kReturn;
  std::size_t function = 0; // index into CodeMap::functions
  std::uint32_t line = 0;   // where it is shown: of the statement that ends it
  SourceRange range;        // of that statement, and those right before it that report the same failure
  std::string text;         // what stands there, in one line
  // The condition that alone decides whether the statement is executed, and the value that avoids it; line 0: none.
  SourceRange guard;
  bool guardAvoidsBy = false;
  bool isReached = false;
  std::vector<std::size_t> tests; // indices into RunInfo::tests, ascending: those that reach it
};

// What one test executes.
struct TestReach {
  std::size_t lines = 0;
  std::vector<std::uint32_t> functions; // indices into CodeMap::functions, ascending
};

struct CodeMap {
  std::vector<CodeFile> files;         // by path
  std::vector<CodeFunction> functions; // by file and line
  std::vector<FailureState> states;    // by file and place
  std::vector<TestReach> tests;        // of each of RunInfo::tests, or empty
  bool isKnown = false;                // false: an older allele ran, or the program was built with an older plugin

  const CodeFile &fileOf(const CodeFunction &function) const { return files[function.file]; }
  const CodeFile &fileOf(const FailureState &state) const { return fileOf(functions[state.function]); }
};

// Files by path, functions by file and line, states by file and place; all that points to them follows.
void sortCode(CodeMap &code);

// "throw", "error code": the words of docs/failure-states.md.
const char *toString(StateKind kind);
std::optional<StateKind> stateKindFromString(std::string_view text);

// "src/a.cpp:12"
std::string placeOf(const CodeMap &code, const FailureState &state);

} // namespace allele
