// What a function is called in the source, from its mangled name.
#ifndef ALLELE_SOURCE_NAME_H
#define ALLELE_SOURCE_NAME_H

#include "llvm/ADT/StringRef.h"
#include "llvm/IR/Function.h"

#include <string>

namespace allele {

// Template arguments, ABI tags and inline namespaces (`__cxx11`, `__1`, `lts_20220623`) are left out: `std::vector` for
// `std::__1::vector<int>`. Not a lambda's or local class's own name only: the functions around it stay in `context`.
struct SourceName {
  std::string context;    // `ns::Class`; empty at global scope and for C
  std::string base;       // `push_back`, `operator<<`, `~Class`; for C the symbol without what fortification adds
  std::string parameters; // as demangled, with the parentheses and template arguments; empty for C
  bool isCxx = false;     // the symbol is mangled
  bool isConstructor = false;
  bool isDestructor = false;

  std::string qualified() const { return context.empty() ? base : context + "::" + base; }
};

SourceName nameOf(const llvm::Function &function);
bool isConstructorOrDestructor(const llvm::Function &function);

// Whether one of the globs (see Glob.h) stands for the name.
bool matchesAny(llvm::ArrayRef<llvm::StringLiteral> patterns, llvm::StringRef name);

} // namespace allele

#endif
