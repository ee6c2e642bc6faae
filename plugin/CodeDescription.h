// Writes what the driver learns of the code itself into ALLELE_SECTION_CODE: of each function its place, lines,
// branches and probes, its failure states, what it calls (docs/formats.md has the format).
#ifndef ALLELE_CODE_DESCRIPTION_H
#define ALLELE_CODE_DESCRIPTION_H

#include "CallGraph.h"
#include "Coverage.h"
#include "FailureStates.h"
#include "Sources.h"

#include "llvm/IR/Module.h"

#include <map>
#include <set>
#include <string>

namespace allele {

class CodeDescription {
public:
  // Reads the module as the front end wrote it.
  CodeDescription(llvm::Module &module, Sources &sources);

  // Whether the function is the user's own, as the source writes it.
  bool isDescribed(const llvm::Function &function) const { return files.count(&function) != 0; }
  // Before any body is changed. `coverage`, `states`: null where the function isn't measured. Gives the key that its
  // record names; 0 for a function that isn't described.
  uint64_t add(const llvm::Function &function, const FunctionContext *context, const Coverage *coverage,
               const FailureStates *states);
  // Writes the section, with what concerns no single function. Of the files with a function that is measured, what
  // they define and nothing calls is written too.
  void write();

private:
  void addUncompiled();

  llvm::Module &module;
  Sources &sources;
  std::map<const llvm::Function *, const Sources::FilePlace *> files;
  std::map<const llvm::Function *, std::set<std::string>> flows;
  std::map<const SourceFile *, std::set<TokenIndex>> compiled; // opening braces of the bodies that have code
  std::set<const SourceFile *> measured;
  CallGraph graph;
  std::set<std::string> taken;
  std::vector<std::vector<std::string>> tables;
  std::set<std::string> entries;
};

} // namespace allele

#endif
