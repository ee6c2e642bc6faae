// Finds the places at which a function ends badly, by what stands in its source (docs/failure-states.md).
#ifndef ALLELE_FAILURE_STATES_H
#define ALLELE_FAILURE_STATES_H

#include "FunctionContext.h"
#include "allele/abi.h"

#include <vector>

namespace allele {

enum class StateKind {
#define ALLELE_DECLARE_KIND(name, id) k##name,
  ALLELE_STATE_KINDS(ALLELE_DECLARE_KIND)
#undef ALLELE_DECLARE_KIND
};

llvm::StringRef idOf(StateKind kind);

struct FailureState {
  StateKind kind;
  TokenRange statement; // a handler's is its `catch` to its closing brace
  TokenIndex begin;     // of the statements that report the same failure right before it, or the statement's own
  // The condition that alone decides whether the statement is executed, and the value that avoids it; empty: none.
  TokenRange guard;
  bool guardAvoidsBy = false;
  // Where its code isn't all that has a place in the statement: instructions, of which one is executed when it happens.
  std::vector<const llvm::Instruction *> marks;
};

// In the order of the source; all lie in `file`. Statements that the function has no code for aren't there.
struct FailureStates {
  const SourceFile *file = nullptr;
  std::vector<FailureState> states;
};
FailureStates findFailureStates(const FunctionContext &context);

} // namespace allele

#endif
