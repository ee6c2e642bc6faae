// Which of a program's mutants are run and shown: the selection of allele.yml and of the command line, applied to what
// is compiled in.
#pragma once

#include "Configuration.h"
#include "ExitCode.h"
#include "Mutant.h"
#include "Result.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace allele {

struct SelectionOptions {
  SelectionSettings settings;
  // False: the operators decide when the program is compiled, and all that are in it count.
  bool namesOperators = false;
  std::string directory;                      // git is asked in the repository that holds it
  std::optional<std::set<std::uint64_t>> ids; // only these mutants
};

// What the configuration asks for.
SelectionOptions selectionOf(const Configuration &configuration);

struct SelectionFailure {
  ExitCode code;
  std::string message;
};

struct Selected {
  std::size_t leftOut = 0;
  std::optional<SelectionFailure> failure;
};

// Takes from the catalogue what isn't selected. A mutant that others equal stays with them. Failures: an operator that
// nothing is called; an id that no mutant has; git fails; the diff names lines that the sources don't have
// (ExitCode::kDiff).
Selected select(Catalog &catalog, const SelectionOptions &options);

// The levels, operators and rules that allele.yml may name.
KnownNames knownNames();

} // namespace allele
