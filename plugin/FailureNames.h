// What the names in a source say of failure.
#ifndef ALLELE_FAILURE_NAMES_H
#define ALLELE_FAILURE_NAMES_H

#include "llvm/ADT/StringRef.h"

namespace allele {

// Whether a constant's or a label's name says that something went wrong: `kInvalid`, `NOT_FOUND`, `err_out`, `EINVAL`.
bool namesFailure(llvm::StringRef name);
// Whether it says that nothing did: `kOk`, `XML_SUCCESS`, `NO_ERROR`, `None`.
bool namesSuccess(llvm::StringRef name);
// Whether the function of this name answers a question, so that `false` is an answer: `isEmpty`, `operator==`,
// `json_equal`.
bool asksQuestion(llvm::StringRef functionName);

} // namespace allele

#endif
