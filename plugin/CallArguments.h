// The arguments of a call as the source has them.
#ifndef ALLELE_CALL_ARGUMENTS_H
#define ALLELE_CALL_ARGUMENTS_H

#include "FunctionContext.h"

namespace allele {

struct CallArguments {
  Place name;                     // the callee's last name
  std::vector<TokenRange> ranges; // one for each argument that is written
};

// None where the source doesn't name the callee at the call's place: default arguments, destructors and conversions
// stand on others' tokens. `memcpy` and its like count as named where they are compiled to intrinsics.
std::optional<CallArguments> argumentsOf(const FunctionContext &context, const llvm::CallBase &call);

} // namespace allele

#endif
