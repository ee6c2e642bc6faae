// Lines of a function's body on which no instruction stands, such as `}`, `else {` or the second line of an expression:
// they count for coverage as what they belong to does, as llvm-cov has it.
#ifndef ALLELE_LINES_WITHOUT_CODE_H
#define ALLELE_LINES_WITHOUT_CODE_H

#include "SourceFile.h"

#include <map>
#include <set>
#include <vector>

namespace allele {

// For each such line the tokens that stand for it: it is executed when the code at one of them is. `body`: with its
// braces. `code`: where the function has code. Lines that the preprocessor leaves out aren't there, as far as no code
// tells, nor are those of lambdas in the body.
std::map<unsigned, std::vector<TokenIndex>> linesWithoutCode(const SourceFile &file, TokenRange body,
                                                             const std::set<TokenIndex> &code);

} // namespace allele

#endif
