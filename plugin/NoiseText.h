// What noise rules read in the tokens: statements, calls, arguments. Where the text isn't understood the answer is
// empty.
#ifndef ALLELE_NOISE_TEXT_H
#define ALLELE_NOISE_TEXT_H

#include "Expression.h"
#include "FunctionContext.h"

#include "llvm/ADT/SmallVector.h"

namespace allele {

// The simple statement that `token` stands in, with its `;` and without labels and heads (`if (c)`, `else`) before it.
// Empty where the token stands in such a head.
TokenRange statementAt(const SourceFile &file, TokenIndex token);
// The call of `name` whose name, qualified or not, begins at `token`: with the object before it, up to the closing
// parenthesis.
TokenRange callAt(const SourceFile &file, TokenIndex token, llvm::StringRef name);
// The arguments of a call that ends with `)` in front of `end`.
llvm::SmallVector<TokenRange, 4> argumentsOf(const SourceFile &file, TokenIndex end);

// The head of an `if`, `while` or `for` whose body begins at `body`; `keyword` is kNoToken where there is none.
struct Head {
  TokenIndex keyword = kNoToken;
  TokenRange condition; // between the parentheses
};
Head headBefore(const SourceFile &file, TokenIndex body);

// The function's body without its braces, and the file that it stands in.
struct Body {
  const SourceFile *file = nullptr;
  TokenRange range;
};
Body bodyOf(const FunctionContext &context);

} // namespace allele

#endif
