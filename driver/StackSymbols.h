// Finds the lines of frames that name nothing but an address in a program, as glibc's backtrace_symbols prints them.
#pragma once

#include "StackTrace.h"

#include <string>
#include <vector>

namespace allele {

// Asks llvm-symbolizer or addr2line where one is there. `objects`: the only files that are read; a frame belongs to the
// one of its module's name. What can't be found stays as it is.
void findSymbols(StackTrace &trace, const std::vector<std::string> &objects);

} // namespace allele
