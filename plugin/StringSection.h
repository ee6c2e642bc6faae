// Sections of strings that say something of a program without taking memory in it.
#ifndef ALLELE_STRING_SECTION_H
#define ALLELE_STRING_SECTION_H

#include "llvm/IR/Module.h"

#include <set>
#include <string>

namespace allele {

// Writes a section of NUL-terminated strings, which linkers join: equal ones, such as those of a header in many
// objects, stand there once. Nothing for no entries.
void writeStrings(llvm::Module &module, llvm::StringRef section, const std::set<std::string> &entries);

} // namespace allele

#endif
