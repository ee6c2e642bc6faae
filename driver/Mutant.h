// A mutant as the driver knows it: read from the program's records, or from the store of an earlier run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

// What is replaced in the source. Lines and columns are 1-based, columns count bytes, the end is exclusive.
struct SourceRange {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t endLine = 0;
  std::uint32_t endColumn = 0;

  bool operator==(const SourceRange &other) const {
    return line == other.line && column == other.column && endLine == other.endLine && endColumn == other.endColumn;
  }
};

// An instruction in which a mutant is compiled in.
struct Site {
  std::size_t object = 0; // index into Catalog::objects
  std::string function;   // linkage name
  std::uint8_t kind = 0;  // enum AlleleSiteKind
  // False where the linker took the function's code from an object that was compiled without the plugin: calls of it
  // never reach the mutant.
  bool dispatches = true;

  bool operator==(const Site &other) const {
    return object == other.object && function == other.function && kind == other.kind && dispatches == other.dispatches;
  }
};

// Why a mutant that the plugin found isn't compiled in. In the order in which they count where there are several.
enum class IgnoreReason { kSuppressed, kNoise, kEquivalent, kDuplicate };

// The words of abi.h.
const char *toString(IgnoreReason reason);
std::optional<IgnoreReason> ignoreReasonFromString(std::string_view text);

struct Ignored {
  IgnoreReason reason = IgnoreReason::kNoise;
  // Noise: the rule's id. Suppressed: the reason that the source gives. Duplicate: 16 hex digits, the id of a mutant
  // that is compiled in, or nothing where none is that it equals.
  std::string detail;
};

struct Mutant {
  std::uint64_t id = 0;
  std::string operatorId;
  std::string level; // id of the one that it is made at: mostly its operator's, but the place may ask for another one
  std::string root;  // absolute directory that `file` is relative to
  std::string file;  // relative to root where it lies below it, else absolute
  SourceRange range;
  std::string original;
  std::string replacement;
  std::vector<Site> sites;
  std::optional<Ignored> ignored; // has a value: it isn't compiled in, and has no sites
};

// A use of a function-like macro whose operators have no mutants: which stand in its arguments and which in its body
// can't be told.
struct MacroUse {
  std::string name;
  std::string root; // as of a mutant
  std::string file;
  SourceRange range;
  std::string text;
};

// All mutants of a program and the libraries it loads, ignored ones too, in the order in which they are run and shown.
struct Catalog {
  std::vector<std::string> objects; // paths of the files that hold mutants
  std::vector<Mutant> mutants;
  std::vector<MacroUse> macros;
};

// The mutant that is run for this one, which equals it once optimised; nullopt for all but such duplicates.
std::optional<std::uint64_t> equalOf(const Mutant &mutant);

// "noise rule logging", "suppressed: never fails here", "equivalent to the original".
std::string describeIgnored(const Ignored &ignored);

// How many are compiled in.
std::size_t compiledInCount(const Catalog &catalog);

// "src/a.cpp:12:7"
std::string placeOf(const Mutant &mutant);

// Absolute path of the mutant's source file, as far as root and file tell.
std::string sourcePathOf(const Mutant &mutant);

// The C++ name behind a linkage name, or the linkage name itself.
std::string demangle(const std::string &linkageName);

// By file, place, operator, replacement, id: depends on the sources alone, so every run has the same order.
void sortMutants(std::vector<Mutant> &mutants);

} // namespace allele
