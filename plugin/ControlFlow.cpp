#include "ControlFlow.h"

#include "Expressions.h"
#include "LlvmVersion.h"
#include "LogicalExpression.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

namespace {

// How far blocks are followed: they may form an endless loop.
constexpr unsigned kMaxBlocks = 64;

// What is known of a variable of no name that is only written numbers: whether switches read them.
std::optional<bool> readBySwitches(const FunctionContext &context, const AllocaInst &variable) {
  if (!variable.getAllocatedType()->isIntegerTy(32) || context.variableType(&variable))
    return std::nullopt;
  bool isRead = false;
  for (const User *user : variable.users()) {
    if (const auto *store = dyn_cast<StoreInst>(user)) {
      if (store->getPointerOperand() != &variable)
        return std::nullopt;
      const auto *saved = dyn_cast<LoadInst>(store->getValueOperand()); // around a cleanup of an exception
      if (!isa<ConstantInt>(store->getValueOperand()) && !(saved && saved->getPointerOperand() == &variable))
        return std::nullopt;
    } else if (const auto *load = dyn_cast<LoadInst>(user)) {
      if (!all_of(load->users(), [](const User *reader) { return isa<SwitchInst>(reader) || isa<StoreInst>(reader); }))
        return std::nullopt;
      isRead = true;
    } else {
      return std::nullopt;
    }
  }
  return isRead;
}

// One block of the function that all exceptions end in: it stands where the first of them does.
bool isShared(const BasicBlock &block) {
  const Instruction *end = block.getTerminator();
  const auto *before = dyn_cast_or_null<CallBase>(instructionBefore(*end));
  const Function *callee = before ? before->getCalledFunction() : nullptr;
  bool terminates = callee && callee->getName() == "__clang_call_terminate";
  return isa<ResumeInst>(end) || (isa<UnreachableInst>(end) && terminates);
}

} // namespace

ControlFlow::ControlFlow(const FunctionContext &context) : context(context) {
  for (Instruction &instruction : context.function.getEntryBlock())
    if (auto *variable = dyn_cast<AllocaInst>(&instruction))
      if (auto isRead = readBySwitches(context, *variable); isRead && (*isRead || !slot))
        slot = variable;
  for (BasicBlock &block : context.function)
    if (auto *jump = dyn_cast<BranchInst>(block.getTerminator()); jump && jump->isUnconditional() && wayBefore(*jump))
      if (Arrival arrival = arriveAlong(*jump); arrival.way)
        ways[arrival.block].insert(*arrival.way);
}

bool ControlFlow::isWayStore(const Instruction &instruction) const {
  const auto *store = dyn_cast<StoreInst>(&instruction);
  return slot && store && store->getPointerOperand() == slot && isa<ConstantInt>(store->getValueOperand());
}

bool ControlFlow::isWayLoad(const Instruction &instruction) const {
  const auto *load = dyn_cast<LoadInst>(&instruction);
  return slot && load && load->getPointerOperand() == slot;
}

// Does nothing but choose the way.
bool ControlFlow::isPassive(const Instruction &instruction) const {
  return Expressions::isNothing(instruction) || isWayStore(instruction) || isWayLoad(instruction);
}

std::optional<uint64_t> ControlFlow::wayBefore(const BranchInst &jump) const {
  for (const Instruction *at = jump.getPrevNode(); at && isPassive(*at); at = at->getPrevNode())
    if (isWayStore(*at))
      return cast<ConstantInt>(at->getOperand(0))->getZExtValue();
  return std::nullopt;
}

// Null where it isn't known.
BasicBlock *ControlFlow::follow(Instruction &end, std::optional<uint64_t> way) const {
  if (auto *branch = dyn_cast<BranchInst>(&end))
    return branch->isUnconditional() ? branch->getSuccessor(0) : nullptr;
  auto *choice = dyn_cast<SwitchInst>(&end);
  const auto *load = choice ? dyn_cast<LoadInst>(choice->getCondition()) : nullptr;
  if (!load || !isWayLoad(*load) || !way)
    return nullptr;
  for (const auto &each : choice->cases())
    if (each.getCaseValue()->getZExtValue() == *way)
      return each.getCaseSuccessor();
  return choice->getDefaultDest();
}

Instruction *ControlFlow::firstAction(BasicBlock &block) const {
  for (Instruction &instruction : block)
    if (!isPassive(instruction))
      return &instruction;
  return nullptr;
}

bool ControlFlow::readsWay(BasicBlock &block) const {
  BasicBlock *at = &block;
  for (unsigned steps = 0; at && steps < kMaxBlocks; ++steps) {
    for (const Instruction &instruction : *at) {
      if (isWayStore(instruction))
        return false;
      if (isWayLoad(instruction))
        return true;
    }
    Instruction *end = at->getTerminator();
    auto *invoke = dyn_cast<InvokeInst>(end);
    at = invoke ? invoke->getNormalDest() : follow(*end, std::nullopt);
  }
  return false;
}

Arrival ControlFlow::arrive(BasicBlock *block, std::optional<uint64_t> way) const {
  for (unsigned steps = 0; steps < kMaxBlocks; ++steps) {
    Instruction *end = firstAction(*block);
    if (!end->isTerminator())
      break;
    auto changed = way;
    for (const Instruction &instruction : *block)
      if (isWayStore(instruction))
        changed = cast<ConstantInt>(instruction.getOperand(0))->getZExtValue();
    BasicBlock *next = follow(*end, changed);
    if (!next || !next->phis().empty())
      break;
    block = next;
    way = changed;
  }
  return {block, readsWay(*block) ? way : std::nullopt};
}

Arrival ControlFlow::arriveFrom(BasicBlock &block) const {
  return arrive(&block, std::nullopt);
}

Arrival ControlFlow::arriveAlong(const BranchInst &jump) const {
  return arrive(jump.getSuccessor(0), wayBefore(jump));
}

BasicBlock *ControlFlow::entryOf(const Arrival &arrival, const BranchInst &jump) const {
  BasicBlock *block = jump.getSuccessor(0);
  std::optional<uint64_t> way = wayBefore(jump);
  auto beginsLifetime = [](const Instruction &instruction) {
    const auto *intrinsic = dyn_cast<IntrinsicInst>(&instruction);
    return intrinsic && intrinsic->getIntrinsicID() == Intrinsic::lifetime_start;
  };
  while (block != arrival.block && none_of(*block, beginsLifetime)) {
    for (const Instruction &instruction : *block)
      if (isWayStore(instruction))
        way = cast<ConstantInt>(instruction.getOperand(0))->getZExtValue();
    block = follow(*block->getTerminator(), way);
  }
  return block == arrival.block || !readsWay(*block) ? block : nullptr;
}

BasicBlock *ControlFlow::exitOf(const Loop &loop) const {
  const BranchInst *branch = onlyBranchAt(context, {loop.file, loop.branch});
  return branch ? branch->getSuccessor(1) : nullptr;
}

BasicBlock *ControlFlow::beginOf(const SourceFile &file, TokenRange range) const {
  SmallPtrSet<BasicBlock *, 8> blocks;
  for (TokenIndex token = range.begin; token < range.end; ++token)
    for (Instruction *instruction : context.at({&file, token})) {
      BasicBlock *block = instruction->getParent();
      if (!Expressions::isNothing(*instruction) && context.dominators().isReachableFromEntry(block) &&
          !isShared(*block))
        blocks.insert(block);
    }
  for (BasicBlock *block : blocks) {
    if (!all_of(blocks, [&](BasicBlock *other) { return context.dominators().dominates(block, other); }))
      continue;
    Place first = context.place(*firstAction(*block));
    return first && first.file == &file && range.contains(first.token) ? block : nullptr;
  }
  return nullptr;
}

BasicBlock *ControlFlow::nextTurn(const Loop &loop) const {
  if (!loop.increment.empty())
    return beginOf(*loop.file, loop.increment);
  if (loop.file->is(loop.keyword, "do"))
    return exitOf(loop) ? beginOf(*loop.file, loop.condition) : nullptr;
  // The branch back to the beginning, or for `while` the one that first gets there.
  BasicBlock *found = nullptr;
  for (Instruction *instruction : context.at({loop.file, loop.branch})) {
    auto *branch = dyn_cast<BranchInst>(instruction);
    if (!branch || branch->isConditional())
      continue;
    BasicBlock *begin = branch->getSuccessor(0);
    bool isBack = context.dominators().dominates(begin, branch->getParent());
    if (!isBack && !loop.file->is(loop.keyword, "while"))
      continue;
    BasicBlock *next = loop.isRange ? branch->getParent() : begin;
    // Of `while (1)` another one leads from there into the body.
    if (!found || context.dominators().dominates(next, found))
      found = next;
    else if (!context.dominators().dominates(found, next))
      return nullptr;
  }
  if (!loop.isRange || !found)
    return found;
  // The iterator's increment may be in several blocks.
  for (BasicBlock *before = found->getSinglePredecessor(); before; before = found->getSinglePredecessor()) {
    const auto *invoke = dyn_cast<InvokeInst>(before->getTerminator());
    if (!invoke || invoke->getNormalDest() != found || context.place(*invoke).token != loop.branch)
      break;
    found = before;
  }
  Place first = context.place(*firstAction(*found));
  return first.file == loop.file && first.token == loop.branch ? found : nullptr;
}

bool ControlFlow::isOutside(const Arrival &arrival, const SourceFile &file, TokenRange range) const {
  Place first = context.place(*firstAction(*arrival.block));
  return first && first.file == &file && !range.contains(first.token);
}

bool ControlFlow::cleansUp(const SourceFile &file, TokenIndex close, bool isOfHandler) const {
  return any_of(context.at({&file, close}), [&](const Instruction *instruction) {
    const auto *call = dyn_cast<CallBase>(instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    StringRef name = callee ? callee->getName() : "";
    bool isNothing =
        name == "__clang_call_terminate" || (isOfHandler && (name == "__cxa_begin_catch" || name == "__cxa_end_catch"));
    return call && !isNothing && !call->isLifetimeStartOrEnd();
  });
}

bool ControlFlow::isUnreachable(BasicBlock &block) const {
  const Instruction *first = firstAction(*arriveFrom(block).block);
  const auto *call = dyn_cast<IntrinsicInst>(first);
  return isa<UnreachableInst>(first) || (call && call->doesNotReturn());
}

bool ControlFlow::leadsOut(BasicBlock &from, std::optional<uint64_t> way, const Arrival &to, const SourceFile &file,
                           TokenIndex inside, TokenRange range) const {
  auto isCleanup = [&](const Instruction &instruction) {
    Place place = context.place(instruction);
    TokenIndex open = place.text() == "}" && place.file == &file ? file.token(place.token).match : kNoToken;
    return open != kNoToken && range.contains(open) && range.contains(place.token) && open < inside &&
           inside < place.token;
  };
  BasicBlock *block = &from;
  for (unsigned steps = 0; block && steps < kMaxBlocks; ++steps) {
    if (block == to.block && (!to.way || to.way == way))
      return true;
    if (!block->phis().empty())
      return false;
    for (const Instruction &instruction : *block) {
      if (isWayStore(instruction))
        way = cast<ConstantInt>(instruction.getOperand(0))->getZExtValue();
      bool isFollowed = isa<BranchInst>(instruction) || isa<SwitchInst>(instruction);
      if (!isFollowed && !isPassive(instruction) && !isCleanup(instruction))
        return false;
    }
    Instruction *end = block->getTerminator();
    auto *invoke = dyn_cast<InvokeInst>(end);
    block = invoke ? invoke->getNormalDest() : follow(*end, way);
  }
  return false;
}

std::optional<uint64_t> ControlFlow::wayOut(BasicBlock &from, const Arrival &to, const SourceFile &file,
                                            TokenIndex inside, TokenRange range) const {
  auto known = ways.find(&from);
  if (known == ways.end())
    return std::nullopt;
  for (uint64_t way : known->second)
    if (leadsOut(from, way, to, file, inside, range))
      return way;
  return std::nullopt;
}

} // namespace allele
