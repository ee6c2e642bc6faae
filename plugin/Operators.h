// The operator families. One file in operators/ each; the build makes the registry from the folder.
#ifndef ALLELE_OPERATORS_H
#define ALLELE_OPERATORS_H

#include "FunctionContext.h"
#include "Level.h"

#include "llvm/ADT/ArrayRef.h"

namespace allele {

struct OperatorInfo {
  llvm::StringRef id;                  // kebab-case, what becomes what; stable for ever
  llvm::StringRef description;         // one sentence for the operator reference, code in backquotes
  Level level = Level::kDefault;       // of its mutants, unless their place asks for another one
  Level levelOfPlace = Level::kStrong; // which that is; see Alternative::level
};

struct OperatorFamily {
  llvm::StringRef title; // of its page in the operator reference
  // What the family is for, what it leaves out and why: paragraphs of Markdown.
  llvm::StringRef about;
  llvm::ArrayRef<OperatorInfo> operators;
  // Adds the family's sites of one function. Looks only; the IR stays as it is.
  void (*collect)(FunctionContext &context);
  // Families whose operators this one makes too, of other code: an id has one family, but maybe several makers.
  llvm::ArrayRef<const OperatorFamily *> extends = {}; // NOLINT(readability-redundant-member-init)
};

// The operator of that id, or null.
const OperatorInfo *findOperator(llvm::StringRef id);
// Whether the name is a level's, an operator's, or "all".
bool namesOperators(llvm::StringRef name);
// Whether such a name stands for what the operator makes at that level.
bool isMeantBy(llvm::StringRef name, llvm::StringRef operatorId, Level level);
Level levelOf(const Alternative &alternative);

// Every family, in the order of their file names. Generated.
llvm::ArrayRef<const OperatorFamily *> operatorFamilies();

} // namespace allele

#endif
