// What kind of value a function returns, for the operators that return another.
#ifndef ALLELE_RETURN_TYPE_H
#define ALLELE_RETURN_TYPE_H

#include "FunctionContext.h"

namespace allele {

enum class ReturnType {
  kOther,
  kVoid,
  kBool,
  kInteger,
  kFloat,
  kPointer,
  kEnumeration,
  kTrivialAggregate, // `{}` is all its bytes zero
};

ReturnType classifyReturn(const FunctionContext &context);
// The function's return type without typedefs and qualifiers; null is void.
const llvm::DIType *returnType(const llvm::Function &function);
// Null for what is no enumeration.
const llvm::DICompositeType *enumerationOf(const llvm::DIType *type);
// The enumerator of this value, or null.
const llvm::DIEnumerator *enumeratorOf(const llvm::DICompositeType &enumeration, const llvm::ConstantInt &value);
// The name of the enumerator that is 0; empty where there is none.
std::string zeroEnumerator(const llvm::DIType *type);
// The source text of a trivial aggregate's default value: `{}`, in C `(struct T){0}`. Empty where it can't be named.
std::string defaultAggregate(const FunctionContext &context);
// Zeroes the memory in which the twin returns an aggregate: the caller's, or `slot`. Nothing where it has neither.
void zeroResult(const llvm::Function &function, const llvm::AllocaInst *slot, llvm::IRBuilder<> &builder,
                llvm::ValueToValueMapTy &map);

} // namespace allele

#endif
