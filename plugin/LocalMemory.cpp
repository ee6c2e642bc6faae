#include "LocalMemory.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

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

namespace {

// How many blocks are looked back.
constexpr unsigned kMaxPath = 4;

struct Access {
  const Value *base = nullptr;
  uint64_t begin = 0, end = 0;
  Type *structure = nullptr; // that the base points to, if it is one
};

Type *typeOf(const Instruction &access) {
  const auto *store = dyn_cast<StoreInst>(&access);
  return store ? store->getValueOperand()->getType() : access.getType();
}

std::optional<Access> accessOf(const Value *pointer, Type *type, const DataLayout &layout) {
  APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
  const Value *base = pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
  TypeSize size = layout.getTypeStoreSize(type);
  if (size.isScalable() || offset.isNegative())
    return std::nullopt;
  Access access{base, offset.getZExtValue(), offset.getZExtValue() + size.getFixedValue(), nullptr};
  for (const auto *member = dyn_cast<GEPOperator>(pointer); member;
       member = dyn_cast<GEPOperator>(member->getPointerOperand()))
    if (member->getPointerOperand() == base && isa<StructType>(member->getSourceElementType()))
      access.structure = member->getSourceElementType();
  if (access.structure && layout.getTypeAllocSize(access.structure).getFixedValue() < access.end)
    return std::nullopt;
  return access;
}

} // namespace

class LocalMemory::Path {
public:
  Path(const LocalMemory &memory, const Instruction &end) : memory(memory) {
    SmallVector<const BasicBlock *, kMaxPath> blocks;
    for (const BasicBlock *block = end.getParent(); block && blocks.size() < kMaxPath && !is_contained(blocks, block);
         block = block->getSinglePredecessor())
      blocks.push_back(block);
    for (const BasicBlock *block : reverse(blocks))
      for (const Instruction &instruction : *block) {
        if (&instruction == &end)
          return;
        numbers[&instruction] = instructions.size();
        instructions.push_back(&instruction);
      }
  }

  ArrayRef<const Instruction *> all() const { return instructions; }

  // Whether the later value is what the earlier is.
  bool isSame(const Value *later, const Value *earlier, unsigned depth = 0) const {
    if (later == earlier)
      return true;
    const auto *left = dyn_cast<Instruction>(later), *right = dyn_cast<Instruction>(earlier);
    if (!left || !right || depth > 8 || numbers.count(right) == 0 || !left->isSameOperationAs(right))
      return false;
    if (!isa<LoadInst, GetElementPtrInst, CastInst, BinaryOperator>(left) ||
        !all_of(zip(left->operands(), right->operands()),
                [&](auto pair) { return isSame(std::get<0>(pair).get(), std::get<1>(pair).get(), depth + 1); }))
      return false;
    const auto *load = dyn_cast<LoadInst>(left);
    return !load || (load->isSimple() && !isWritten(*load, numbers.lookup(right)));
  }

private:
  // Behind that instruction.
  bool isWritten(const LoadInst &load, size_t from) const {
    bool isPrivate = memory.isPrivate(load.getPointerOperand());
    auto end = numbers.find(&load);
    for (size_t at = from; at < (end == numbers.end() ? instructions.size() : end->second); ++at) {
      const Instruction &instruction = *instructions[at];
      const auto *store = dyn_cast<StoreInst>(&instruction);
      bool toPrivate = store && memory.isPrivate(store->getPointerOperand());
      if (isPrivate ? toPrivate && store->getPointerOperand() == load.getPointerOperand()
                    : instruction.mayWriteToMemory() && !toPrivate)
        return true;
      if (isPrivate && instruction.isLifetimeStartOrEnd())
        return true;
    }
    return false;
  }

  const LocalMemory &memory;
  SmallVector<const Instruction *, 32> instructions;
  DenseMap<const Instruction *, size_t> numbers;
};

bool LocalMemory::isReadable(const LoadInst &load) const {
  const DataLayout &layout = function.getParent()->getDataLayout();
  std::optional<Access> access = accessOf(load.getPointerOperand(), load.getType(), layout);
  if (!access)
    return false;
  std::optional<TypeSize> size;
  if (const auto *variable = dyn_cast<AllocaInst>(access->base); variable && variable->isStaticAlloca())
    size = variable->getAllocationSize(layout);
  else if (const auto *global = dyn_cast<GlobalVariable>(access->base); global && !global->hasExternalWeakLinkage())
    size = layout.getTypeAllocSize(global->getValueType());
  if (size)
    return !size->isScalable() && access->end <= size->getFixedValue();
  Path path(*this, load);
  for (const Instruction *instruction : reverse(path.all())) {
    const Value *pointer = getLoadStorePointerOperand(instruction);
    if (!pointer && instruction->mayWriteToMemory()) // it may free it
      return false;
    std::optional<Access> other = pointer ? accessOf(pointer, typeOf(*instruction), layout) : std::nullopt;
    if (other && path.isSame(access->base, other->base) &&
        ((access->structure && access->structure == other->structure) ||
         (access->begin >= other->begin && access->end <= other->end)))
      return true;
  }
  return false;
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
