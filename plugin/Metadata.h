// Writes the records of abi.h into the module, and the constructor that hands them to the runtime.
#ifndef ALLELE_METADATA_H
#define ALLELE_METADATA_H

#include "Site.h"
#include "Twin.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/Module.h"

#include <map>
#include <vector>

namespace allele {

// A mutant as it goes into the records.
struct MutantRecord {
  const Alternative *alternative;
  const Site *site;
  unsigned siteNumber;
};

class MetadataWriter {
public:
  explicit MetadataWriter(llvm::Module &module);

  // Declares the globals of `original`, so that its twin can refer to them. A COMDAT function's stand in a hidden
  // COMDAT of their own, "allele.<name>": where an uninstrumented TU supplies the function, its group has no place for
  // them.
  FunctionGlobals declare(llvm::Function &original, unsigned siteCount, unsigned probeCount);
  // Removes them again.
  void discard(const FunctionGlobals &globals);
  // Gives the twin its linkage and fills the record in. `file`: the function's own. `absorbed`: the records of the
  // functions whose bodies the original absorbed. `code`: the key of the function's description, 0 without one.
  void define(const FunctionGlobals &globals, llvm::Function &original, llvm::Function &twin, const SourceFile &file,
              llvm::ArrayRef<MutantRecord> mutants, llvm::ArrayRef<Site> sites,
              llvm::ArrayRef<llvm::GlobalVariable *> absorbed, uint64_t code);
  // Emits what the module needs once: the constructor, the anchors of the sections, the lists of used globals.
  void finish();

private:
  llvm::GlobalVariable *createGlobal(llvm::Function &original, llvm::Type *type, const llvm::Twine &name,
                                     bool isConstant);
  llvm::Constant *offsetTo(llvm::GlobalVariable *from, unsigned field, llvm::Constant *target);

  llvm::Module &module;
  llvm::LLVMContext &context;
  llvm::StructType *functionType;
  std::vector<llvm::GlobalValue *> used;
};

} // namespace allele

#endif
