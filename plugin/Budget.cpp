#include "Budget.h"

#include "LlvmVersion.h"
#include "Twin.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace allele {

namespace {

// Every cycle has one of the edges that lead back, whether the loop is a natural one or not.
SmallSetVector<BasicBlock *, 8> loopBeginnings(Function &twin) {
  SmallVector<std::pair<const BasicBlock *, const BasicBlock *>, 8> edges;
  FindFunctionBackedges(twin, edges);
  SmallSetVector<BasicBlock *, 8> beginnings;
  for (const auto &[from, to] : edges)
    beginnings.insert(const_cast<BasicBlock *>(to));
  return beginnings;
}

bool callsSomething(const Function &function) {
  return any_of(instructions(function), [](const Instruction &instruction) {
    return isa<CallBase>(instruction) && !isa<IntrinsicInst>(instruction) && !cast<CallBase>(instruction).isInlineAsm();
  });
}

// Behind the variables, of which none may leave the entry.
Instruction *behindVariables(Function &twin) {
  BasicBlock &entry = twin.getEntryBlock();
  Instruction *first = &behindAllocas(entry);
  for (Instruction &instruction : make_early_inc_range(make_range(first->getIterator(), entry.end())))
    if (auto *variable = dyn_cast<AllocaInst>(&instruction); variable && variable->isStaticAlloca())
      variable->moveBefore(entry, first->getIterator());
  return first;
}

} // namespace

void insertBudget(Function &twin, const Function &original, GlobalVariable &budget, GlobalVariable &record) {
  SmallVector<Instruction *, 8> places;
  for (BasicBlock *beginning : loopBeginnings(twin))
    places.push_back(&*beginning->getFirstInsertionPt());
  if (callsSomething(original)) // the twin calls the runtime, too
    places.push_back(behindVariables(twin));
  if (places.empty())
    return;

  LLVMContext &context = twin.getContext();
  IRBuilder<> builder(context);
  FunctionCallee exhausted = runtimeFunction(*twin.getParent(), "__allele_exhausted_v1",
                                             FunctionType::get(builder.getVoidTy(), {builder.getPtrTy()}, false));
  MDNode *unchecked = MDNode::get(context, {});
  for (Instruction *place : places) {
    builder.SetInsertPoint(place);
    builder.SetCurrentDebugLocation(stableLocation(*place));
    LoadInst *left = builder.CreateLoad(builder.getInt64Ty(), &budget);
    StoreInst *taken =
        builder.CreateStore(builder.CreateAdd(left, ConstantInt::getAllOnesValue(left->getType())), &budget);
    left->setMetadata(noSanitizeKind(context), unchecked);
    taken->setMetadata(noSanitizeKind(context), unchecked);
    Value *isExhausted = builder.CreateICmpEQ(left, builder.getInt64(0));
    builder.SetInsertPoint(SplitBlockAndInsertIfThen(isExhausted, place, /*Unreachable=*/false, unlikely(context)));
    builder.SetCurrentDebugLocation(stableLocation(*place));
    builder.CreateCall(exhausted, {&record})->setDoesNotThrow();
  }
}

} // namespace allele
