// The file in which the runtime records the mutants that a run reaches and infects (layout in allele/abi.h).
#pragma once

#include "Descriptor.h"
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

// A record file that serves for one test after the other: read, and made empty again, in place.
class RecordReader {
public:
  // Makes an empty record file.
  static Result<RecordReader> create(const std::string &path);
  ~RecordReader();
  RecordReader(RecordReader &&other) noexcept;
  RecordReader &operator=(RecordReader &&) = delete;

  const std::string &path() const { return file; }

  // One mutant that was seen.
  struct Seen {
    std::uint32_t mutant; // its number: index into ids()
    bool isInfected;
  };
  // What was recorded since the last call, by number, each mutant once. No process may record meanwhile. Errors: as
  // readRecordFile.
  Result<std::vector<Seen>> take();

  // All mutants of the objects that have been recorded so far, each once: a number stays with its id.
  const std::vector<std::uint64_t> &ids() const { return idOf; }
  // The objects, as far as they recorded anything.
  const std::vector<Recording::Object> &objects() const { return known; }

private:
  RecordReader() = default;
  Status map();

  std::string file;
  Descriptor descriptor;
  char *mapping = nullptr;
  std::uint64_t mapped = 0; // bytes
  std::vector<Recording::Object> known;
  struct Chunk {
    std::uint8_t *seen;
    std::vector<std::uint32_t> numbers; // for each entry
  };
  std::vector<Chunk> chunks;
  std::vector<std::uint64_t> idOf;
  std::unordered_map<std::uint64_t, std::uint32_t> numberOf;
};

} // namespace allele
