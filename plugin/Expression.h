// Where the operands of a binary operator begin and end in the source, and what can be told of them from their text.
#ifndef ALLELE_EXPRESSION_H
#define ALLELE_EXPRESSION_H

#include "SourceFile.h"

#include <utility>

namespace allele {

// How tight a binary operator binds, 1 for `||` to 10 for `*`; 0 for what is none of them, assignments included.
unsigned precedenceOf(llvm::StringRef op);

// The left and right operand of the binary operator at `op`, by precedence. `areSure` is false where the text may mean
// something else: a cast in front of `&`, arguments of a template.
struct OperandRanges {
  TokenRange left, right;
  bool areSure = false;
  TokenRange whole() const { return {left.begin, right.end}; }
};
OperandRanges operandsOf(const SourceFile &file, TokenIndex op);

// Without parentheses around all of it.
TokenRange withoutParentheses(const SourceFile &file, TokenRange range);

// Whether evaluating the text may do more than give a value: it holds a call, an assignment, `++`, `--`, `new`,
// `throw`, a statement. A macro with arguments counts as a call.
bool mayHaveEffect(const SourceFile &file, TokenRange range);

// What the range is cast to as a whole, `unsigned` for `(unsigned)a` and `static_cast<unsigned>(a)`; empty where no
// cast is seen. `T(a)` isn't told from a call.
llvm::StringRef castType(const SourceFile &file, TokenRange range);

} // namespace allele

#endif
