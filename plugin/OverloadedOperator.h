// A call of an operator function that the source writes as an operator, `a + b`, and the functions that other operators
// would call in its place.
//
// The mangled names of two operators of one scope with the same parameters differ in the operator's code only:
// `_ZplRK1AS1_` and `_ZmiRK1AS1_`. So the counterpart is found without knowing the scope, be it a class, a namespace or
// a template, and a member never stands in for a friend. What it returns isn't part of the name of most functions.
#ifndef ALLELE_OVERLOADED_OPERATOR_H
#define ALLELE_OVERLOADED_OPERATOR_H

#include "FunctionContext.h"

#include "llvm/ADT/ArrayRef.h"

#include <optional>

namespace allele {

// `name` is the operator's in the operators' ids, `code` in mangled names; `negation` is a comparison's opposite.
struct OverloadableOperator {
  llvm::StringRef token, name, code;
  llvm::StringRef negation = {}; // NOLINT(readability-redundant-member-init)
};

// The binary ones, assignments too, `++` and `--`.
llvm::ArrayRef<OverloadableOperator> overloadableOperators();

struct OverloadedOperator {
  llvm::CallBase *call = nullptr;
  const OverloadableOperator *written = nullptr;
  Place place; // of the operator's token

  bool isStep() const { return written->token == "++" || written->token == "--"; }
};

// None where the source writes another operator or none: `a != b` may call `operator==`, and `a.operator+(b)` is a call
// like any other.
std::optional<OverloadedOperator> overloadedOperator(const FunctionContext &context, llvm::CallBase &call);

// Whether the `<` or the like at the place is C++20's `(a <=> b) < 0`: its `==` is another function.
bool isThreeWayComparison(const FunctionContext &context, const Place &place);

// The function that the call would be of with another operator: of the same scope and signature, known to the module by
// the program's own code; in a template in every instance that the module has. Null where there is none.
llvm::Function *counterpartOf(const FunctionContext &context, const OverloadedOperator &original,
                              const OverloadableOperator &other);

// Whether the operator is no built-in one in any instance of the template, and gives the same type as far as the IR
// tells.
bool isOverloadedInEveryInstance(const FunctionContext &context, const OverloadedOperator &original);

} // namespace allele

#endif
