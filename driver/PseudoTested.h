// Pseudo-tested functions: tests run them, and none notices when the whole body only returns a constant.
#pragma once

#include "MutantRuns.h"
#include "RunResults.h"

#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace allele {

// Whether the mutant replaces a whole body.
bool isExtreme(const Mutant &mutant);

struct PseudoTestedFunction {
  std::string function; // linkage name
  std::vector<std::size_t>
      mutants; // its extreme mutants that were run, all of which survived; indices into the catalog
};

class PseudoTested {
public:
  // As far as there are verdicts on the extreme mutants yet.
  explicit PseudoTested(const RunResults &results);

  // In the order of the catalog.
  const std::vector<PseudoTestedFunction> &functions() const { return found; }
  // Whether the mutant stands in such functions only, so that a survivor says nothing new. Never an extreme one.
  bool covers(const Mutant &mutant) const;

private:
  // Static functions of two files may have one name.
  using Key = std::tuple<std::size_t, std::string, std::string>; // object, linkage name, source file
  static Key keyOf(const Mutant &mutant, const Site &site);

  std::vector<PseudoTestedFunction> found;
  std::set<Key> keys;
};

// Runs the mutants of whole bodies, then the others. Those in pseudo-tested functions would say the same many times:
// `onOutcome` gets them as ignored, unless `runAll`. It has to put the verdicts into `results`.
Status runWholeBodiesFirst(MutantRuns &runs, const std::vector<std::size_t> &mutants, const RunResults &results,
                           bool runAll, const MutantRuns::OnOutcome &onOutcome, const MutantRuns::OnWait &onWait);

} // namespace allele
