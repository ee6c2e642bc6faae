// What a function does about errors: which values of a call it takes for failure, and which ways lead out of it after
// one.
#ifndef ALLELE_ERROR_CHECKS_H
#define ALLELE_ERROR_CHECKS_H

#include "FunctionContext.h"

namespace allele {

// How the result of a call is checked, right there or through one variable.
struct ErrorCheck {
  llvm::Constant *error = nullptr;   // of the call's type: a value that the source takes for failure
  llvm::Constant *success = nullptr; // one that it takes for success; null for pointers, where none can be made
  // Whether it is an error for certain: the compared constant is negative, or the failure's way leads out of the
  // function by an error and the other doesn't. Not so for a pointer that is only compared with null.
  bool isSure = false;
};

// None where the result isn't compared with a constant, or it isn't sure which outcome is the failure.
std::optional<ErrorCheck> findErrorCheck(const FunctionContext &context, llvm::CallBase &call);

// Whether all that begins at `block` ends in an error: returns an error value or what lies at `checked` (may be null),
// goes to a label with a name like `fail`, throws, or doesn't return.
bool leavesWithError(const FunctionContext &context, llvm::BasicBlock &block, const llvm::Value *checked);

// Whether a text, like the name of an enumerator or a label, speaks of an error.
bool speaksOfError(llvm::StringRef text);

} // namespace allele

#endif
