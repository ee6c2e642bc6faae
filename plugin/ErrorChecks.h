// Which values of a call the source takes for failure.
#ifndef ALLELE_ERROR_CHECKS_H
#define ALLELE_ERROR_CHECKS_H

#include "FunctionContext.h"

namespace allele {

// How the result of a call is checked, right there or through one variable.
struct ErrorCheck {
  llvm::Constant *error = nullptr;   // of the call's type: a value that the source takes for failure
  llvm::Constant *success = nullptr; // one that it takes for success; null for pointers, where none can be made
  // Whether it is an error for certain: the compared constant is negative, or the check is an `if` whose body ends with
  // an error. Not so for a pointer that is only compared with null.
  bool isSure = false;
};

// None where the result isn't compared with a constant, or it isn't sure which outcome is the failure.
std::optional<ErrorCheck> findErrorCheck(const FunctionContext &context, llvm::CallBase &call);

// Whether a text, like the name of an enumerator or a label, speaks of an error.
bool speaksOfError(llvm::StringRef text);

} // namespace allele

#endif
