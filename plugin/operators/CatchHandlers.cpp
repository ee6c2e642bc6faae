// A `catch` handler lets the exception pass, or swallows it and does nothing.
#include "../CallInstead.h"
#include "../LlvmVersion.h"
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kCatchHandlers;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"skip-handler", "`catch (...) { handle(); }` becomes `catch (...) { throw; }`", Level::kFailure},
    {"empty-handler", "`catch (...) { handle(); }` becomes `catch (...) {}`", Level::kFailure},
};

// A handler that can be left by its end: `begin` is the call of __cxa_begin_catch, `end` that of __cxa_end_catch.
struct Handler {
  CallInst *begin;
  CallBase *end;
  const SourceFile *file;
  TokenRange body; // with its braces
};

// Whether an exception out of the handler comes by the end: a landing pad leads to it, and no beginning of another
// handler stands between.
bool isOnWayOut(CallBase &end) {
  SmallPtrSet<BasicBlock *, 16> seen;
  SmallVector<Instruction *, 16> starts = {&end};
  while (!starts.empty()) {
    Instruction *start = starts.pop_back_val();
    bool isBegun = false;
    for (Instruction *at = start->getPrevNode(); at && !isBegun; at = at->getPrevNode()) {
      if (isa<LandingPadInst>(at))
        return true;
      isBegun = callsFunction(*at, "__cxa_begin_catch");
    }
    if (!isBegun)
      for (BasicBlock *before : predecessors(start->getParent()))
        if (seen.insert(before).second)
          starts.push_back(before->getTerminator());
  }
  return false;
}

// The begin that belongs to an end, or null where there is none.
CallInst *beginOf(const FunctionContext &context, CallBase &end) {
  unsigned nested = 0;
  const DomTreeNode *node = context.dominators().getNode(end.getParent());
  Instruction *from = end.getPrevNode();
  while (node) {
    for (Instruction *at = from; at; at = at->getPrevNode()) {
      if (isa<LandingPadInst>(at))
        return nullptr;
      if (callsFunction(*at, "__cxa_end_catch"))
        ++nested;
      else if (callsFunction(*at, "__cxa_begin_catch") && nested-- == 0)
        return dyn_cast<CallInst>(at);
    }
    node = node->getIDom();
    from = node ? node->getBlock()->getTerminator() : nullptr;
  }
  return nullptr;
}

// The end stands at the body's closing brace.
std::optional<Handler> handlerOf(const FunctionContext &context, CallBase &end) {
  Place place = context.place(end);
  if (place.text() != "}")
    return std::nullopt;
  const SourceFile &file = *place.file;
  TokenIndex open = file.token(place.token).match;
  TokenIndex parenthesis = open > 0 && file.is(open - 1, ")") ? file.token(open - 1).match : kNoToken;
  if (parenthesis <= 0 || !file.is(parenthesis - 1, "catch") || open + 1 == place.token ||
      !catchesByReference(file, {parenthesis + 1, open - 1}) || isOnWayOut(end))
    return std::nullopt;
  CallInst *begin = beginOf(context, end);
  if (!begin)
    return std::nullopt;
  return Handler{begin, &end, place.file, {open, place.token + 1}};
}

bool holdsJump(const Handler &handler) {
  for (TokenIndex token = handler.body.begin; token < handler.body.end; ++token)
    if (is_contained({"return", "break", "continue", "goto", "co_return"}, handler.file->spelling(token)))
      return true;
  return false;
}

// What an exception out of the handler's end does next has to be known, so that the rethrown one does the same: the
// end's own landing pad, or nothing in this function.
bool canRethrow(const Handler &handler) {
  const auto *invoke = dyn_cast<InvokeInst>(handler.end);
  if (!invoke)
    return !handler.end->doesNotThrow() && !handler.end->getFunction()->doesNotThrow();
  const BasicBlock &pad = *invoke->getUnwindDest();
  return isa<LandingPadInst>(pad.front()) && none_of(pad, [&](const Instruction &instruction) {
           return any_of(instruction.users(),
                         [&](const User *user) { return cast<Instruction>(user)->getParent() != &pad; });
         });
}

// Whether the end is followed by a way on, which an empty body takes too.
bool canBeEmpty(const Handler &handler) {
  if (holdsJump(handler))
    return false;
  if (isa<InvokeInst>(handler.end))
    return true;
  const Instruction *next = instructionBehind(*handler.end);
  while (next && isa<IntrinsicInst>(next) && cast<IntrinsicInst>(next)->isLifetimeStartOrEnd())
    next = instructionBehind(*next);
  const auto *branch = dyn_cast_or_null<BranchInst>(next);
  return branch && branch->isUnconditional();
}

// The builder goes on in a block that nothing leads to.
Value *goOnNowhere(IRBuilder<> &builder, BasicBlock *nowhere) {
  builder.SetInsertPoint(nowhere);
  return ConstantPointerNull::get(builder.getPtrTy());
}

// Where the rethrown exception lands:  landingpad as the end's; __cxa_end_catch; and on as the end's landing pad.
BasicBlock *rethrownPad(CallBase &end, Function &twin) {
  LLVMContext &context = twin.getContext();
  if (auto *invoke = dyn_cast<InvokeInst>(&end)) {
    BasicBlock *pad = invoke->getUnwindDest();
    ValueToValueMapTy copies;
    BasicBlock *copy = CloneBasicBlock(pad, copies, "", &twin);
    for (Instruction &instruction : *copy)
      RemapInstruction(&instruction, copies, RF_NoModuleLevelChanges | RF_IgnoreMissingLocals);
    for (BasicBlock *next : successors(copy))
      for (PHINode &phi : next->phis()) {
        Value *value = phi.getIncomingValueForBlock(pad);
        Value *copied = copies.lookup(value);
        phi.addIncoming(copied ? copied : value, copy);
      }
    CallInst *call =
        IRBuilder<>(copy, copy->getFirstInsertionPt()).CreateCall(end.getFunctionType(), end.getCalledOperand());
    call->setDoesNotThrow();
    call->setDebugLoc(end.getDebugLoc());
    return copy;
  }
  BasicBlock *pad = BasicBlock::Create(context, "", &twin);
  IRBuilder<> builder(pad);
  builder.SetCurrentDebugLocation(end.getDebugLoc());
  LandingPadInst *landing =
      builder.CreateLandingPad(StructType::get(builder.getPtrTy(), builder.getInt32Ty()), /*NumClauses=*/0);
  landing->setCleanup(true);
  builder.CreateCall(end.getFunctionType(), end.getCalledOperand())->setDoesNotThrow();
  builder.CreateResume(landing);
  return pad;
}

Value *rethrow(IRBuilder<> &builder, CallBase &end) {
  Function &twin = *builder.GetInsertBlock()->getParent();
  FunctionCallee callee = twin.getParent()->getOrInsertFunction("__cxa_rethrow", builder.getVoidTy());
  BasicBlock *nowhere = BasicBlock::Create(twin.getContext(), "", &twin);
  builder.CreateInvoke(callee, nowhere, rethrownPad(end, twin));
  return goOnNowhere(builder, nowhere);
}

Value *leave(IRBuilder<> &builder, CallBase &end) {
  Function &twin = *builder.GetInsertBlock()->getParent();
  BasicBlock *block = builder.GetInsertBlock();
  BasicBlock *nowhere = BasicBlock::Create(twin.getContext(), "", &twin);
  if (auto *invoke = dyn_cast<InvokeInst>(&end)) {
    addIncomingLike(*invoke->getNormalDest(), block, end.getParent());
    addIncomingLike(*invoke->getUnwindDest(), block, end.getParent());
    builder.CreateInvoke(invoke->getFunctionType(), invoke->getCalledOperand(), invoke->getNormalDest(),
                         invoke->getUnwindDest());
  } else {
    BasicBlock *next = end.getParent()->getTerminator()->getSuccessor(0);
    addIncomingLike(*next, block, end.getParent());
    builder.CreateCall(end.getFunctionType(), end.getCalledOperand());
    builder.CreateBr(next);
  }
  return goOnNowhere(builder, nowhere);
}

void addHandler(FunctionContext &context, const Handler &handler) {
  Site site;
  site.instruction = handler.begin;
  site.file = handler.file;
  auto add = [&](StringRef id, StringRef replacement, Value *(*make)(IRBuilder<> &, CallBase &)) {
    Alternative alternative{id, replacement.str(), handler.body};
    alternative.inLine = [end = handler.end, make](IRBuilder<> &builder, Value *, ValueToValueMapTy &map) {
      return make(builder, *cast<CallBase>(map[end]));
    };
    site.alternatives.push_back(std::move(alternative));
  };
  if (canRethrow(handler))
    add("skip-handler", "{ throw; }", rethrow);
  if (canBeEmpty(handler))
    add("empty-handler", "{}", leave);
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  MapVector<CallInst *, SmallVector<Handler, 1>> handlers;
  for (Instruction &instruction : instructions(context.function))
    if (callsFunction(instruction, "__cxa_end_catch"))
      if (auto handler = handlerOf(context, cast<CallBase>(instruction)))
        handlers[handler->begin].push_back(*handler);
  for (const auto &[begin, found] : handlers)
    if (found.size() == 1)
      addHandler(context, found.front());
}

} // namespace

const OperatorFamily kCatchHandlers = {
    "Exception handlers",
    "Handlers that catch by reference, pointer or `...`, and have a body. A handler that always throws on stays as it "
    "is; one with a `return` or another jump isn't emptied.",
    kOperators, collect};

} // namespace allele
