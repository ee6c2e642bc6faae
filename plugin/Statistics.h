// What the pass did to one module, for ALLELE_STATS.
#ifndef ALLELE_STATISTICS_H
#define ALLELE_STATISTICS_H

#include "Eligibility.h"
#include "Sources.h"

#include <map>
#include <string>

namespace allele {

struct Site;

class Statistics {
public:
  void countFunction(SkipReason reason) { ++functions[textOf(reason).str()]; }
  void countSites(const std::vector<Site> &sites);
  void countDropped(const Site &site);
  void countIgnored(llvm::StringRef reason) { ++ignored[reason.str()]; }
  // Appends one line of JSON to the file that ALLELE_STATS names; nothing where it isn't set.
  void write(const llvm::Module &module, const Sources &sources) const;

private:
  std::map<std::string, unsigned> functions; // by reason
  std::map<std::string, unsigned> mutants;   // by operator
  std::map<std::string, unsigned> ignored;   // by noise rule, or what else was the reason
  unsigned sites = 0;
  unsigned dropped = 0;
};

} // namespace allele

#endif
