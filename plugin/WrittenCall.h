// A call as it stands in the source.
#ifndef ALLELE_WRITTEN_CALL_H
#define ALLELE_WRITTEN_CALL_H

#include "FunctionContext.h"

namespace allele {

struct WrittenCall {
  const SourceFile *file = nullptr;
  TokenIndex name = kNoToken; // the callee's last name
  TokenRange range;           // from the object or the first qualifier to the closing parenthesis
  TokenRange arguments;
};

// None where the source doesn't name the callee at the call's place: destructors, default arguments and conversions
// stand on others' tokens. None for a call whose result is used by a postfix operator.
std::optional<WrittenCall> writtenCall(const FunctionContext &context, const llvm::CallBase &call);

// The source text of a call that isn't made and gives `value` instead; its object and arguments are still evaluated
// where that may have effects, then `effect` (empty for none). None where that can't be written.
std::optional<std::string> textInsteadOf(const FunctionContext &context, const WrittenCall &call,
                                         llvm::StringRef effect, llvm::StringRef value);

} // namespace allele

#endif
