// Assertions check the program, they aren't what it does: programs are built without them, too.
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kAssertions;

namespace {

constexpr RuleInfo kInfo = {"assertions",
                            "What guards nothing but an `assert`, and functions that only assert, or tell the "
                            "optimiser what to assume, with their calls."};

constexpr StringLiteral kFailures[] = {"__assert_fail", "__assert_rtn",         "__assert",
                                       "__assert2",     "__assert_perror_fail", "std::__glibcxx_assert_fail"};

bool isFailure(const Function &callee) {
  return callee.isDeclaration() && matchesAny(kFailures, nameOf(callee).qualified());
}

// A function without result that writes nothing but its own variables and calls nothing but failed assertions; what it
// asserts may be for the optimiser only.
bool onlyAsserts(const Function &function) {
  if (function.isDeclaration() || !function.getReturnType()->isVoidTy() || function.isInterposable())
    return false;
  bool asserts = false;
  for (const Instruction &instruction : instructions(function)) {
    if (const auto *store = dyn_cast<StoreInst>(&instruction)) {
      if (!isa<AllocaInst>(store->getPointerOperand()) || store->isVolatile())
        return false;
    } else if (const auto *call = dyn_cast<CallBase>(&instruction)) {
      const Function *callee = call->getCalledFunction();
      bool isKnown = callee && (isFailure(*callee) || callee->isIntrinsic());
      if (!isKnown)
        return false;
      asserts |= isFailure(*callee) || callee->getIntrinsicID() == Intrinsic::assume;
    } else if (instruction.mayWriteToMemory()) {
      return false;
    }
  }
  return asserts;
}

void mark(Noise &noise) {
  if (onlyAsserts(noise.context.function)) {
    noise.coverFunction(kInfo.id);
    return;
  }
  for (const NamedCall &call : noise.calls()) {
    const SourceFile &file = *call.place.file;
    TokenRange statement = statementAt(file, call.place.token);
    if (onlyAsserts(*call.call->getCalledFunction()))
      noise.coverCall(kInfo.id, call);
    else if (isFailure(*call.call->getCalledFunction()) && statement.begin == call.place.token)
      noise.coverStatement(kInfo.id, file, statement); // the macro
  }
}

} // namespace

const NoiseRule kAssertions = {kInfo, mark, nullptr};

} // namespace allele
