// Which functions get a twin.
#ifndef ALLELE_ELIGIBILITY_H
#define ALLELE_ELIGIBILITY_H

#include "llvm/ADT/StringRef.h"
#include "llvm/IR/Function.h"

namespace allele {

// Why a function has no mutants although it has a body. X(name, text for statistics)
#define ALLELE_SKIP_REASONS(X)                                                                                         \
  X(None, "instrumented")                                                                                              \
  X(NoDebugInfo, "no debug info") /* made by the compiler, or compiled without -g */                                   \
  X(NoSource, "no source")        /* its file can't be read, has changed, or is the system's */                        \
  X(NotSelected, "not selected")  /* nothing of it is asked for */                                                     \
  X(NoMutants, "no mutants")                                                                                           \
  X(AvailableExternally, "available externally")  /* its real definition is in another object */                       \
  X(Naked, "naked")                               /* no prologue: nothing may be put before its body */                \
  X(IfuncResolver, "ifunc resolver")              /* runs before the program is relocated */                           \
  X(Inalloca, "inalloca or preallocated")         /* arguments that can't be handed on */                              \
  X(VarargsByValue, "varargs with byval or sret") /* the code generator can't hand them on at -O0 */                   \
  X(StoredLabel, "stored label address")          /* outlives the call: original and twin would mix */                 \
  X(InterruptHandler, "interrupt handler")        /* may not call its twin, nor be called */                           \
  X(AsmLabel, "label in inline assembly")         /* a copy would define the symbol twice */                           \
  X(BrokenTwin, "verifier")                       /* no twin of it passes the verifier */

enum class SkipReason {
#define ALLELE_DECLARE_REASON(name, text) k##name,
  ALLELE_SKIP_REASONS(ALLELE_DECLARE_REASON)
#undef ALLELE_DECLARE_REASON
};

llvm::StringRef textOf(SkipReason reason);

// What can be said without looking at the source.
SkipReason findSkipReason(const llvm::Function &function);

} // namespace allele

#endif
