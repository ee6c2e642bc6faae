#include "Coverage.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

namespace {

// What the compiler writes at a place of the source without being code of it.
bool isBookkeeping(const Instruction &instruction) {
  if (isa<DbgInfoIntrinsic>(instruction) || isa<AllocaInst>(instruction) || isa<PHINode>(instruction))
    return true;
  const auto *intrinsic = dyn_cast<IntrinsicInst>(&instruction);
  return intrinsic && (intrinsic->isLifetimeStartOrEnd() || intrinsic->isAssumeLikeIntrinsic());
}

// A condition that the source doesn't have: of static variables, of `delete`, of what cleans up.
bool isSourceCondition(const FunctionContext &context, const BranchInst &branch) {
  Place place = context.place(branch);
  if (!place || is_contained({"delete", "new", "static", "}", "{", ";"}, place.text()))
    return false;
  const Value *condition = branch.getCondition();
  if (const auto *compare = dyn_cast<ICmpInst>(condition))
    condition = compare->getOperand(0);
  const auto *load = dyn_cast<LoadInst>(condition);
  if (!load)
    return true;
  const Value *address = load->getPointerOperand()->stripPointerCasts();
  if (address->getName().starts_with("_ZGV")) // guard of a static variable
    return false;
  // Flags of the compiler's own have no place where they are read.
  const auto *slot = dyn_cast<AllocaInst>(address);
  return !(slot && load->getType()->isIntegerTy(1)) || static_cast<bool>(load->getDebugLoc());
}

SmallPtrSet<BasicBlock *, 16> reachableBlocks(Function &function) {
  SmallPtrSet<BasicBlock *, 16> reachable;
  SmallVector<BasicBlock *, 16> todo = {&function.getEntryBlock()};
  while (!todo.empty())
    if (BasicBlock *block = todo.pop_back_val(); reachable.insert(block).second)
      todo.append(succ_begin(block), succ_end(block));
  return reachable;
}

} // namespace

Coverage::Coverage(const FunctionContext &functionContext) : context(functionContext) {
  Function &function = context.function;
  const DIFile *file = function.getSubprogram()->getFile();
  SmallPtrSet<BasicBlock *, 16> reachable = reachableBlocks(function);
  // Conditions first: they save probes of blocks.
  for (BasicBlock &block : function)
    if (auto *branch = dyn_cast<BranchInst>(block.getTerminator());
        branch && branch->isConditional() && reachable.contains(&block))
      addBranch(*branch);
  for (BasicBlock &block : function) {
    if (!reachable.contains(&block))
      continue;
    for (const Instruction &instruction : block) {
      const DebugLoc &location = instruction.getDebugLoc();
      if (isBookkeeping(instruction) || !location || location.getLine() == 0 || location.getInlinedAt())
        continue;
      // Without its destructors and its way out a function's last line would say that it ended, not that it ran.
      if (location->getFile() == file)
        probesOfLine[location.getLine()].insert(probeOf(block));
      if (Place place = context.place(instruction))
        probesOfPlace[place].insert(probeOf(block));
    }
  }
  for (BasicBlock &block : function)
    if (auto *choice = dyn_cast<SwitchInst>(block.getTerminator()); choice && reachable.contains(&block))
      addSwitch(*choice);
  if (count == 0)
    probeOf(function.getEntryBlock());
}

unsigned Coverage::probeOf(BasicBlock &block) {
  auto [entry, isNew] = probes.try_emplace(&block, count);
  if (isNew) {
    ownProbes.push_back(&block);
    ++count;
  }
  return entry->second;
}

void Coverage::addBranch(BranchInst &branch) {
  if (!isSourceCondition(context, branch) || branch.getSuccessor(0) == branch.getSuccessor(1))
    return;
  const DebugLoc &location = branch.getDebugLoc();
  conditions.push_back({&branch, location.getLine(), location.getCol(), count});
  for (unsigned outcome : {0U, 1U})
    if (BasicBlock *next = branch.getSuccessor(1 - outcome); next->getSinglePredecessor())
      probes[next] = count + outcome;
  count += 2;
}

void Coverage::addSwitch(SwitchInst &choice) {
  Place place = context.place(choice);
  if (!place)
    return;
  SwitchProbes found{choice.getDebugLoc().getLine(), choice.getDebugLoc().getCol(), {}};
  SmallPtrSet<BasicBlock *, 8> seen;
  for (unsigned index = 0; index < choice.getNumSuccessors(); ++index)
    if (seen.insert(choice.getSuccessor(index)).second)
      found.probes.push_back(probeOf(*choice.getSuccessor(index)));
  choices.push_back(std::move(found));
}

std::set<unsigned> Coverage::probesOf(const SourceFile &file, TokenRange range) const {
  std::set<unsigned> found;
  for (auto place = probesOfPlace.lower_bound(Place{&file, range.begin});
       place != probesOfPlace.end() && place->first.file == &file && place->first.token < range.end; ++place)
    found.insert(place->second.begin(), place->second.end());
  return found;
}

std::set<unsigned> Coverage::probesOf(ArrayRef<const Instruction *> instructions) const {
  std::set<unsigned> found;
  for (const Instruction *instruction : instructions)
    if (auto probe = probes.find(instruction->getParent()); probe != probes.end())
      found.insert(probe->second);
  return found;
}

void Coverage::insert(ValueToValueMapTy &map, GlobalVariable &global) const {
  if (count == 0)
    return;
  Module &module = *global.getParent();
  LLVMContext &llvm = module.getContext();
  IRBuilder<> builder(llvm);
  auto *delta = cast<GlobalVariable>(module.getOrInsertGlobal("__allele_probe_delta_v1", builder.getInt64Ty()));
  delta->setVisibility(GlobalValue::HiddenVisibility);
  delta->setDSOLocal(true);
  MDNode *unchecked = MDNode::get(llvm, {});
  // The address isn't made from the global by its type's rules: it leads into the record file.
  auto pass = [&](Value *number, const DebugLoc &location) {
    builder.SetCurrentDebugLocation(location);
    LoadInst *moved = builder.CreateLoad(builder.getInt64Ty(), delta);
    Value *address = builder.CreateAdd(builder.CreatePtrToInt(&global, builder.getInt64Ty()), moved);
    address = builder.CreateIntToPtr(builder.CreateAdd(address, number), builder.getPtrTy());
    StoreInst *store = builder.CreateStore(builder.getInt8(1), address);
    moved->setMetadata(LLVMContext::MD_nosanitize, unchecked);
    store->setMetadata(LLVMContext::MD_nosanitize, unchecked);
  };
  for (const BranchProbes &condition : conditions) {
    auto *branch = cast<BranchInst>(map[condition.branch]);
    builder.SetInsertPoint(branch);
    builder.SetCurrentDebugLocation(branch->getDebugLoc());
    Value *number = builder.CreateAdd(builder.CreateZExt(branch->getCondition(), builder.getInt64Ty()),
                                      builder.getInt64(condition.first));
    pass(number, branch->getDebugLoc());
  }
  for (BasicBlock *block : ownProbes) {
    auto *copy = cast<BasicBlock>(map[block]);
    Instruction *place = block->isEntryBlock() ? &*copy->getFirstNonPHIOrDbgOrAlloca() : &*copy->getFirstInsertionPt();
    builder.SetInsertPoint(place);
    pass(builder.getInt64(probes.lookup(block)), place->getStableDebugLoc());
  }
}

} // namespace allele
