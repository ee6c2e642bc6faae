// A comparison as the source has it: what it compares, how, and whether it is all that a condition consists of.
#ifndef ALLELE_COMPARISON_H
#define ALLELE_COMPARISON_H

#include "Expression.h"
#include "FunctionContext.h"

namespace allele {

struct Comparison {
  enum class Kind {
    kInteger, // ordered, signedness known
    // Truth values; enumerations, characters and -1 compared for equality; integers whose signedness isn't known.
    kTruth,
    kPointer, // pointers to members too
    kFloat,
  };
  Kind kind = Kind::kTruth;
  bool isSigned = false; // kInteger
  Place place;           // of the operator
  OperandRanges operands;
  // Which of less (1), equal (2) and greater (4) the operands can be, as far as a constant and the type's width tell.
  unsigned possible = 7;
};

// None where the instruction isn't one comparison of scalars by `<`, `<=`, `>`, `>=`, `==` or `!=`.
std::optional<Comparison> readComparison(const FunctionContext &context, const llvm::CmpInst &compare);

// What a comparison decides all by itself, parentheses and `!` aside.
enum class Decides { kNothing, kChoice, kLoop };
Decides decidedBy(const Comparison &comparison);

} // namespace allele

#endif
