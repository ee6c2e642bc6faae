// Values that nothing reads: what is computed for them doesn't matter.
#include "../Statements.h"
#include "Noise.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kDeadStores;

namespace {

constexpr RuleInfo kInfo = {"dead-stores", "Assignments to local variables that nothing reads before they are assigned "
                                           "again or end, and arithmetic only for them."};

// A scalar variable whose address goes nowhere, so that all its reads and writes are known.
bool isPlainVariable(const Value *address) {
  const auto *variable = dyn_cast<AllocaInst>(address);
  if (!variable || variable->isArrayAllocation() || !variable->getAllocatedType()->isSingleValueType())
    return false;
  return all_of(variable->users(), [&](const User *user) {
    if (const auto *load = dyn_cast<LoadInst>(user))
      return !load->isVolatile() && load->getType() == variable->getAllocatedType();
    if (const auto *store = dyn_cast<StoreInst>(user))
      return !store->isVolatile() && store->getPointerOperand() == variable &&
             store->getValueOperand()->getType() == variable->getAllocatedType();
    return isa<LifetimeIntrinsic>(user) || isa<DbgInfoIntrinsic>(user);
  });
}

// Whether a read of the variable can be reached from behind `store` without another write.
bool isRead(const StoreInst &store) {
  const Value *variable = store.getPointerOperand();
  SmallPtrSet<const BasicBlock *, 16> seen;
  SmallVector<const Instruction *, 16> starts = {store.getNextNode()};
  while (!starts.empty()) {
    const Instruction *at = starts.pop_back_val();
    const BasicBlock *block = at->getParent();
    bool isOver = false;
    for (; at && !isOver; at = at->getNextNode()) {
      const auto *load = dyn_cast<LoadInst>(at);
      if (load && load->getPointerOperand() == variable)
        return true;
      const auto *other = dyn_cast<StoreInst>(at);
      isOver = other && other->getPointerOperand() == variable;
    }
    if (!isOver)
      for (const BasicBlock *next : successors(block))
        if (seen.insert(next).second)
          starts.push_back(&next->front());
  }
  return false;
}

bool isDeadStore(const Instruction &instruction) {
  const auto *store = dyn_cast<StoreInst>(&instruction);
  return store && isPlainVariable(store->getPointerOperand()) && !isRead(*store);
}

// Whether the value goes only into dead stores, through nothing but arithmetic.
bool isUnused(const Instruction &value, unsigned depth = 0) {
  return depth < 8 && !value.use_empty() &&
         all_of(
             value.users(),
             [&](const User *user) {
               const auto *instruction = dyn_cast<Instruction>(user);
               if (!instruction)
                 return false;
               bool isPure = isa<CastInst>(user) || isa<BinaryOperator>(user) || isa<CmpInst>(user) ||
                             isa<SelectInst>(user) || isa<GetElementPtrInst>(user);
               return isDeadStore(*instruction) || (isPure && isUnused(*instruction, depth + 1));
             });
}

bool matches(const FunctionContext & /*context*/, const Site &site, const Alternative & /*alternative*/) {
  if (!site.instruction)
    return false;
  switch (site.shape) {
  case Site::Shape::kSkip:
  case Site::Shape::kOperand:
    return isDeadStore(*site.instruction);
  case Site::Shape::kResult:
    // Mutants of a handler's beginning change what the handler does, whether something reads the exception or not.
    return !callsFunction(*site.instruction, "__cxa_begin_catch") && isUnused(*site.instruction);
  case Site::Shape::kRedirect:
  case Site::Shape::kDivert:
  case Site::Shape::kBody:
    return false;
  }
  return false;
}

} // namespace

const NoiseRule kDeadStores = {kInfo, nullptr, matches};

} // namespace allele
