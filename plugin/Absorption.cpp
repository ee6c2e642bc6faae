#include "Absorption.h"

#include "Clone.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

namespace {

// In instructions as the front end writes them, where each variable is a slot in memory. From measurement: larger ones
// gain nothing, since their check is a small part of them, and cost compile time.
constexpr unsigned kMaxInstructions = 100;

// Whether the linker may put the body of another object in the place of this one.
bool isShared(const Function &function) {
  return function.hasComdat() || function.isWeakForLinker();
}

bool isSmall(const Function &function) {
  // Only a body that no other definition can replace: nor may a fake in the test's program, which takes the place of a
  // library's function whatever the compiler assumes.
  bool isReplaceable = !function.hasLocalLinkage() && !isShared(function) && function.hasDefaultVisibility();
  if (function.isInterposable() || isReplaceable || function.isVarArg() || function.hasOptNone() ||
      function.hasFnAttribute(Attribute::NoInline) || function.hasFnAttribute(Attribute::ReturnsTwice) ||
      function.callsFunctionThatReturnsTwice())
    return false;
  unsigned count = 0;
  for (const Instruction &instruction : instructions(function)) {
    if (isa<DbgInfoIntrinsic>(instruction))
      continue;
    bool isSelfCall = isa<CallBase>(instruction) && cast<CallBase>(instruction).getCalledOperand() == &function;
    if (++count > kMaxInstructions || isSelfCall || isa<IndirectBrInst>(instruction) || isa<CallBrInst>(instruction))
      return false;
  }
  return true;
}

// What an instruction calls directly and by its own type, or null.
Function *calleeOf(const Instruction &instruction) {
  const auto *call = dyn_cast<CallBase>(&instruction);
  auto *callee = call ? dyn_cast<Function>(call->getCalledOperand()) : nullptr;
  return callee && callee->getFunctionType() == call->getFunctionType() ? callee : nullptr;
}

Function *createCopy(Function &original) {
  ValueToValueMapTy map;
  Function *copy = cloneWithLines(original, ".unchecked", original.getName(), map);
  copy->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  return copy;
}

} // namespace

void Absorption::add(Function &function) {
  instrumented.push_back(&function);
}

void Absorption::run() {
  SmallPtrSet<Function *, 32> known(instrumented.begin(), instrumented.end());
  for (Function *function : instrumented)
    for (const Instruction &instruction : instructions(*function))
      if (Function *callee = calleeOf(instruction);
          known.contains(callee) && copies.count(callee) == 0 && isSmall(*callee))
        copies[callee] = nullptr;
  // All are known before the first is made: the copies call each other.
  for (auto &[function, copy] : copies)
    copy = createCopy(*function);
  for (Function *function : instrumented) {
    // The linker may keep the body of one object and the record of another, whose body absorbed something else.
    if (!isShared(*function))
      leadCalls(*function, *function);
    if (Function *copy = copies.lookup(function))
      leadCalls(*copy, *function);
  }
}

void Absorption::leadCalls(Function &body, Function &owner) {
  for (Instruction &instruction : instructions(body))
    if (Function *callee = calleeOf(instruction))
      if (auto found = copies.find(callee); found != copies.end()) {
        cast<CallBase>(instruction).setCalledFunction(found->second);
        direct[&owner].insert(callee);
      }
}

SmallVector<Function *, 8> Absorption::absorbedBy(Function &function) const {
  SmallSetVector<Function *, 8> all;
  auto add = [&](Function *owner) {
    if (auto found = direct.find(owner); found != direct.end())
      all.insert(found->second.begin(), found->second.end());
  };
  if (isShared(function))
    return {};
  add(&function);
  for (size_t index = 0; index < all.size(); ++index) // NOLINT(modernize-loop-convert): it grows meanwhile
    add(all[index]);
  all.remove(&function); // through recursion
  return {all.begin(), all.end()};
}

} // namespace allele
