// The copy of a function that carries its mutants, and the check that leads to it.
#ifndef ALLELE_TWIN_H
#define ALLELE_TWIN_H

#include "Site.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/GlobalVariable.h"

namespace allele {

class Coverage;

// Globals that belong to one instrumented function; see Metadata.h for what they hold.
struct FunctionGlobals {
  llvm::GlobalVariable *record = nullptr;
  llvm::GlobalVariable *functionSwitch = nullptr;
  llvm::GlobalVariable *siteSwitches = nullptr;
  llvm::GlobalVariable *budget = nullptr;
  llvm::GlobalVariable *probes = nullptr; // null: the function isn't measured
};

// What the compiler may assume of the original need not hold for a mutant: every promise of a copy goes.
void dropPromises(llvm::Function &copy);

// Copies `original` to a function named <name>.twin and puts the sites into it. Site number i reads switch i of
// `globals.siteSwitches`. With `coverage`, its probes too.
llvm::Function *createTwin(llvm::Function &original, llvm::ArrayRef<Site> sites, const FunctionGlobals &globals,
                           const Coverage *coverage = nullptr);

// The declaration of a function of the runtime (abi.h): it never throws, and seldom runs.
llvm::FunctionCallee runtimeFunction(llvm::Module &module, llvm::StringRef name, llvm::FunctionType *type);

// Branch weights for a way that is hardly ever taken, against one that is.
llvm::MDNode *unlikely(llvm::LLVMContext &context);

// f:  if (*functionSwitch != 0) return f.twin(args...);   the original body
void insertDispatch(llvm::Function &original, llvm::Function &twin, llvm::GlobalVariable &functionSwitch);

// Whether a call can hand all of the function's arguments on.
bool canDispatch(const llvm::Function &function);

} // namespace allele

#endif
