#include "Mutations.h"

#include "Action.h"

#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;

namespace allele {

namespace {

// Expressions that depend on a changed value; what has more isn't compared.
constexpr unsigned kMaxAffected = 64;

// createAction() computes what the runtime does only for operands of fitting types.
bool isFitting(const Alternative &alternative, const Value *value, const Value *a, const Value *b) {
  Type *type = value->getType();
  switch (alternative.action) {
  case ALLELE_ACTION_ZERO:
    return true;
  case ALLELE_ACTION_ONE:
    return type->isIntegerTy() || type->isFloatingPointTy();
  case ALLELE_ACTION_NEG:
    return (type->isIntegerTy() || type->isFloatingPointTy()) && (!a || a->getType() == type);
  case ALLELE_ACTION_NOT:
    return type->isIntegerTy();
  case ALLELE_ACTION_A:
    return a && a->getType() == type;
  case ALLELE_ACTION_ADD:
  case ALLELE_ACTION_SUB:
  case ALLELE_ACTION_MUL:
  case ALLELE_ACTION_SDIV:
    return a && b && a->getType() == type && b->getType() == type && (type->isIntegerTy() || type->isFloatingPointTy());
  case ALLELE_ACTION_UDIV:
  case ALLELE_ACTION_AND:
  case ALLELE_ACTION_OR:
  case ALLELE_ACTION_XOR:
  case ALLELE_ACTION_SHL:
  case ALLELE_ACTION_ASHR:
  case ALLELE_ACTION_LSHR:
    return a && b && a->getType() == type && b->getType() == type && type->isIntegerTy();
  case ALLELE_ACTION_EQ:
  case ALLELE_ACTION_NE:
  case ALLELE_ACTION_SLT:
  case ALLELE_ACTION_SLE:
  case ALLELE_ACTION_SGT:
  case ALLELE_ACTION_SGE:
    return a && b && a->getType() == b->getType() && type->isIntegerTy(1) &&
           (a->getType()->isIntOrPtrTy() || a->getType()->isFloatingPointTy());
  case ALLELE_ACTION_ULT:
  case ALLELE_ACTION_ULE:
  case ALLELE_ACTION_UGT:
  case ALLELE_ACTION_UGE:
    return a && b && a->getType() == b->getType() && type->isIntegerTy(1) && a->getType()->isIntOrPtrTy();
  case ALLELE_ACTION_IN_LINE:
    return static_cast<bool>(alternative.inLine);
  case ALLELE_ACTION_COUNT:
    break;
  }
  return false;
}

} // namespace

Mutations::Mutations(Function &function, FunctionAnalysisManager &analyses, bool findsDuplicates)
    : function(function), analyses(analyses), memory(function), free(*function.getParent(), memory),
      placed(function, memory), perIteration(findsDuplicates ? &placed : nullptr), dominators(function),
      loops(dominators) {
  for (Argument &argument : function.args())
    itself[&argument] = &argument;
  for (BasicBlock &block : function) {
    itself[&block] = &block;
    for (Instruction &instruction : block) {
      itself[&instruction] = &instruction;
      numbers.try_emplace(&instruction, numbers.size());
    }
  }
  if (findsDuplicates)
    cutLoops();
}

void Mutations::cutLoops() {
  const ReversePostOrderTraversal<Function *> order(&function);
  if (containsIrreducibleCFG<BasicBlock *>(order, loops) ||
      any_of(loops, [](const Loop *loop) { return !loop->getHeader()->phis().empty(); })) {
    perIteration = nullptr;
  } else if (!loops.empty()) {
    cut.emplace(function, memory);
    cut->cutLoops(loops);
    perIteration = &*cut;
  }
}

void Mutations::simplify() {
  free.simplify(analyses);
  placed.simplify(analyses);
  if (cut)
    cut->simplify(analyses);
}

// What a mutant computes, written as the twin has it into a block beside the function's others. It goes with the
// object.
class Mutations::SideBlock {
public:
  SideBlock(Mutations &mutations) : mutations(mutations), function(mutations.function) {
    side = BasicBlock::Create(function.getContext(), "", &function);
    end = new UnreachableInst(function.getContext(), side);
  }
  SideBlock(const SideBlock &) = delete;
  SideBlock &operator=(const SideBlock &) = delete;
  ~SideBlock() {
    SmallVector<BasicBlock *, 4> blocks; // all that aren't the function's own
    for (BasicBlock &block : function)
      if (!mutations.itself.count(&block))
        blocks.push_back(&block);
    for (BasicBlock *block : blocks)
      for (Instruction &instruction : *block)
        mutations.free.forget(instruction);
    for (BasicBlock *block : blocks)
      block->dropAllReferences();
    for (BasicBlock *block : blocks)
      block->eraseFromParent();
  }

  // Null where it isn't an expression.
  Value *write(const Alternative &alternative, Value *value, Value *a, Value *b) {
    IRBuilder<> builder(end);
    Value *made = alternative.inLine ? alternative.inLine(builder, value, mutations.itself)
                                     : createAction(builder, alternative.action, value, a, b);
    bool isPlain = builder.GetInsertBlock() == side && &function.back() == side &&
                   all_of(*side, [&](const Instruction &instruction) {
                     return &instruction == end || Expressions::isPure(instruction);
                   });
    return isPlain ? made : nullptr;
  }

  bool mayTrap() const { return any_of(*side, Expressions::mayTrap); }

private:
  Mutations &mutations;
  Function &function;
  BasicBlock *side;
  Instruction *end;
};

Mutations::Number Mutations::add(const Site &site, const Alternative &alternative) {
  mutants.emplace_back();
  switch (site.shape) {
  case Site::Shape::kResult:
  case Site::Shape::kOperand:
    addValue(site, alternative);
    break;
  case Site::Shape::kSkip:
    if (alternative.inLine)
      mutants.back().isUnderstood = false;
    else
      addSkip(*site.instruction);
    break;
  case Site::Shape::kRedirect:
    addRedirects(alternative);
    break;
  case Site::Shape::kDivert:
    addLeave(site, alternative);
    break;
  case Site::Shape::kBody:
    addBody(alternative);
    break;
  }
  return static_cast<Number>(mutants.size() - 1);
}

void Mutations::addValue(const Site &site, const Alternative &alternative) {
  Difference difference;
  SmallVector<Use *, 8> uses;
  Value *value = nullptr, *a = nullptr, *b = nullptr;
  if (site.shape == Site::Shape::kResult) {
    value = site.instruction;
    Instruction *holder = site.operandsOf ? site.operandsOf : site.instruction;
    a = holder->getOperand(site.operandA);
    b = site.operandB < holder->getNumOperands() ? holder->getOperand(site.operandB) : nullptr;
    difference.value = value;
    for (Use &use : site.instruction->uses())
      uses.push_back(&use);
  } else {
    Use &use = site.instruction->getOperandUse(site.operand);
    value = use.get();
    difference.use = &use;
    uses.push_back(&use);
  }
  SideBlock side(*this);
  if (isFitting(alternative, value, a, b))
    difference.replacement = side.write(alternative, value, a, b);
  if (!difference.replacement) {
    mutants.back().isUnderstood = false;
    return;
  }
  if (side.mayTrap())
    addTrap(*site.instruction, difference.replacement);
  addChangedUses(difference, uses);
}

// Even where nothing uses the quotient.
void Mutations::addTrap(Instruction &instruction, Value *value) {
  Change change;
  change.kind = Change::Kind::kTrap;
  change.instruction = &instruction;
  change.after = observe(free.of(value));
  addReplaced(std::move(change));
}

// An instruction gives way to something else, wherever it is reached.
void Mutations::addReplaced(Change change) {
  if (placed.place(*change.instruction))
    change.placedDiffers = placed.observe(placed.build().getTrue());
  mutants.back().changes.push_back(std::move(change));
}

void Mutations::addSkip(Instruction &skipped) {
  const auto *store = dyn_cast<StoreInst>(&skipped);
  const auto *load = dyn_cast<LoadInst>(&skipped);
  bool hasEffect = !Expressions::isPure(skipped) && !(store && memory.isDead(store)) &&
                   !(load && memory.isPrivate(load->getPointerOperand()));
  if (hasEffect) {
    Change change;
    change.kind = Change::Kind::kSkip;
    change.instruction = &skipped;
    change.content = observeContent(skipped);
    if (change.content)
      change.before = observe(free.of(skipped.getOperand(0)));
    observeMerge(change, Difference(), &skipped);
    prepareBypass(change);
    addReplaced(std::move(change));
  }
  if (skipped.use_empty())
    return;
  Difference difference;
  difference.value = &skipped;
  difference.replacement = Constant::getNullValue(skipped.getType());
  SmallVector<Use *, 8> uses;
  for (Use &use : skipped.uses())
    uses.push_back(&use);
  addChangedUses(difference, uses);
}

void Mutations::addRedirects(const Alternative &alternative) {
  for (const Redirect &redirect : alternative.redirects) {
    Transfer transfer;
    transfer.taken = edge(redirect.taken);
    if (redirect.branch->isConditional()) {
      transfer.condition = observe(free.of(redirect.branch->getCondition()));
      transfer.notTaken = edge(redirect.notTaken);
    }
    addRedirect(*redirect.branch, std::move(transfer));
  }
}

void Mutations::addLeave(const Site &site, const Alternative &alternative) {
  if (alternative.inLine || !alternative.exit.block) {
    mutants.back().isUnderstood = false;
    return;
  }
  Transfer transfer;
  transfer.taken = edge(alternative.exit);
  Instruction *first = firstEffect(site.instruction, /*leavesFunction=*/false);
  if (auto *branch = dyn_cast<BranchInst>(first)) {
    addRedirect(*branch, std::move(transfer));
    return;
  }
  Change change;
  change.kind = Change::Kind::kLeave;
  change.instruction = first;
  change.branchAfter = std::move(transfer);
  addReplaced(std::move(change));
}

void Mutations::addBody(const Alternative &alternative) {
  Type *type = function.getReturnType();
  SideBlock side(*this);
  Value *result = alternative.inLine ? side.write(alternative, nullptr, nullptr, nullptr)
                  : type->isVoidTy() ? nullptr
                                     : Constant::getNullValue(type);
  if (alternative.inLine && (!result || type->isVoidTy())) {
    mutants.back().isUnderstood = false;
    return;
  }
  Instruction *first = firstEffect(&function.getEntryBlock().front(), /*leavesFunction=*/true);
  auto *end = dyn_cast<ReturnInst>(first);
  if (end && !result)
    return;
  Change change;
  change.kind = end ? Change::Kind::kOperand : Change::Kind::kReturn;
  change.instruction = first;
  if (result)
    change.after = observe(free.of(result));
  if (end)
    change.before = observe(free.of(end->getReturnValue()));
  addReplaced(std::move(change));
}

// Follows a difference to the instructions with an effect.
void Mutations::addChangedUses(Difference &difference, ArrayRef<Use *> uses) {
  SmallVector<Use *, 16> open(uses);
  SmallVector<Use *, 8> effects;
  while (!open.empty()) {
    Use *use = open.pop_back_val();
    auto *user = cast<Instruction>(use->getUser());
    if (Expressions::isNothing(*user) || !itself.count(user->getParent())) // the latter: a block beside the function's
      continue;
    if (!Expressions::isPure(*user)) {
      effects.push_back(use);
    } else {
      if (Expressions::mayTrap(*user))
        effects.push_back(use);
      if (difference.affected.insert(user).second)
        for (Use &next : user->uses())
          open.push_back(&next);
    }
    if (difference.affected.size() > kMaxAffected) {
      mutants.back().isUnderstood = false;
      return;
    }
  }
  SmallPtrSet<const Instruction *, 4> done;
  for (Use *use : effects) {
    auto *user = cast<Instruction>(use->getUser());
    Instruction *effect = user;
    uintptr_t slot = use->getOperandNo();
    if (auto *phi = dyn_cast<PHINode>(user)) {
      effect = phi->getIncomingBlock(*use)->getTerminator();
      slot = reinterpret_cast<uintptr_t>(use);
    }
    if (auto *branch = dyn_cast<BranchInst>(effect)) {
      if (done.insert(branch).second)
        addChangedBranch(*branch, difference);
    } else if (auto *store = dyn_cast<StoreInst>(effect); !store || !memory.isDead(store)) {
      addOperand(*effect, slot, *use, difference);
    }
  }
}

void Mutations::addOperand(Instruction &instruction, uintptr_t slot, const Use &use, Difference &difference) {
  Change change;
  change.instruction = &instruction;
  change.slot = slot;
  if (slot == 0)
    change.content = observeContent(instruction);
  change.before = observe(free.of(use.get()));
  change.after = observe(valueOf(use, &difference));
  if (placed.place(instruction)) {
    Memo memo;
    Value *after = valueOf(placed, use, difference, memo);
    if (Value *differs = placed.differ(placed.of(use.get()), after))
      change.placedDiffers = placed.observe(differs);
  }
  observePerIteration(change, use, difference);
  if (slot == 0 && isa<StoreInst>(instruction)) {
    change.placedContent = observePlacedContent(instruction);
    observeMerge(change, difference, nullptr);
    prepareBypass(change);
  }
  mutants.back().changes.push_back(std::move(change));
}

void Mutations::addChangedBranch(BranchInst &branch, Difference &difference) {
  Change change;
  change.kind = Change::Kind::kBranch;
  change.instruction = &branch;
  change.branchBefore = transferOf(branch, nullptr);
  change.branchAfter = transferOf(branch, &difference);
  unsigned changed = 0;
  if (placed.place(branch)) {
    Memo memo;
    Value *differs = placed.build().getFalse();
    auto add = [&](const Use &use) {
      if (!difference.touches(use))
        return;
      ++changed;
      Value *one = placed.differ(placed.of(use.get()), valueOf(placed, use, difference, memo));
      differs = differs && one ? placed.build().CreateOr(differs, one) : nullptr;
    };
    if (branch.isConditional())
      add(branch.getOperandUse(0));
    for (BasicBlock *next : successors(&branch))
      for (PHINode &phi : next->phis())
        add(phi.getOperandUse(
            PHINode::getOperandNumForIncomingValue(static_cast<unsigned>(phi.getBasicBlockIndex(branch.getParent())))));
    if (differs)
      change.placedDiffers = placed.observe(differs);
  }
  if (changed == 1 && branch.isConditional() && difference.touches(branch.getOperandUse(0)))
    observePerIteration(change, branch.getOperandUse(0), difference);
  if (changed == 1)
    observeMerge(change, difference, nullptr);
  prepareBypass(change);
  mutants.back().changes.push_back(std::move(change));
}

void Mutations::addRedirect(BranchInst &branch, Transfer after) {
  Change change;
  change.kind = Change::Kind::kBranch;
  change.instruction = &branch;
  change.branchBefore = transferOf(branch, nullptr);
  change.branchAfter = std::move(after);
  if (placed.place(branch)) {
    IRBuilderBase &builder = placed.build();
    Value *differs = builder.getTrue();
    if (change.branchBefore.condition && change.branchBefore.condition == change.branchAfter.condition) {
      Value *condition = placed.of(branch.getCondition());
      bool taken = change.branchBefore.taken == change.branchAfter.taken;
      bool notTaken = change.branchBefore.notTaken == change.branchAfter.notTaken;
      if (taken)
        differs = notTaken ? builder.getFalse() : builder.CreateNot(condition);
      else if (notTaken)
        differs = condition;
    }
    change.placedDiffers = placed.observe(differs);
  }
  prepareBypass(change);
  mutants.back().changes.push_back(std::move(change));
}

void Mutations::observePerIteration(Change &change, const Use &use, const Difference &difference) {
  if (!perIteration || !perIteration->place(*change.instruction))
    return;
  Memo memo;
  if (Value *after = valueOf(*perIteration, use, difference, memo))
    change.placedAfter = perIteration->observe(after);
  const BasicBlock *block = change.instruction->getParent();
  const Loop *loop = loops.getLoopFor(block);
  const BasicBlock *before = loop ? loop->getLoopPreheader() : nullptr;
  if (change.kind == Change::Kind::kBranch && before && block == loop->getHeader() &&
      perIteration->placeAfter(*before->getTerminator(), {{block, change.instruction}})) {
    Memo first;
    if (Value *after = valueOf(*perIteration, use, difference, first))
      change.firstAfter = perIteration->observe(after);
  }
}

std::optional<Mutations::Observation> Mutations::observePlacedContent(Instruction &instruction) {
  const auto *store = dyn_cast<StoreInst>(&instruction);
  if (!perIteration || !store || !store->isSimple() || !perIteration->place(*store))
    return std::nullopt;
  auto [found, isNew] = contents.try_emplace(store);
  if (isNew)
    if (Value *content = perIteration->contentOf(store->getValueOperand()->getType(), instruction.getOperand(1)))
      found->second = perIteration->observe(content);
  return found->second;
}

// The branch's own, or that of the block's only predecessor.
Mutations::Merge *Mutations::mergeOf(Instruction &instruction) {
  auto find = [&](Instruction *end) -> Merge * {
    auto *branch = dyn_cast<BranchInst>(end);
    if (!perIteration || !branch || branch->isUnconditional())
      return nullptr;
    auto [found, isNew] = merges.try_emplace(branch);
    if (!isNew)
      return found->second.get();
    std::optional<Merge> merge = findMerge(*branch);
    if (!merge)
      return nullptr;
    found->second = std::make_unique<Merge>(*merge);
    Merge *made = found->second.get();
    made->original = observeMerged(*made, Difference(), nullptr);
    return made;
  };
  if (isa<BranchInst>(instruction) && cast<BranchInst>(instruction).isConditional())
    return find(&instruction);
  BasicBlock *before = instruction.getParent()->getSinglePredecessor();
  Merge *merge = before ? find(before->getTerminator()) : nullptr;
  return merge && is_contained(merge->ways, instruction.getParent()) ? merge : nullptr;
}

std::optional<Mutations::Merge> Mutations::findMerge(BranchInst &branch) const {
  Merge merge;
  merge.branch = &branch;
  std::array<BasicBlock *, 2> meetings = {};
  for (unsigned way : {0, 1}) {
    BasicBlock *next = branch.getSuccessor(way);
    const auto *end = dyn_cast<BranchInst>(next->getTerminator());
    if (next->getSinglePredecessor() && end && end->isUnconditional()) {
      merge.ways[way] = next;
      meetings[way] = end->getSuccessor(0);
    } else {
      meetings[way] = next;
    }
  }
  if (meetings[0] != meetings[1])
    return std::nullopt;
  if (!merge.ways[0] && !merge.ways[1])
    return std::nullopt;
  for (unsigned way : {0, 1}) {
    if (!merge.ways[way])
      continue;
    for (Instruction &instruction : *merge.ways[way])
      if (auto *store = dyn_cast<StoreInst>(&instruction); store && !memory.isDead(store)) {
        auto *variable = dyn_cast<AllocaInst>(store->getPointerOperand());
        if (merge.stores[way] || !variable || !variable->isStaticAlloca() || !store->isSimple() ||
            (merge.variable && merge.variable != variable) ||
            variable->getAllocatedType() != store->getValueOperand()->getType() ||
            !variable->getAllocatedType()->isSingleValueType())
          return std::nullopt;
        merge.stores[way] = store;
        merge.variable = variable;
      }
    if (!doesNothing(*merge.ways[way], merge.stores[way]))
      return std::nullopt;
  }
  auto phis = meetings[0]->phis();
  if (!phis.empty()) {
    merge.phi = &*phis.begin();
    if (merge.variable || std::next(phis.begin()) != phis.end())
      return std::nullopt;
  }
  return merge.variable || merge.phi ? std::optional<Merge>(merge) : std::nullopt;
}

std::optional<Mutations::Observation> Mutations::observeMerged(const Merge &merge, const Difference &difference,
                                                               const Instruction *skipped) {
  SmallVector<PlacedExpressions::Next, 2> blocks;
  for (unsigned way : {0, 1})
    if (merge.ways[way])
      blocks.emplace_back(merge.ways[way], merge.stores[way] ? static_cast<Instruction *>(merge.stores[way])
                                                             : merge.ways[way]->getTerminator());
  if (!perIteration->placeAfter(*merge.branch, blocks))
    return std::nullopt;
  Memo memo;
  std::array<Value *, 2> values = {};
  for (unsigned way : {0, 1}) {
    const Use *use = nullptr;
    if (merge.phi) {
      BasicBlock *from = merge.ways[way] ? merge.ways[way] : merge.branch->getParent();
      use = &merge.phi->getOperandUse(
          PHINode::getOperandNumForIncomingValue(static_cast<unsigned>(merge.phi->getBasicBlockIndex(from))));
    } else if (merge.stores[way] && merge.stores[way] != skipped) {
      use = &merge.stores[way]->getOperandUse(0);
    }
    values[way] = use ? valueOf(*perIteration, *use, difference, memo)
                      : perIteration->contentOf(merge.variable->getAllocatedType(), merge.variable);
  }
  Value *condition = valueOf(*perIteration, merge.branch->getOperandUse(0), difference, memo);
  if (!condition || !values[0] || !values[1])
    return std::nullopt;
  return perIteration->observe(perIteration->build().CreateSelect(condition, values[0], values[1]));
}

void Mutations::observeMerge(Change &change, const Difference &difference, const Instruction *skipped) {
  const Merge *merge = mergeOf(*change.instruction);
  if (!merge || !merge->original)
    return;
  change.merge = merge;
  change.merged = observeMerged(*merge, difference, skipped);
}

} // namespace allele
