// `a = b;` is not done.
#include "../Statements.h"
#include "Operators.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

#include <set>

using namespace llvm;

namespace allele {

extern const OperatorFamily kRemoveAssignment;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-assignment", "`a = b;` is removed, for scalars, structs and classes; calls in `b` and `a` stay"}};

// The only instruction at the `=` that changes memory, or null: where there are several, all of them are the
// assignment, and one can't stand for it.
Instruction *onlyWrite(const FunctionContext &context, const Place &place) {
  Instruction *found = nullptr;
  for (Instruction *instruction : context.at(place)) {
    const auto *call = dyn_cast<CallBase>(instruction);
    if (isa<IntrinsicInst>(instruction) ? !isa<MemTransferInst>(instruction) : !isa<StoreInst>(instruction) && !call)
      continue;
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    if (callee && !callee->isIntrinsic() && baseName(*callee).empty()) // a temporary's destructor
      continue;
    if (found)
      return nullptr;
    found = instruction;
  }
  return found;
}

// Whether the instruction gives the variable, or all of it, a value.
bool gives(const User &user, const AllocaInst &variable, const Value &address) {
  if (const auto *store = dyn_cast<StoreInst>(&user))
    return store->getPointerOperand() == &address;
  const auto *call = dyn_cast<CallBase>(&user);
  return call && &address == &variable && !call->isLifetimeStartOrEnd() && !isa<DbgInfoIntrinsic>(call);
}

// Whether a local variable has no value yet where it is written: without the assignment it would have any.
bool isFirstValue(const FunctionContext &context, const Instruction &write) {
  const Value *address =
      isa<StoreInst>(write) ? cast<StoreInst>(write).getPointerOperand() : cast<CallBase>(write).getArgOperand(0);
  const auto *variable = dyn_cast<AllocaInst>(getUnderlyingObject(address));
  if (!variable)
    return false;
  auto isBefore = [&](const User *user, const Value &at) {
    const auto *other = dyn_cast<Instruction>(user);
    return other && other != &write && gives(*user, *variable, at) && context.dominators().dominates(other, &write);
  };
  if (any_of(variable->users(), [&](const User *user) { return isBefore(user, *variable); }))
    return false;
  // A member of it, which another instruction addresses.
  const DataLayout &layout = context.layout;
  int64_t offset = 0;
  if (GetPointerBaseWithConstantOffset(address, offset, layout) != variable)
    return true;
  return none_of(instructions(context.function), [&](const Instruction &other) {
    const auto *store = dyn_cast<StoreInst>(&other);
    int64_t at = 0;
    return store && store != &write &&
           GetPointerBaseWithConstantOffset(store->getPointerOperand(), at, layout) == variable && at == offset &&
           context.dominators().dominates(store, &write);
  });
}

void collectAt(FunctionContext &context, const Place &place) {
  const SourceFile &file = *place.file;
  Instruction *write = onlyWrite(context, place);
  if (!write)
    return;
  if (const auto *call = dyn_cast<CallBase>(write); call && !isa<IntrinsicInst>(call)) {
    const Function *callee = call->getCalledFunction();
    if (!callee || baseName(*callee) != "operator=" || !isDiscarded(*call) || call->isMustTailCall())
      return;
  }
  if (isFirstValue(context, *write))
    return;
  TokenRange statement = statementAround(file, place.token);
  TokenRange left{statement.begin, place.token}, right{place.token + 1, statement.end};
  if (statement.empty() || left.empty() || right.empty() || file.is(right.begin, "{"))
    return;
  std::string keptRight = keptText(context, file, right);
  std::string keptLeft = keptText(context, file, left);
  std::string separator = keptLeft.empty() || keptRight.empty() ? "" : ", "; // the right side is evaluated first
  Site site;
  site.shape = Site::Shape::kSkip;
  site.instruction = write;
  site.file = &file;
  site.alternatives.push_back({"remove-assignment", keptRight + separator + keptLeft, statement});
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  std::set<Place> done;
  for (Instruction &instruction : instructions(context.function)) {
    Place place = context.place(instruction);
    if (place.text() == "=" && done.insert(place).second)
      collectAt(context, place);
  }
}

} // namespace

const OperatorFamily kRemoveAssignment = {
    "Removed assignments",
    "Statements only: neither the initial value of a declaration nor an assignment whose value is used, nor the first "
    "value of a local variable. Both sides are "
    "still evaluated. Compound assignments are not removed: their operator is mutated.",
    kOperators, collect};

} // namespace allele
