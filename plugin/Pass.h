// The module pass that makes a module carry its mutants.
#ifndef ALLELE_PASS_H
#define ALLELE_PASS_H

#include "llvm/IR/PassManager.h"

namespace allele {

// Runs at pipeline start, where the IR is what the front end wrote. Needs debug info. A module that was instrumented
// already is left alone.
//
// Environment, read once per module:
//   ALLELE_ROOT   directory that the paths of source files are relative to; default: the nearest one above the file
//   with
//                 allele.yml, .git or .hg in it, else the file's own
//   ALLELE_STATS  file to append one line of JSON per module to: what was instrumented, and what was skipped and why;
//   "-" is
//                 standard error
class AllelePass : public llvm::PassInfoMixin<AllelePass> {
public:
  // kMutants: neither probes nor descriptions of the code, for tests of what mutants are made of.
  enum class Parts { kAll, kMutants };
  explicit AllelePass(Parts wanted = Parts::kAll) : parts(wanted) {}
  llvm::PreservedAnalyses run(llvm::Module &module, llvm::ModuleAnalysisManager &analyses);
  static bool isRequired() { return true; }

private:
  Parts parts;
};

// Links the runtime into a module that calls it, as definitions that all modules of a program share. Runs at the end of
// the pipeline: the runtime is optimised already.
class RuntimeLinkPass : public llvm::PassInfoMixin<RuntimeLinkPass> {
public:
  llvm::PreservedAnalyses run(llvm::Module &module, llvm::ModuleAnalysisManager &analyses);
  static bool isRequired() { return true; }
};

// Prints the catalogue of operators and noise rules as JSON.
class PrintCataloguePass : public llvm::PassInfoMixin<PrintCataloguePass> {
public:
  llvm::PreservedAnalyses run(llvm::Module &module, llvm::ModuleAnalysisManager &analyses);
  static bool isRequired() { return true; }
};

} // namespace allele

#endif
