// The mutants that the plugin found and did not compile in: section ALLELE_SECTION_IGNORED of allele/abi.h.
#pragma once

#include "Mutant.h"
#include "Result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace allele {

// Collects the entries of several objects. Of several reasons for one mutant the first counts, in the order of
// IgnoreReason; so it doesn't depend on the order of the objects.
class IgnoredMutants {
public:
  // Adds the section of one object. Error: an entry is damaged; `path` is what the message names.
  Status add(std::string_view section, const std::string &path);

  // Puts what was collected among the sorted mutants of `catalog`, but for those that stand there already: a mutant
  // that is compiled in anywhere is no ignored one. A duplicate's detail becomes the mutant that is run for it. Which
  // mutants equal each other may have been found in different objects; so all that are linked by such findings are one
  // class, and the mutant that is named is taken where it is compiled in, else the first of the class that is. Empty
  // afterwards.
  void moveInto(Catalog &catalog);

private:
  std::map<std::uint64_t, Mutant> mutants;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> equals;
};

} // namespace allele
