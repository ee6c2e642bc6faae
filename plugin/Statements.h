// What the tokens say about expression statements, and which text must stay when only a part of one is removed.
#ifndef ALLELE_STATEMENTS_H
#define ALLELE_STATEMENTS_H

#include "FunctionContext.h"

namespace allele {

// Whether the expression [start, end) is a statement of its own, whose value nobody uses.
bool isStatement(const SourceFile &file, TokenIndex start, TokenIndex end);
// The expression statement around the operator at `op`, without its `;`, where nothing but the operands of `op` (or of
// an assignment's chain to the right) is in it; empty where there is none.
TokenRange statementAround(const SourceFile &file, TokenIndex op);
// Whether evaluating the tokens may do more than compute a value, overloaded operators included. The same in every
// instance of a template.
bool mayHaveEffect(const FunctionContext &context, const SourceFile &file, TokenRange range);
// `(void)(text)`, or nothing where the tokens have no effect.
std::string keptText(const FunctionContext &context, const SourceFile &file, TokenRange range);

// Whether the function, a class around it or a function around that is a template's instance.
bool isTemplateInstance(const llvm::Function &function);
// Whether the source's identifier `written` names the function that is called. Calls of destructors, default arguments
// and conversions stand on others' tokens.
bool namesCallee(const llvm::CallBase &call, llvm::StringRef written);
// The last name of a function, without its classes and template arguments: `operator+=`. Empty for constructors and
// destructors.
std::string baseName(const llvm::Function &function);
// Whether nothing reads what the call returns, not even a destructor.
bool isDiscarded(const llvm::CallBase &call);
// The last name of a qualified one that begins at `token`: `c` of `a::b::c`.
TokenIndex lastName(const SourceFile &file, TokenIndex token);

} // namespace allele

#endif
