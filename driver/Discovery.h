// Finds the files that hold a command's mutants: the program, and the libraries that its dynamic loader would load.
#pragma once

#include "Metadata.h"
#include "Process.h"
#include "Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

// The driver's own. Error: it was deleted, or can't be read.
Result<std::filesystem::path> workingDirectory();

// The file that a command's first word names, absolute: through PATH when it has no slash, else relative to
// `directory`. Error: no such program.
Result<std::string> findProgram(const std::string &name, const std::string &directory);

// The same relative to the driver's working directory, which needs to exist only where it counts.
Result<std::string> findProgram(const std::string &name);

struct ProgramObjects {
  std::vector<std::string> paths; // the program first; empty for a script
  bool sanitized = false;         // built with a sanitizer that reserves address space for shadow memory
};

// Reads the program and the libraries that it was linked with into `reader`. The program isn't run: its loader is
// asked. A file that isn't ELF (a script) adds nothing. Errors: as MetadataReader::add; a damaged program.
Result<ProgramObjects> readProgram(const std::string &program, MetadataReader &reader);

} // namespace allele
