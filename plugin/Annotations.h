// `[[clang::annotate("text")]]` on functions.
#ifndef ALLELE_ANNOTATIONS_H
#define ALLELE_ANNOTATIONS_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/Module.h"

namespace allele {

// Calls `visit` with each of the module's functions that has one, once for each.
void visitAnnotations(const llvm::Module &module,
                      llvm::function_ref<void(const llvm::Function &function, llvm::StringRef text)> visit);

} // namespace allele

#endif
