#include "Absorption.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace allele {

namespace {

// In instructions as the front end writes them, where each variable is a slot in memory. From measurement: larger ones
// gain nothing, since their check is a small part of them, and cost compile time.
constexpr unsigned kMaxInstructions = 100;

bool isSmall(const Function &function) {
  // Only a body that no other definition can replace.
  if (function.isInterposable() || function.isVarArg() || function.hasOptNone() ||
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

Function *createCopy(Function &original) {
  ValueToValueMapTy map;
  auto *copy = Function::Create(original.getFunctionType(), GlobalValue::InternalLinkage, original.getAddressSpace(),
                                original.getName() + ".unchecked");
  original.getParent()->getFunctionList().insertAfter(original.getIterator(), copy);
  copy->IsNewDbgInfoFormat = original.IsNewDbgInfoFormat;
  for (auto [from, to] : zip(original.args(), copy->args()))
    map[&from] = &to;
  SmallVector<ReturnInst *, 8> returns;
  CloneFunctionInto(copy, &original, map, CloneFunctionChangeType::LocalChangesOnly, returns);
  copy->setComdat(nullptr);
  copy->setLinkage(GlobalValue::InternalLinkage);
  copy->setVisibility(GlobalValue::DefaultVisibility);
  copy->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  copy->setDSOLocal(true);
  return copy;
}

} // namespace

void Absorption::add(Function &function) {
  instrumented.push_back(&function);
}

void Absorption::run() {
  for (Function *function : instrumented)
    if (isSmall(*function))
      copies[function] = createCopy(*function);
  if (copies.empty())
    return;
  for (Function *function : instrumented) {
    leadCalls(*function, *function);
    if (Function *copy = copies.lookup(function))
      leadCalls(*copy, *function);
  }
  // Copies that nobody calls are left to the optimiser.
}

void Absorption::leadCalls(Function &body, Function &owner) {
  for (Instruction &instruction : instructions(body)) {
    auto *call = dyn_cast<CallBase>(&instruction);
    auto *callee = call ? dyn_cast<Function>(call->getCalledOperand()) : nullptr;
    if (!callee || callee->getFunctionType() != call->getFunctionType())
      continue;
    auto found = copies.find(callee);
    if (found == copies.end())
      continue;
    call->setCalledFunction(found->second);
    direct[&owner].insert(callee);
  }
}

SmallVector<Function *, 8> Absorption::absorbedBy(Function &function) const {
  SmallSetVector<Function *, 8> all;
  auto add = [&](Function *owner) {
    if (auto found = direct.find(owner); found != direct.end())
      all.insert(found->second.begin(), found->second.end());
  };
  add(&function);
  for (size_t index = 0; index < all.size(); ++index) // NOLINT(modernize-loop-convert): it grows meanwhile
    add(all[index]);
  all.remove(&function); // through recursion
  return {all.begin(), all.end()};
}

} // namespace allele
