// Where the changes of a mutant lead, and when they are equal.
#include "Mutations.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"

using namespace llvm;

namespace allele {

namespace {

// How far empty blocks are followed: they may form an endless loop.
constexpr unsigned kMaxEmptyBlocks = 16;
// How many blocks that do nothing are bypassed one behind the other.
constexpr unsigned kMaxBypassed = 4;

// Where an empty block leads.
BasicBlock *onlyTarget(BasicBlock &block) {
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || branch->isConditional())
    return nullptr;
  bool isEmpty = all_of(block, [&](const Instruction &instruction) {
    return &instruction == branch || Expressions::isNothing(instruction);
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
    if (Expressions::isNothing(*at) || isa<PHINode>(at) || Expressions::isPure(*at))
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

// Whether a block does nothing but go on; `except` is left out of account. What it computes is used in it, or given to
// phis behind it.
bool Mutations::doesNothing(const BasicBlock &block, const Instruction *except) const {
  const auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || block.isEntryBlock() || block.hasAddressTaken() || block.isEHPad())
    return false;
  return all_of(block, [&](const Instruction &instruction) {
    if (&instruction == except || &instruction == branch || Expressions::isNothing(instruction))
      return true;
    const auto *load = dyn_cast<LoadInst>(&instruction);
    const auto *store = dyn_cast<StoreInst>(&instruction);
    bool isEffect = load    ? !load->isSimple() || !memory.isReadable(*load)
                    : store ? !memory.isDead(store)
                            : !Expressions::isPure(instruction) || Expressions::mayTrap(instruction);
    return !isEffect && all_of(instruction.users(), [&](const User *user) {
      const auto *other = cast<Instruction>(user);
      return other->getParent() == &block || isa<PHINode>(other) || Expressions::isNothing(*other) ||
             !itself.count(other->getParent());
    });
  });
}

void Mutations::prepareBypass(Change &change) {
  BasicBlock &block = *change.instruction->getParent();
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  const Instruction *except = change.instruction == branch ? nullptr : change.instruction;
  if (!perIteration || !branch || !doesNothing(block, except))
    return;
  if (except)
    change.branchAfter = transferOf(*branch, nullptr);
  prepareEntries(block, 0);
}

void Mutations::prepareEntries(BasicBlock &block, unsigned depth) {
  if (depth > kMaxBypassed || entries.count(&block))
    return;
  entries.try_emplace(&block); // without any, it can't be bypassed
  bool isUnderstood = std::exchange(mutants.back().isUnderstood, true);
  Entries found;
  bool isComplete = collectEntries(block, block, found, 0) && mutants.back().isUnderstood;
  mutants.back().isUnderstood = isUnderstood;
  if (!isComplete)
    return;
  entries[&block] = found;
  for (const Entry &entry : found)
    if (BasicBlock &from = *entry.branch->getParent(); doesNothing(from, nullptr))
      prepareEntries(from, depth + 1);
}

bool Mutations::collectEntries(BasicBlock &block, const BasicBlock &target, Entries &found, unsigned depth) {
  if (depth > kMaxEmptyBlocks || block.isEntryBlock() || pred_empty(&block))
    return false;
  return all_of(predecessors(&block), [&](BasicBlock *from) {
    auto *branch = dyn_cast<BranchInst>(from->getTerminator());
    if (!branch || any_of(found, [&](const Entry &entry) { return entry.branch == branch; }))
      return branch != nullptr;
    if (onlyTarget(*from))
      return collectEntries(*from, target, found, depth + 1);
    Transfer transfer = transferOf(*branch, nullptr);
    bool leads = transfer.taken.block == &target || transfer.notTaken.block == &target;
    found.push_back({branch, std::move(transfer)});
    return leads;
  });
}

namespace {

uintptr_t word(const void *pointer) {
  return reinterpret_cast<uintptr_t>(pointer);
}

// No instruction's numbers.
constexpr uintptr_t kPlaced = ~uintptr_t(0);
constexpr uintptr_t kMerged = kPlaced - 1;

template <typename Enum, typename = std::enable_if_t<std::is_enum_v<Enum>>> uintptr_t word(Enum value) {
  return static_cast<uintptr_t>(value);
}

} // namespace

Mutations::Signature Mutations::join(std::vector<Signature> parts) const {
  llvm::sort(parts);
  Signature signature;
  for (const Signature &part : parts)
    signature.insert(signature.end(), part.begin(), part.end());
  return signature;
}

std::optional<Mutations::Signature> Mutations::freeSignature(const Mutant &mutant) const {
  std::vector<Signature> parts;
  const Change *last = nullptr;
  for (const Change &change : mutant.changes) {
    Signature part;
    if (!append(part, change))
      return std::nullopt;
    if (part.empty())
      continue;
    parts.push_back(std::move(part));
    last = &change;
  }
  if (parts.size() == 1 && (last->kind == Change::Kind::kBranch || parts[0][1] == word(Change::Kind::kSkip)) &&
      last->branchAfter.taken.block)
    if (std::optional<Resolved> after = resolve(last->branchAfter); after && after->only)
      bypass(*last, *after->only, parts);
  return join(std::move(parts));
}

bool Mutations::isEquivalent(Number number) const {
  const Mutant &mutant = mutants[number];
  if (!mutant.isUnderstood)
    return false;
  if (mutant.changes.size() == 1)
    if (const Change &change = mutant.changes.front(); change.merged && change.merge->original) {
      const Value *value = perIteration->observed(*change.merged);
      if (value && value == perIteration->observed(*change.merge->original))
        return true;
    }
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
  if (mutant.changes.size() == 1)
    for (const std::optional<Signature> &signature :
         {placedSignature(mutant.changes.front()), firstSignature(mutant.changes.front()),
          mergedSignature(mutant.changes.front())})
      if (signature)
        signatures.push_back(*signature);
  return signatures;
}

std::optional<Mutations::Signature> Mutations::placedSignature(const Change &change) const {
  const Value *after = change.placedAfter ? perIteration->observed(*change.placedAfter) : nullptr;
  if (!after)
    return std::nullopt;
  if (const auto *constant = dyn_cast<ConstantInt>(after); constant && change.kind == Change::Kind::kBranch)
    return alwaysTo(change, constant->isZero() ? change.branchAfter.notTaken : change.branchAfter.taken);
  if (change.placedContent && after == perIteration->observed(*change.placedContent)) {
    std::vector<Signature> parts(1, {numbers.lookup(change.instruction), word(Change::Kind::kSkip)});
    if (change.branchAfter.taken.block)
      if (std::optional<Resolved> on = resolve(change.branchAfter); on && on->only)
        bypass(change, *on->only, parts);
    return join(std::move(parts));
  }
  return Signature{kPlaced, numbers.lookup(change.instruction), word(change.kind), change.slot, word(after)};
}

// Of a branch that leaves its loop when that begins.
std::optional<Mutations::Signature> Mutations::firstSignature(const Change &change) const {
  const Value *after = change.firstAfter ? perIteration->observed(*change.firstAfter) : nullptr;
  const auto *constant = dyn_cast_or_null<ConstantInt>(after);
  if (!constant || loops.getLoopFor(change.instruction->getParent())
                       ->contains(change.instruction->getSuccessor(constant->isZero() ? 1 : 0)))
    return std::nullopt;
  return alwaysTo(change, constant->isZero() ? change.branchAfter.notTaken : change.branchAfter.taken);
}

std::optional<Mutations::Signature> Mutations::mergedSignature(const Change &change) const {
  const Value *value = change.merged ? perIteration->observed(*change.merged) : nullptr;
  if (!value)
    return std::nullopt;
  return Signature{kMerged, numbers.lookup(change.merge->branch), word(value)};
}

// As if the branch had no condition.
std::optional<Mutations::Signature> Mutations::alwaysTo(const Change &change, const Edge &to) const {
  std::vector<Signature> parts(1, {numbers.lookup(change.instruction), word(Change::Kind::kBranch)});
  std::optional<Resolved> before = resolve(change.branchBefore);
  Signature target;
  if (!before || !append(target, to) || target == before->signature)
    return std::nullopt;
  parts[0].insert(parts[0].end(), target.begin(), target.end());
  bypass(change, to, parts);
  return join(std::move(parts));
}

// Puts what the predecessors of the change's block do instead in the place of `parts`, where the block does nothing but
// go on to `to`.
bool Mutations::bypass(const Change &change, const Edge &to, std::vector<Signature> &parts) const {
  const Instruction *instruction = change.instruction;
  std::vector<Signature> others;
  if (!doesNothing(*instruction->getParent(), instruction->isTerminator() ? nullptr : instruction) ||
      !bypass(*instruction->getParent(), to, others, 0))
    return false;
  parts = std::move(others);
  return true;
}

bool Mutations::bypass(const BasicBlock &block, const Edge &to, std::vector<Signature> &parts, unsigned depth) const {
  auto found = entries.find(&block);
  if (found == entries.end() || found->second.empty() || to.block == &block)
    return false;
  for (const Entry &entry : found->second) {
    Transfer transfer = entry.transfer;
    for (Edge *edge : {&transfer.taken, &transfer.notTaken})
      if (edge->block == &block)
        *edge = to;
    std::optional<Resolved> before = resolve(entry.transfer);
    std::optional<Resolved> after = resolve(transfer);
    if (!before || !after)
      return false;
    if (before->signature == after->signature)
      continue;
    const BasicBlock &from = *entry.branch->getParent();
    std::vector<Signature> further;
    if (after->only && depth < kMaxBypassed && doesNothing(from, nullptr) &&
        bypass(from, *after->only, further, depth + 1)) {
      parts.insert(parts.end(), further.begin(), further.end());
      continue;
    }
    Signature part{numbers.lookup(entry.branch), word(Change::Kind::kBranch)};
    part.insert(part.end(), after->signature.begin(), after->signature.end());
    parts.push_back(std::move(part));
  }
  return true;
}

// Nothing where the equation is the original's. False where it isn't understood.
bool Mutations::append(Signature &signature, const Change &change) const {
  auto begin = [&](Change::Kind kind) {
    signature.push_back(numbers.lookup(change.instruction));
    signature.push_back(word(kind));
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
    std::optional<Resolved> original = resolve(change.branchBefore);
    std::optional<Resolved> mutated = resolve(change.branchAfter);
    if (!original || !mutated)
      return false;
    if (original->signature == mutated->signature)
      return true;
    begin(change.kind);
    signature.insert(signature.end(), mutated->signature.begin(), mutated->signature.end());
    return true;
  }
  case Change::Kind::kSkip:
    if (!content || before != content)
      begin(change.kind);
    return true;
  case Change::Kind::kLeave: {
    std::optional<Resolved> to = resolve(change.branchAfter);
    if (!to)
      return false;
    begin(change.kind);
    signature.insert(signature.end(), to->signature.begin(), to->signature.end());
    return true;
  }
  case Change::Kind::kReturn:
  case Change::Kind::kTrap:
    begin(change.kind);
    signature.push_back(word(after));
    return true;
  }
  llvm_unreachable("a kind that no change has");
}

std::optional<Mutations::Resolved> Mutations::resolve(const Transfer &transfer) const {
  Signature taken, notTaken;
  if (!append(taken, transfer.taken))
    return std::nullopt;
  if (!transfer.condition)
    return Resolved{std::move(taken), &transfer.taken};
  const Value *condition = free.observed(*transfer.condition);
  if (!condition || !append(notTaken, transfer.notTaken))
    return std::nullopt;
  if (const auto *constant = dyn_cast<ConstantInt>(condition))
    return constant->isZero() ? Resolved{std::move(notTaken), &transfer.notTaken}
                              : Resolved{std::move(taken), &transfer.taken};
  if (taken == notTaken)
    return Resolved{std::move(taken), &transfer.taken};
  // A comparison and its inverse with the targets exchanged are the same.
  const Value *negated = nullptr;
  if (PatternMatch::match(condition, PatternMatch::m_Not(PatternMatch::m_Value(negated)))) {
    condition = negated;
    std::swap(taken, notTaken);
  }
  Signature signature;
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
    signature = {word(predicate), word(left), word(right)};
  } else {
    signature = {0, word(condition), 0};
  }
  signature.insert(signature.end(), taken.begin(), taken.end());
  signature.insert(signature.end(), notTaken.begin(), notTaken.end());
  return Resolved{std::move(signature), nullptr};
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
