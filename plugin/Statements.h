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

// Told what statements are made of, from the outside in.
class StatementVisitor {
public:
  virtual ~StatementVisitor() = default;
  // A block or a statement with others in it: its `{` or its keyword.
  virtual void enter(TokenIndex head) = 0;
  virtual void leave() = 0;
  // Any other, with its `;`.
  virtual void simple(TokenRange statement) = 0;
};
// Behind the statement that begins at `token`, labels and all of its branches and handlers included; kNoToken where it
// isn't understood. A macro may stand for anything, so what follows one up to the next `;` is never looked into.
TokenIndex statementEnd(const SourceFile &file, TokenIndex token, StatementVisitor *visitor = nullptr);
// Behind the `:` of the `case` or `default` at `token`, or kNoToken.
TokenIndex labelEnd(const SourceFile &file, TokenIndex token);
// The keyword of the statement whose head ends with the parenthesis at `close`: `if`, `for`, `catch` and so on;
// kNoToken where that is something else.
TokenIndex headKeyword(const SourceFile &file, TokenIndex close);
// Whether a handler's declaration makes no copy of the exception, which would have to be destroyed.
bool catchesByReference(const SourceFile &file, TokenRange declaration);
// Whether the tokens of a condition declare a variable: `int v = f()`.
bool declaresVariable(const SourceFile &file, TokenRange range);
// Whether the head of the `if` or `switch` does, in its condition or before it.
bool declaresInHead(const SourceFile &file, TokenIndex keyword);

// Whether the function, a class around it or a function around that is a template's instance.
bool isTemplateInstance(const llvm::Function &function);
// Whether it calls the function of this linkage name, directly.
bool callsFunction(const llvm::Instruction &instruction, llvm::StringRef name);
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
