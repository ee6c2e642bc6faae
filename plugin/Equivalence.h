// Mutants that need not run: equal to the original, or to another mutant of the same function.
#ifndef ALLELE_EQUIVALENCE_H
#define ALLELE_EQUIVALENCE_H

#include "Configuration.h"
#include "Site.h"

#include "llvm/IR/PassManager.h"

namespace allele {

class IgnoredMutants;
class Statistics;

class Equivalence {
public:
  explicit Equivalence(const EquivalenceSettings &settings) : settings(settings) {}

  // Takes out of `sites`, all of one function, what is equal to the original or to a mutant before it, and tells
  // `ignored` and `statistics`. Finds the same at every optimisation level. Does nothing where it isn't enabled, or
  // once the module's time is used up: that mutants are kept then is counted as "not compared".
  void apply(llvm::Function &function, std::vector<Site> &sites, llvm::FunctionAnalysisManager &analyses,
             IgnoredMutants &ignored, Statistics &statistics);

private:
  const EquivalenceSettings &settings;
  double secondsUsed = 0;
};

} // namespace allele

#endif
