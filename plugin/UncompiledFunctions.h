// Functions that a source file defines and no code was made of: inline ones that nothing calls. The compiler leaves
// them out, so that nothing tests them; for coverage they count as not executed.
#ifndef ALLELE_UNCOMPILED_FUNCTIONS_H
#define ALLELE_UNCOMPILED_FUNCTIONS_H

#include "SourceFile.h"

#include <set>
#include <string>
#include <vector>

namespace allele {

struct UncompiledFunction {
  std::string name; // with its classes and namespaces
  unsigned line, endLine;
  std::vector<unsigned> lines; // with tokens, from the opening brace on
};

// `compiled`: the opening braces of the bodies that have code. Templates and their members aren't there, since nothing
// is missing where nobody instantiates them, nor is what stands between directives of the preprocessor.
std::vector<UncompiledFunction> uncompiledFunctions(const SourceFile &file, const std::set<TokenIndex> &compiled);

} // namespace allele

#endif
