// Mutants that were found and are not compiled in, with the reason: for the reports.
#ifndef ALLELE_IGNORED_H
#define ALLELE_IGNORED_H

#include "Site.h"

#include "llvm/IR/Module.h"

#include <set>
#include <string>

namespace allele {

class IgnoredMutants {
public:
  // `reason` is one of enum AlleleIgnoreReason's words, `detail` what belongs to it; see abi.h.
  void add(const Site &site, const Alternative &alternative, llvm::StringRef reason, llvm::StringRef detail);
  // A use of a macro that has no mutants although it holds operators; `name` is the macro's.
  void addMacro(const SourceFile &file, TokenIndex name);
  // Writes section ALLELE_SECTION_IGNORED. Takes no memory in the running program.
  void write(llvm::Module &module) const;

private:
  void addEntry(uint64_t id, llvm::StringRef reason, llvm::StringRef detail, llvm::StringRef operatorId,
                const SourceFile &file, TokenRange range, llvm::StringRef replacement, llvm::StringRef level);

  std::set<std::string> entries;
};

} // namespace allele

#endif
