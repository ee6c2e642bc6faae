// The stable identity of a mutant.
#ifndef ALLELE_MUTANT_ID_H
#define ALLELE_MUTANT_ID_H

#include "Site.h"

#include "llvm/IR/Function.h"

#include <map>
#include <string>

namespace allele {

// Gives ids that every TU and every instantiation of a template agree on, and that edits in other functions leave
// alone. An id is a hash of source text only: the file's path below its root; the line that declares the function and
// how many lines like it stand before; the mutated line and how many lines like it stand before in the function; the
// column; operator and replacement.
class MutantIds {
public:
  // The id, or 0 where another mutant of the module has it already (`conflict` then names both).
  uint64_t idOf(const llvm::Function &function, const Site &site, const Alternative &alternative);
  const std::string &conflict() const { return lastConflict; }

private:
  std::map<uint64_t, std::string> keys;
  std::string lastConflict;
};

} // namespace allele

#endif
