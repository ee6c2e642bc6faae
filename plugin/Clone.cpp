#include "Clone.h"

#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace allele {

namespace {

// Lines only, of a subprogram of the copy's own: two functions can't share one.
void keepLinesOnly(Function &copy, const DISubprogram *original, StringRef linkageName) {
  DISubprogram *lines = nullptr;
  LLVMContext &context = copy.getContext();
  if (original) {
    auto *type = DISubroutineType::get(context, DINode::FlagZero, 0, DITypeRefArray(MDNode::get(context, {})));
    lines = DISubprogram::getDistinct(
        context, original->getFile(), original->getName(), linkageName, original->getFile(), original->getLine(), type,
        original->getScopeLine(), nullptr, 0, 0, DINode::FlagZero,
        DISubprogram::toSPFlags(/*IsLocalToUnit=*/true, /*IsDefinition=*/true, original->isOptimized()),
        original->getUnit());
    copy.setSubprogram(lines);
  }
  for (Instruction &instruction : instructions(copy)) {
    dropAssignment(instruction);
    if (const DebugLoc &location = instruction.getDebugLoc(); location && lines) {
      DIFile *file = location->getFile();
      DILocalScope *scope = file == lines->getFile() ? static_cast<DILocalScope *>(lines)
                                                     : DILexicalBlockFile::get(context, lines, file, 0);
      instruction.setDebugLoc(DILocation::get(context, location.getLine(), location.getCol(), scope));
    }
    if (instruction.hasMetadata(LLVMContext::MD_loop))
      updateLoopMetadataDebugLocations(
          instruction, [](Metadata *entry) { return isa_and_nonnull<DILocation>(entry) ? nullptr : entry; });
  }
}

void dropVariables(BasicBlock &block) {
  for (Instruction &instruction : make_early_inc_range(block)) {
    dropVariableRecords(instruction);
    if (isa<DbgInfoIntrinsic>(instruction))
      instruction.eraseFromParent();
  }
}

} // namespace

Function *cloneWithLines(Function &original, StringRef suffix, StringRef linkageName, ValueToValueMapTy &map) {
  auto *copy = Function::Create(original.getFunctionType(), GlobalValue::InternalLinkage, original.getAddressSpace(),
                                original.getName() + suffix);
  original.getParent()->getFunctionList().insertAfter(original.getIterator(), copy);
  copy->copyAttributesFrom(&original); // personality and prefix data too
  copy->setLinkage(GlobalValue::InternalLinkage);
  copy->setVisibility(GlobalValue::DefaultVisibility);
  copy->setDLLStorageClass(GlobalValue::DefaultStorageClass);
  copy->setDSOLocal(true);
  copy->setComdat(nullptr);
  adoptDebugFormat(*copy, *original.getParent());
  for (auto [from, to] : zip(original.args(), copy->args()))
    map[&from] = &to;
  for (BasicBlock &block : original) {
    BasicBlock *copied = CloneBasicBlock(&block, map, "", copy);
    dropVariables(*copied);
    map[&block] = copied;
    if (block.hasAddressTaken()) // else it would map to a label of the original in a block of the copy
      map[BlockAddress::get(&original, &block)] = BlockAddress::get(copy, copied);
  }
  for (Instruction &instruction : instructions(*copy))
    RemapInstruction(&instruction, map, RF_NoModuleLevelChanges | RF_IgnoreMissingLocals);
  keepLinesOnly(*copy, original.getSubprogram(), linkageName);
  return copy;
}

} // namespace allele
