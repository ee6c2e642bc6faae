// Coverage that a team has already: lcov's tracefiles (geninfo(1), also by `llvm-cov export -format=lcov`) and what
// `llvm-cov export` writes as JSON.
#pragma once

#include "CodeMap.h"
#include "Result.h"

#include <string>
#include <string_view>

namespace allele {

// Puts the lines and branches of the file's content in the place of what Allele measured, for the source files that
// both know: paths are compared from their ends, since they may come from another machine. Other files stay as they
// are. `name` is for messages. Errors: neither format; damaged; no file in common.
Status importCoverage(std::string_view content, const std::string &name, CodeMap &code);

} // namespace allele
