// The file in which the runtime records the mutants that a run reaches and infects, and the probes that it passes
// (layout in allele/abi.h).
#pragma once

#include "Descriptor.h"
#include "Result.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace allele {

// A program or library with mutants that was loaded while a test was recorded.
struct RecordedObject {
  std::string path; // as the process saw it
  std::vector<std::uint64_t> ids;
  std::uint32_t probeCount = 0;
};

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
  struct Recorded {
    std::vector<Seen> mutants;                                   // by number, each once
    std::vector<std::pair<std::uint32_t, std::uint32_t>> probes; // index into objects(), number in the object; sorted
  };
  // What was recorded since the last call. No process may record meanwhile. Errors:
  // unreadable; damaged: a chunk that doesn't fit into the file or into itself. Content behind the header's end is not
  // looked at: a process may have been killed while it appended.
  Result<Recorded> take();

  // All mutants of the objects that have been recorded so far, each once: a number stays with its id.
  const std::vector<std::uint64_t> &ids() const { return idOf; }
  // The objects, as far as they recorded anything.
  const std::vector<RecordedObject> &objects() const { return known; }

private:
  RecordReader() = default;
  Status map();

  std::string file;
  Descriptor descriptor;
  char *mapping = nullptr;
  std::uint64_t mapped = 0; // bytes
  std::vector<RecordedObject> known;
  struct Chunk {
    std::uint8_t *seen;
    std::uint8_t *probed;
    std::vector<std::uint32_t> numbers; // for each entry
  };
  std::vector<Chunk> chunks;
  std::vector<std::uint64_t> idOf;
  std::unordered_map<std::uint64_t, std::uint32_t> numberOf;
};

} // namespace allele
