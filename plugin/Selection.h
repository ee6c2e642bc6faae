// Which of the mutants that the families find are made: what was asked for, what is noise, what the source suppresses.
#ifndef ALLELE_SELECTION_H
#define ALLELE_SELECTION_H

#include "Configuration.h"
#include "MutantFilter.h"
#include "Noise.h"
#include "Operators.h"
#include "Statistics.h"
#include "Suppression.h"

#include <string>
#include <vector>

namespace allele {

class IgnoredMutants;

class Selection {
public:
  // `changes` is what the settings' diff stands for.
  Selection(const SelectionSettings &settings, ChangedLines changes);

  // What operators and rules may name, for the messages about what they can't.
  static KnownNames knownNames();

  // Whether anything of the family is asked for.
  bool wants(const OperatorFamily &family) const;
  // Whether the function may have mutants at all; if not, it isn't looked at. Reads its source only where lines count.
  bool wants(const llvm::Function &function, Sources &sources) const;
  // Whether the function belongs to the tests, not to the program.
  bool isTestCode(const FunctionContext &context) const;
  // Leaves in `sites` what is to be made; tells `ignored` what isn't although it was asked for, and why. The ids are
  // set.
  void apply(const FunctionContext &context, const Suppressions &suppressions, std::vector<Site> &sites,
             IgnoredMutants &ignored, Statistics &statistics) const;

private:
  bool isChosen(const Site &site, const Alternative &alternative) const;
  void keepOnePerLine(std::vector<Site> &sites) const;

  // Whether the entries that name the level or the operator leave it on.
  bool isOn(llvm::StringRef operatorId, Level level) const;

  const SelectionSettings &settings;
  struct Entry {
    llvm::StringRef name; // of a level or an operator
    bool takesAway;
  };
  std::vector<Entry> entries;
  MutantFilter filter;
  std::vector<const NoiseRule *> rules;
};

} // namespace allele

#endif
