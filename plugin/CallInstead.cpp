#include "CallInstead.h"

#include "llvm/IR/Instructions.h"

using namespace llvm;

namespace allele {

void addIncomingLike(BasicBlock &block, BasicBlock *from, const BasicBlock *like) {
  for (PHINode &phi : block.phis())
    phi.addIncoming(phi.getIncomingValueForBlock(like), from);
}

CallBase *callInstead(IRBuilder<> &builder, CallBase &original, FunctionCallee callee) {
  SmallVector<Value *, 4> arguments(original.args());
  CallBase *made = nullptr;
  if (auto *invoke = dyn_cast<InvokeInst>(&original)) {
    BasicBlock *block = builder.GetInsertBlock();
    BasicBlock *behind = BasicBlock::Create(builder.getContext(), "", block->getParent(), block->getNextNode());
    addIncomingLike(*invoke->getUnwindDest(), block, invoke->getParent());
    made = builder.CreateInvoke(callee, behind, invoke->getUnwindDest(), arguments);
    builder.SetInsertPoint(behind);
  } else {
    made = builder.CreateCall(callee, arguments);
  }
  made->setCallingConv(original.getCallingConv());
  // How values are passed; what is known of the function is another's.
  made->setAttributes(original.getAttributes().removeFnAttributes(builder.getContext()));
  return made;
}

} // namespace allele
