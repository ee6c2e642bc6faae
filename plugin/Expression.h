// Where the operands of a binary operator begin and end in the source, and what can be told of them from their text.
#ifndef ALLELE_EXPRESSION_H
#define ALLELE_EXPRESSION_H

#include "SourceFile.h"

#include <optional>
#include <string>

namespace allele {

// How tight a binary operator binds, 1 for `||` to 11 for `*`; 0 for what is none of them, assignments included.
unsigned precedenceOf(llvm::StringRef op);

// The same of the token; 0 where it is a prefix or encloses arguments of a template.
unsigned binaryPrecedence(const SourceFile &file, TokenIndex token);

// The left and right operand of the binary operator at `op`, by precedence. `areSure` is false where the text may mean
// something else: a cast in front of `&`, arguments of a template.
struct OperandRanges {
  TokenRange left, right;
  bool areSure = false;
  TokenRange whole() const { return {left.begin, right.end}; }
};
OperandRanges operandsOf(const SourceFile &file, TokenIndex op);

// The source change that puts another binary operator in the place of `op`: of the token alone, or of both operands
// too, in parentheses where their neighbours would bind otherwise. None where that can't be told.
struct Rewriting {
  TokenRange range;
  std::string text;
};
std::optional<Rewriting> withOperator(const SourceFile &file, TokenIndex op, llvm::StringRef replacement);

// Without parentheses around all of it.
TokenRange withoutParentheses(const SourceFile &file, TokenRange range);

// Token by token; false where both are empty.
bool isSameText(const SourceFile &file, TokenRange left, TokenRange right);

// Whether evaluating the text may do more than give a value: it holds a call, an assignment, `++`, `--`, `new`,
// `throw`, a statement. A macro with arguments counts as a call. Overloaded operators are Statements.h's.
enum class Calls { kHaveEffect, kHaveNone };
bool mayHaveEffect(const SourceFile &file, TokenRange range, Calls calls = Calls::kHaveEffect);

bool isAssignment(llvm::StringRef op);

// What the range is cast to as a whole, `unsigned` for `(unsigned)a` and `static_cast<unsigned>(a)`; empty where no
// cast is seen. `T(a)` isn't told from a call.
llvm::StringRef castType(const SourceFile &file, TokenRange range);

} // namespace allele

#endif
