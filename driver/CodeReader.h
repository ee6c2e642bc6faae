// Makes the map of the code out of what the plugin wrote into the programs and what the tests executed of it.
#pragma once

#include "Baseline.h"
#include "CodeMap.h"
#include "ElfFile.h"
#include "Result.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace allele {

class CodeReader {
public:
  CodeReader();
  ~CodeReader();
  CodeReader(CodeReader &&) noexcept;
  CodeReader &operator=(CodeReader &&) = delete;

  // Adds the functions of one object; one that is known, or has none, adds nothing. Error: damaged descriptions or
  // records.
  Status add(const ElfFile &elf, const std::string &path);
  // All functions with code in the objects, with what the trace says of them.
  CodeMap map(const SuiteTrace &trace) const;

private:
  struct Description;
  // A function of the source of which some object has no code, see the plugin's UncompiledFunctions.h.
  struct Uncompiled {
    std::string name, root, file;
    std::uint32_t line, endLine;
    std::vector<std::uint32_t> lines;
  };
  struct Probed {
    std::uint64_t code;  // key of its description
    std::uint64_t first; // of its probes, counted from the object's first one
    std::uint32_t count;
  };
  struct Object {
    std::vector<Probed> functions;
    std::uint64_t probeCount = 0;
  };
  class Builder;

  Status addDescription(std::string_view text, const std::string &path);

  std::map<std::string, Object> objects; // by path
  std::vector<Description> descriptions;
  std::vector<Uncompiled> uncompiled;
  std::unordered_map<std::uint64_t, std::size_t> byKey;
  std::unordered_set<std::string> known; // descriptions that were read
  std::vector<std::vector<std::string>> tables;
  std::unordered_set<std::string> taken;
};

} // namespace allele
