// The file in which the runtime records the mutants that a run reaches and infects (layout in allele/abi.h).
#pragma once

#include "Result.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace allele {

// What one recording says.
struct Recording {
  struct Object {
    std::string path; // of the program or library, as the process saw it
    std::vector<std::uint64_t> ids;
  };
  std::vector<Object> objects;
  // Mutant id to the union of its ALLELE_SEEN_ bits over all objects and processes. Ids of unreached mutants are
  // absent.
  std::unordered_map<std::uint64_t, std::uint8_t> seen;

  bool reached(std::uint64_t id) const;
  bool infected(std::uint64_t id) const;
};

// Makes an empty record file, or empties an existing one.
Status createRecordFile(const std::string &path);

// Reads what the processes of a finished command left. Errors: unreadable; damaged: a chunk that doesn't fit into the
// file or into itself. Content behind the header's end is not looked at: a process may have been killed while it
// appended.
Result<Recording> readRecordFile(const std::string &path);

} // namespace allele
