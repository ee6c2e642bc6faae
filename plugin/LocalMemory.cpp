#include "LocalMemory.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

LocalMemory::LocalMemory(Function &function) : function(function) {
  findPrivates();
  for (BasicBlock &block : function)
    walk(block);
  findDeadStores();
}

void LocalMemory::findPrivates() {
  if (function.callsFunctionThatReturnsTwice()) // longjmp leads where the graph shows no edge
    return;
  for (Instruction &instruction : instructions(function)) {
    auto *variable = dyn_cast<AllocaInst>(&instruction);
    if (!variable || !variable->isStaticAlloca())
      continue;
    bool isPrivate = all_of(variable->uses(), [&](const Use &use) {
      const User *user = use.getUser();
      if (const auto *load = dyn_cast<LoadInst>(user))
        return load->isSimple();
      if (const auto *store = dyn_cast<StoreInst>(user))
        return store->isSimple() && use.getOperandNo() == StoreInst::getPointerOperandIndex();
      const auto *intrinsic = dyn_cast<IntrinsicInst>(user);
      return intrinsic && intrinsic->isLifetimeStartOrEnd();
    });
    if (isPrivate)
      privates.insert(variable);
  }
}

LoadInst *LocalMemory::representative(LoadInst *load) const {
  LoadInst *first = representatives.lookup(load);
  return first ? first : load;
}

LocalMemory::Place LocalMemory::placeOf(const Value *pointer, Type *type) const {
  const DataLayout &layout = function.getParent()->getDataLayout();
  APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
  const Value *base = pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
  if (const auto *load = dyn_cast<LoadInst>(base))
    if (const LoadInst *first = representatives.lookup(load))
      base = first;
  return {base, offset.getSExtValue(), type};
}

void LocalMemory::walk(BasicBlock &block) {
  std::map<Place, LoadInst *> known;
  auto forget = [&](auto &&isTouched) {
    for (auto entry = known.begin(); entry != known.end();)
      entry = isTouched(std::get<0>(entry->first)) ? known.erase(entry) : std::next(entry);
  };
  for (Instruction &instruction : block) {
    if (auto *load = dyn_cast<LoadInst>(&instruction); load && load->isSimple()) {
      auto [found, isNew] = known.try_emplace(placeOf(load->getPointerOperand(), load->getType()), load);
      if (!isNew) {
        representatives[load] = found->second;
        shared.insert(load);
        shared.insert(found->second);
      }
      continue;
    }
    if (!instruction.mayWriteToMemory())
      continue;
    const Value *variable = nullptr;
    if (auto *store = dyn_cast<StoreInst>(&instruction); store && store->isSimple()) {
      auto found = known.find(placeOf(store->getPointerOperand(), store->getValueOperand()->getType()));
      if (found != known.end())
        contents[store] = found->second;
      variable = store->getPointerOperand();
    } else if (const auto *lifetime = dyn_cast<LifetimeIntrinsic>(&instruction)) {
      variable = lifetime->getArgOperand(1);
    }
    if (variable && isPrivate(variable))
      forget([&](const Value *base) { return base == variable; });
    else
      forget([&](const Value *base) { return !isPrivate(base); });
  }
}

// Backwards over the control-flow graph until nothing changes: which private variables are still read.
void LocalMemory::findDeadStores() {
  const DataLayout &layout = function.getParent()->getDataLayout();
  DenseMap<const Value *, unsigned> numbers;
  for (const Value *variable : privates)
    numbers.try_emplace(variable, numbers.size());
  auto covers = [&](const StoreInst &store) {
    const auto *variable = cast<AllocaInst>(store.getPointerOperand());
    std::optional<TypeSize> size = variable->getAllocationSize(layout);
    return size && layout.getTypeStoreSize(store.getValueOperand()->getType()) == *size;
  };
  DenseMap<const BasicBlock *, BitVector> liveAtStart;
  auto pass = [&](const BasicBlock &block, bool marks) {
    BitVector live(numbers.size());
    for (const BasicBlock *next : successors(&block))
      if (auto found = liveAtStart.find(next); found != liveAtStart.end())
        live |= found->second;
    for (const Instruction &instruction : reverse(block)) {
      if (const auto *load = dyn_cast<LoadInst>(&instruction)) {
        if (auto found = numbers.find(load->getPointerOperand()); found != numbers.end())
          live.set(found->second);
      } else if (const auto *store = dyn_cast<StoreInst>(&instruction)) {
        auto found = numbers.find(store->getPointerOperand());
        if (found == numbers.end())
          continue;
        if (marks && !live.test(found->second))
          dead.insert(store);
        if (covers(*store))
          live.reset(found->second);
      }
    }
    return live;
  };
  for (bool isChanged = true; isChanged;) {
    isChanged = false;
    for (BasicBlock &block : reverse(function)) {
      BitVector live = pass(block, false);
      BitVector &known = liveAtStart[&block];
      known.resize(live.size());
      if (live != known) {
        known = std::move(live);
        isChanged = true;
      }
    }
  }
  for (BasicBlock &block : function)
    pass(block, true);
}

} // namespace allele
