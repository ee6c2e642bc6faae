// Where the changes of a mutant lead, and when they are equal.
#include "Mutations.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

bool Mutations::isNothing(const Instruction &instruction) {
  return isa<DbgInfoIntrinsic, AssumeInst>(instruction) || instruction.isLifetimeStartOrEnd();
}

namespace {

// How far empty blocks are followed: they may form an endless loop.
constexpr unsigned kMaxEmptyBlocks = 16;

// Where an empty block leads.
BasicBlock *onlyTarget(BasicBlock &block) {
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || branch->isConditional())
    return nullptr;
  bool isEmpty = all_of(block, [&](const Instruction &instruction) {
    return &instruction == branch || Mutations::isNothing(instruction);
  });
  return isEmpty ? branch->getSuccessor(0) : nullptr;
}

} // namespace

// The first instruction at or behind one, in its block, that does anything; of what doesn't outlive the function when
// that is left.
Instruction *Mutations::firstEffect(Instruction *from, bool leavesFunction) const {
  for (Instruction *at = from;; at = at->getNextNode()) {
    if (at->isTerminator())
      return at;
    if (isNothing(*at) || isa<PHINode>(at) || Expressions::isPure(*at))
      continue;
    if (auto *variable = dyn_cast<AllocaInst>(at); variable && variable->isStaticAlloca())
      continue;
    if (auto *load = dyn_cast<LoadInst>(at); load && memory.isPrivate(load->getPointerOperand()))
      continue;
    if (auto *store = dyn_cast<StoreInst>(at); store && leavesFunction && memory.isPrivate(store->getPointerOperand()))
      continue;
    return at;
  }
}

// The expression of a value without context, in the mutant where there is a difference.
Value *Mutations::valueOf(const Use &use, Difference *difference) {
  return difference ? valueOf(free, use, *difference, difference->free) : free.of(use.get());
}

Value *Mutations::valueOf(Expressions &target, const Use &use, const Difference &difference, Memo &memo) {
  Value *value = use.get();
  if (&use == difference.use || value == difference.value)
    return target.of(difference.replacement);
  auto *instruction = dyn_cast<Instruction>(value);
  if (!instruction || !difference.affected.contains(instruction))
    return target.of(value);
  if (auto found = memo.find(value); found != memo.end())
    return found->second;
  SmallVector<Value *, 4> operands;
  bool isSame = true;
  for (const Use &operand : instruction->operands()) {
    bool isTaken = isa<Function>(operand) || (isa<InsertValueInst>(instruction) && isa<UndefValue>(operand));
    operands.push_back(isTaken ? operand.get() : valueOf(target, operand, difference, memo));
    isSame &= isTaken || operands.back() == target.of(operand);
  }
  Value *expression = isSame ? target.of(value) : target.rebuild(*instruction, operands);
  memo[value] = expression;
  return expression;
}

std::optional<Mutations::Observation> Mutations::observeContent(Instruction &instruction) {
  const auto *store = dyn_cast<StoreInst>(&instruction);
  LoadInst *load = store ? memory.overwritten(store) : nullptr;
  return load ? observe(free.of(load)) : std::nullopt;
}

std::optional<Mutations::Observation> Mutations::observe(Value *expression) {
  if (!expression) {
    mutants.back().isUnderstood = false;
    return std::nullopt;
  }
  auto [found, isNew] = observations.try_emplace(expression);
  if (isNew)
    found->second = free.observe(expression);
  return found->second;
}

Mutations::Transfer Mutations::transferOf(BranchInst &branch, Difference *difference) {
  Transfer transfer;
  transfer.taken = edge(branch.getParent(), branch.getSuccessor(0), difference);
  if (branch.isConditional()) {
    transfer.condition = observe(valueOf(branch.getOperandUse(0), difference));
    transfer.notTaken = edge(branch.getParent(), branch.getSuccessor(1), difference);
  }
  return transfer;
}

Mutations::Edge Mutations::edge(BasicBlock *from, BasicBlock *to, Difference *difference) {
  Edge made{to, {}};
  for (PHINode &phi : to->phis()) {
    const Use &use =
        phi.getOperandUse(PHINode::getOperandNumForIncomingValue(static_cast<unsigned>(phi.getBasicBlockIndex(from))));
    if (auto seen = observe(valueOf(use, difference)))
      made.values.push_back(*seen);
  }
  follow(made, difference);
  return made;
}

Mutations::Edge Mutations::edge(const Exit &exit) {
  Edge made{exit.block, {}};
  for (PHINode &phi : exit.block->phis()) {
    Value *value = exit.value && exit.value->getType() == phi.getType() ? exit.value
                   : exit.like                                          ? phi.getIncomingValueForBlock(exit.like)
                                                                        : nullptr;
    if (auto seen = observe(value ? free.of(value) : nullptr))
      made.values.push_back(*seen);
  }
  follow(made, nullptr);
  return made;
}

// Through empty blocks.
void Mutations::follow(Edge &edge, Difference *difference) {
  for (unsigned steps = 0; steps < kMaxEmptyBlocks; ++steps) {
    BasicBlock *from = edge.block;
    BasicBlock *to = onlyTarget(*from);
    if (!to)
      return;
    edge.block = to;
    for (PHINode &phi : to->phis()) {
      const Use &use = phi.getOperandUse(
          PHINode::getOperandNumForIncomingValue(static_cast<unsigned>(phi.getBasicBlockIndex(from))));
      if (auto seen = observe(valueOf(use, difference)))
        edge.values.push_back(*seen);
    }
  }
}

namespace {

uintptr_t word(const void *pointer) {
  return reinterpret_cast<uintptr_t>(pointer);
}

} // namespace

std::optional<Mutations::Signature> Mutations::freeSignature(const Mutant &mutant) const {
  std::vector<Signature> parts;
  for (const Change &change : mutant.changes) {
    Signature part;
    if (!append(part, change))
      return std::nullopt;
    if (!part.empty())
      parts.push_back(std::move(part));
  }
  llvm::sort(parts);
  Signature signature;
  for (const Signature &part : parts)
    signature.insert(signature.end(), part.begin(), part.end());
  return signature;
}

bool Mutations::isEquivalent(Number number) const {
  const Mutant &mutant = mutants[number];
  if (!mutant.isUnderstood)
    return false;
  return all_of(mutant.changes, [&](const Change &change) {
    Signature part;
    if (append(part, change) && part.empty())
      return true;
    if (!change.placedDiffers)
      return false;
    if (!placed.isReached(*change.placedDiffers))
      return true;
    const auto *differs = dyn_cast_or_null<ConstantInt>(placed.observed(*change.placedDiffers));
    return differs && differs->isZero();
  });
}

std::vector<Mutations::Signature> Mutations::signaturesOf(Number number) const {
  const Mutant &mutant = mutants[number];
  std::vector<Signature> signatures;
  if (!mutant.isUnderstood)
    return signatures;
  if (std::optional<Signature> signature = freeSignature(mutant))
    signatures.push_back(std::move(*signature));
  if (mutant.changes.size() != 1)
    return signatures;
  const Change &change = mutant.changes.front();
  if (!change.placedAfter || inLoops.contains(change.instruction->getParent()))
    return signatures;
  if (const Value *after = placed.observed(*change.placedAfter)) {
    constexpr uintptr_t kPlaced = ~uintptr_t(0); // no instruction's number
    signatures.push_back(
        {kPlaced, numbers.lookup(change.instruction), static_cast<uintptr_t>(change.kind), change.slot, word(after)});
  }
  return signatures;
}

// Nothing where the equation is the original's. False where it isn't understood.
bool Mutations::append(Signature &signature, const Change &change) const {
  auto begin = [&](Change::Kind kind) {
    signature.push_back(numbers.lookup(change.instruction));
    signature.push_back(static_cast<uintptr_t>(kind));
  };
  const Value *before = change.before ? free.observed(*change.before) : nullptr;
  const Value *after = change.after ? free.observed(*change.after) : nullptr;
  const Value *content = change.content ? free.observed(*change.content) : nullptr;
  if ((change.before && !before) || (change.after && !after))
    return false;
  switch (change.kind) {
  case Change::Kind::kOperand: {
    if (before == after)
      return true;
    // Another load stands for this one's value: it would no longer.
    if (const auto *load = dyn_cast<LoadInst>(change.instruction); load && memory.isShared(load))
      return false;
    // A store that changes nothing is a store less.
    if (content && after == content) {
      begin(Change::Kind::kSkip);
      return true;
    }
    begin(change.kind);
    signature.push_back(change.slot);
    signature.push_back(word(after));
    return true;
  }
  case Change::Kind::kBranch: {
    Signature original;
    if (!append(original, change.branchBefore))
      return false;
    begin(change.kind);
    size_t start = signature.size();
    if (!append(signature, change.branchAfter))
      return false;
    if (std::equal(signature.begin() + static_cast<std::ptrdiff_t>(start), signature.end(), original.begin(),
                   original.end()))
      signature.clear();
    return true;
  }
  case Change::Kind::kSkip:
    if (!content || before != content)
      begin(change.kind);
    return true;
  case Change::Kind::kLeave:
    begin(change.kind);
    return append(signature, change.branchAfter);
  case Change::Kind::kReturn:
  case Change::Kind::kTrap:
    begin(change.kind);
    signature.push_back(word(after));
    return true;
  }
  llvm_unreachable("a kind that no change has");
}

bool Mutations::append(Signature &signature, const Transfer &transfer) const {
  Signature taken, notTaken;
  if (!append(taken, transfer.taken))
    return false;
  const Value *condition = nullptr;
  if (transfer.condition) {
    condition = free.observed(*transfer.condition);
    if (!condition || !append(notTaken, transfer.notTaken))
      return false;
    if (const auto *constant = dyn_cast<ConstantInt>(condition)) {
      if (constant->isZero())
        taken = notTaken;
      condition = nullptr;
    } else if (taken == notTaken) {
      condition = nullptr;
    }
  }
  if (condition) {
    // A comparison and its inverse with the targets exchanged are the same.
    const Value *negated = nullptr;
    if (PatternMatch::match(condition, PatternMatch::m_Not(PatternMatch::m_Value(negated)))) {
      condition = negated;
      std::swap(taken, notTaken);
    }
    if (const auto *compare = dyn_cast<CmpInst>(condition)) {
      CmpInst::Predicate predicate = compare->getPredicate();
      const Value *left = compare->getOperand(0), *right = compare->getOperand(1);
      if (std::less<>()(right, left)) {
        std::swap(left, right);
        predicate = CmpInst::getSwappedPredicate(predicate);
      }
      if (CmpInst::Predicate inverse = CmpInst::getInversePredicate(predicate); inverse < predicate) {
        predicate = inverse;
        std::swap(taken, notTaken);
      }
      signature.insert(signature.end(), {predicate, word(left), word(right)});
    } else {
      signature.insert(signature.end(), {0, word(condition), 0});
    }
    signature.insert(signature.end(), taken.begin(), taken.end());
    taken = std::move(notTaken);
  }
  signature.insert(signature.end(), taken.begin(), taken.end());
  return true;
}

bool Mutations::append(Signature &signature, const Edge &edge) const {
  signature.push_back(word(edge.block));
  signature.push_back(edge.values.size());
  for (Observation observation : edge.values) {
    const Value *value = free.observed(observation);
    if (!value)
      return false;
    signature.push_back(word(value));
  }
  return true;
}

} // namespace allele
