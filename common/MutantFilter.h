// Which mutants the user's selection keeps, told by what is known of a mutant everywhere: its file, function, lines and
// id. Operators and noise rules are the plugin's and the driver's own business.
#ifndef ALLELE_MUTANT_FILTER_H
#define ALLELE_MUTANT_FILTER_H

#include "Configuration.h"
#include "Diff.h"

#include <map>
#include <string>
#include <tuple>

namespace allele {

class MutantFilter {
public:
  // `changes` is what settings.diff stands for (changesOf).
  MutantFilter(const SelectionSettings &settings, ChangedLines changes);

  bool restrictsFiles() const { return restrictsLines() || !settings.include.empty() || !settings.exclude.empty(); }
  // `path` is relative to `root`, or absolute where it lies elsewhere.
  bool wantsFile(const std::string &root, const std::string &path) const;
  // Whether the name is asked for at all: finding it costs time.
  bool namesFunctions() const { return !settings.includeFunctions.empty() || !settings.excludeFunctions.empty(); }
  bool wantsFunction(const std::string &qualifiedName) const;
  // Whether a function that stands on these lines may have mutants.
  bool restrictsLines() const { return !settings.lines.empty() || settings.diff.isOn(); }
  bool wantsFunctionOn(const std::string &root, const std::string &path, unsigned first, unsigned last) const;
  // Whether all mutants of a changed function are wanted, also those in a file that is included within it.
  bool wantsWholeFunctions() const {
    return settings.diff.isOn() && settings.diff.scope == DiffSettings::Scope::kFunctions;
  }
  // Whether a mutant that replaces something on these lines is wanted. With DiffSettings::Scope::kFunctions the diff
  // says nothing of it.
  bool wantsLines(const std::string &root, const std::string &path, unsigned first, unsigned last) const;
  // A sample is chosen by the id alone, so that all TUs choose alike.
  bool samples(std::uint64_t id) const;
  bool keepsOnePerLine() const { return settings.onePerLine; }
  // Of several mutants on one line the one with the lowest rank is kept.
  std::uint64_t rankOf(std::uint64_t id) const;

private:
  bool namesLines(const std::string &path, unsigned first, unsigned last) const;

  const SelectionSettings settings;
  const ChangedLines changes;
};

} // namespace allele

#endif
