#include "Coverage.h"

#include "LinesWithoutCode.h"
#include "LlvmVersion.h"
#include "Statements.h"

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

bool catches(const BasicBlock &block) {
  return any_of(block, [](const Instruction &instruction) { return callsFunction(instruction, "__cxa_begin_catch"); });
}

// The blocks that the source has: those that the entry and the handlers lead to. What an exception runs through on its
// way, destructors and the choice of a handler, has places of the source, but isn't what stands there.
SmallPtrSet<BasicBlock *, 16> sourceBlocks(Function &function) {
  SmallPtrSet<BasicBlock *, 16> found, onTheWay;
  SmallVector<BasicBlock *, 16> todo = {&function.getEntryBlock()}, unwinding;
  while (!todo.empty() || !unwinding.empty()) {
    if (todo.empty()) {
      BasicBlock *block = unwinding.pop_back_val();
      if (!onTheWay.insert(block).second)
        continue;
      if (catches(*block))
        todo.push_back(block);
      else
        unwinding.append(succ_begin(block), succ_end(block));
      continue;
    }
    BasicBlock *block = todo.pop_back_val();
    if (!found.insert(block).second)
      continue;
    for (BasicBlock *next : successors(block))
      (next->isLandingPad() ? unwinding : todo).push_back(next);
  }
  return found;
}

// Whether each way on from `first`, but for exceptions, comes to `block`: from everywhere that it leads to before,
// `block` can still be reached. A loop that is never left doesn't count as a way there.
bool alwaysReaches(BasicBlock &first, BasicBlock &block) {
  constexpr unsigned kMostBlocks = 64; // what is farther away gets a probe
  SmallPtrSet<BasicBlock *, 16> before;
  SmallVector<BasicBlock *, 16> todo = {&first};
  while (!todo.empty()) {
    BasicBlock *at = todo.pop_back_val();
    if (at == &block || !before.insert(at).second)
      continue;
    if (before.size() > kMostBlocks)
      return false;
    for (BasicBlock *next : successors(at))
      if (!next->isLandingPad())
        todo.push_back(next);
  }
  SmallPtrSet<BasicBlock *, 16> leading;
  todo = {&block};
  while (!todo.empty())
    for (BasicBlock *previous : predecessors(todo.pop_back_val()))
      if (before.contains(previous) && leading.insert(previous).second)
        todo.push_back(previous);
  return leading.size() == before.size();
}

// A block that is executed if and only if this one is, where no exception and no end of the program comes between; null
// where there is none.
BasicBlock *alwaysBefore(const DominatorTree &dominators, BasicBlock &block) {
  const DomTreeNode *node = dominators.getNode(&block);
  const DomTreeNode *above = node ? node->getIDom() : nullptr;
  if (!above || block.isLandingPad())
    return nullptr;
  return alwaysReaches(*above->getBlock(), block) ? above->getBlock() : nullptr;
}

constexpr Indicator kSite = 1U << 31; // until the number of probes is known

// Whether nothing stands before it in its block that may not come back.
bool isAtBeginning(const Instruction &instruction) {
  for (const Instruction *before = instruction.getPrevNode(); before; before = before->getPrevNode())
    if (isa<CallBase>(before) && !isa<IntrinsicInst>(before))
      return false;
  return true;
}

} // namespace

Coverage::Coverage(const FunctionContext &functionContext, ArrayRef<Site> sites) : context(functionContext) {
  Function &function = context.function;
  const DIFile *file = function.getSubprogram()->getFile();
  SmallPtrSet<BasicBlock *, 16> blocks = sourceBlocks(function);
  for (const Site &site : sites)
    if (site.instruction && !site.alternatives.empty() && blocks.contains(site.instruction->getParent()) &&
        isAtBeginning(*site.instruction) &&
        siteOf.try_emplace(site.instruction->getParent(), kSite | static_cast<unsigned>(ids.size())).second)
      ids.push_back(site.alternatives.front().id);
  // Conditions first: they tell of the blocks that they lead to.
  for (BasicBlock &block : function)
    if (auto *branch = dyn_cast<BranchInst>(block.getTerminator());
        branch && branch->isConditional() && blocks.contains(&block))
      addCondition(*branch);
  for (BasicBlock &block : function) {
    if (!blocks.contains(&block))
      continue;
    for (const Instruction &instruction : block) {
      const DebugLoc &location = instruction.getDebugLoc();
      if (isBookkeeping(instruction) || !location || location.getLine() == 0 || location.getInlinedAt())
        continue;
      if (location->getFile() == file)
        ofLine[location.getLine()].insert(indicatorOf(block));
      if (Place place = context.place(instruction))
        ofPlace[place].insert(indicatorOf(block));
    }
    if (auto *choice = dyn_cast<SwitchInst>(block.getTerminator()))
      addSwitch(*choice);
  }
  addLinesWithoutCode();
  if (ofLine.empty())
    indicatorOf(function.getEntryBlock());
  auto renumber = [&](std::set<Indicator> &indicators) {
    std::set<Indicator> all;
    for (Indicator indicator : indicators)
      all.insert(numbered(indicator));
    indicators = std::move(all);
  };
  for (auto &entry : ofLine)
    renumber(entry.second);
  for (auto &entry : ofPlace)
    renumber(entry.second);
  for (BranchOutcomes &branch : found)
    for (Indicator &outcome : branch.outcomes)
      outcome = numbered(outcome);
}

void Coverage::addLinesWithoutCode() {
  const DISubprogram *subprogram = context.function.getSubprogram();
  const SourceFile *file = context.fileOf(*subprogram->getFile());
  TokenIndex open = file ? file->bodyBrace(subprogram->getScopeLine()) : kNoToken;
  if (open == kNoToken || file->token(open).match == kNoToken)
    return;
  TokenRange body{open, file->token(open).match + 1};
  std::set<TokenIndex> code;
  for (const auto &entry : ofPlace)
    if (entry.first.file == file && body.contains(entry.first.token))
      code.insert(entry.first.token);
  for (const auto &[line, tokens] : linesWithoutCode(*file, body, code))
    for (TokenIndex token : tokens) {
      const std::set<Indicator> &indicators = ofPlace[{file, token}];
      ofLine[line].insert(indicators.begin(), indicators.end());
    }
}

Indicator Coverage::numbered(Indicator indicator) const {
  return (indicator & kSite) != 0 ? count + (indicator & ~kSite) : indicator;
}

// The first block that is executed if and only if this one is.
BasicBlock *Coverage::representative(BasicBlock &block) {
  if (auto entry = representatives.find(&block); entry != representatives.end())
    return entry->second;
  BasicBlock *before = alwaysBefore(context.dominators(), block);
  BasicBlock *first = before ? representative(*before) : &block;
  representatives[&block] = first;
  return first;
}

Indicator Coverage::indicatorOf(BasicBlock &block) {
  for (BasicBlock *at : {&block, representative(block)})
    if (auto site = siteOf.find(at); site != siteOf.end())
      return site->second;
  BasicBlock *first = representative(block);
  auto [entry, isNew] = known.try_emplace(first, count);
  if (isNew) {
    ownProbes.push_back(first);
    ++count;
  }
  return entry->second;
}

void Coverage::addCondition(BranchInst &branch) {
  BasicBlock *otherwise = branch.getSuccessor(1), *then = branch.getSuccessor(0);
  if (!isSourceCondition(context, branch) || then == otherwise)
    return;
  const DebugLoc &location = branch.getDebugLoc();
  BranchOutcomes outcomes{location.getLine(), location.getCol(), {}};
  if (then->getSinglePredecessor() && otherwise->getSinglePredecessor()) {
    outcomes.outcomes = {indicatorOf(*otherwise), indicatorOf(*then)};
  } else {
    conditions.push_back({&branch, count});
    outcomes.outcomes = {count, count + 1};
    for (unsigned outcome : {0U, 1U})
      if (BasicBlock *next = branch.getSuccessor(1 - outcome); next->getSinglePredecessor())
        known.try_emplace(next, count + outcome); // nothing else leads there: it stands for itself
    count += 2;
  }
  found.push_back(std::move(outcomes));
}

void Coverage::addSwitch(SwitchInst &choice) {
  if (!context.place(choice))
    return;
  BranchOutcomes outcomes{choice.getDebugLoc().getLine(), choice.getDebugLoc().getCol(), {}};
  SmallPtrSet<BasicBlock *, 8> seen;
  for (BasicBlock *next : successors(&choice))
    if (seen.insert(next).second)
      outcomes.outcomes.push_back(indicatorOf(*next));
  found.push_back(std::move(outcomes));
}

std::set<Indicator> Coverage::indicatorsOf(const SourceFile &file, TokenRange range) const {
  std::set<Indicator> all;
  for (auto place = ofPlace.lower_bound(Place{&file, range.begin});
       place != ofPlace.end() && place->first.file == &file && place->first.token < range.end; ++place)
    all.insert(place->second.begin(), place->second.end());
  return all;
}

std::set<Indicator> Coverage::indicatorsOf(ArrayRef<const Instruction *> instructions) const {
  std::set<Indicator> all;
  for (const Instruction *instruction : instructions)
    if (Place place = context.place(*instruction))
      if (auto entry = ofPlace.find(place); entry != ofPlace.end())
        all.insert(entry->second.begin(), entry->second.end());
  return all;
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
    moved->setMetadata(noSanitizeKind(llvm), unchecked);
    store->setMetadata(noSanitizeKind(llvm), unchecked);
  };
  for (const ConditionProbes &condition : conditions) {
    auto *branch = cast<BranchInst>(map[condition.branch]);
    builder.SetInsertPoint(branch);
    builder.SetCurrentDebugLocation(branch->getDebugLoc());
    Value *number = builder.CreateAdd(builder.CreateZExt(branch->getCondition(), builder.getInt64Ty()),
                                      builder.getInt64(condition.first));
    pass(number, branch->getDebugLoc());
  }
  for (BasicBlock *block : ownProbes) {
    auto *copy = cast<BasicBlock>(map[block]);
    Instruction *place = block->isEntryBlock() ? &behindAllocas(*copy) : &*copy->getFirstInsertionPt();
    builder.SetInsertPoint(place);
    pass(builder.getInt64(known.lookup(block)), stableLocation(*place));
  }
}

} // namespace allele
