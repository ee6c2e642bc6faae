// Reads the mutants out of an instrumented program's file, by the records of allele/abi.h.
#pragma once

#include "BuildRecords.h"
#include "ElfFile.h"
#include "IgnoredMutants.h"
#include "Mutant.h"
#include "Result.h"

#include <string>
#include <unordered_map>

namespace allele {

// Collects the mutants of several objects. A mutant that stands in several records (templates, inline functions,
// several objects) becomes one Mutant with all its sites.
class MetadataReader {
public:
  // Adds the mutants of one object, compiled in or ignored. An object without them adds nothing. `shownAs` is the path
  // that Catalog::objects names. Errors: records of another version; records that are damaged or point outside the
  // file; two different mutants with one id.
  Status add(const ElfFile &elf, const std::string &shownAs);

  bool has(std::uint64_t id) const { return indexOf.count(id) != 0; }
  // The configurations that the objects were compiled by.
  const BuildRecords &builds() const { return buildRecords; }
  // What was collected, sorted. The reader is empty afterwards.
  Catalog take();

private:
  Status merge(Mutant mutant, Site site);

  Status addRecords(const ElfFile &elf, const std::string &shownAs);

  Catalog catalog;
  IgnoredMutants ignored;
  BuildRecords buildRecords;
  std::unordered_map<std::uint64_t, std::size_t> indexOf;
};

} // namespace allele
