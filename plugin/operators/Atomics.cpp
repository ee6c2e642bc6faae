// Atomic operations with a weaker ordering, and fences that aren't there.
#include "../LlvmVersion.h"
#include "../WrittenCall.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kAtomics;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"weaken-ordering",
     "`a.load(std::memory_order_acquire)` and `a.load()` become `a.load(std::memory_order_relaxed)`, likewise for "
     "other "
     "operations and in C",
     Level::kConcurrency},
    {"drop-fence", "`atomic_thread_fence(order);` is removed", Level::kConcurrency},
};

// The argument that names an ordering, the first where there are two.
TokenRange orderingArgument(const SourceFile &file, TokenRange arguments) {
  TokenIndex begin = arguments.begin;
  while (begin < arguments.end) {
    TokenIndex end = file.scanForward(begin, [&](TokenIndex token) { return file.is(token, ","); });
    StringRef text = file.textOf({begin, end});
    if (text.contains("memory_order") || text.contains("__ATOMIC_"))
      return {begin, end};
    begin = end + 1;
  }
  return {};
}

Site siteOf(Instruction &instruction, const SourceFile &file, Site::Shape shape) {
  Site site;
  site.shape = shape;
  site.instruction = &instruction;
  site.file = &file;
  return site;
}

// A member function of std::atomic or std::atomic_flag: the ordering is an argument, perhaps the default one.
void addMember(FunctionContext &context, CallBase &call) {
  const Function *callee = call.getCalledFunction();
  if (!callee || !callee->getName().contains("atomic") || !callee->getName().contains("memory_order"))
    return;
  auto written = writtenCall(context, call);
  if (!written || !(written->file->is(written->name - 1, ".") || written->file->is(written->name - 1, "->")))
    return;
  const SourceFile &file = *written->file;
  TokenRange range = orderingArgument(file, written->arguments);
  std::string text = "std::memory_order_relaxed";
  // The orderings are the last arguments; of two the first is the one of success.
  unsigned operand = call.arg_size() - 1;
  if (range.empty()) {
    range = {written->range.end - 1, written->range.end};
    text = (written->arguments.empty() ? "" : ", ") + text + ")";
  } else if (!orderingArgument(file, {range.end + 1, written->arguments.end}).empty()) {
    --operand;
  }
  const auto *ordering = dyn_cast<ConstantInt>(call.getArgOperand(operand));
  if (!ordering || ordering->isZero())
    return;
  Site site = siteOf(call, file, Site::Shape::kOperand);
  site.operand = operand;
  setKind(site, ordering->getType(), context.layout);
  site.alternatives.push_back({"weaken-ordering", std::move(text), range, ALLELE_ACTION_ZERO});
  context.add(std::move(site));
}

bool hasStrongOrdering(const Instruction &instruction) {
  auto isStrong = [](AtomicOrdering ordering) { return isStrongerThanMonotonic(ordering); };
  if (const auto *load = dyn_cast<LoadInst>(&instruction))
    return isStrong(load->getOrdering());
  if (const auto *store = dyn_cast<StoreInst>(&instruction))
    return isStrong(store->getOrdering());
  if (const auto *change = dyn_cast<AtomicRMWInst>(&instruction))
    return isStrong(change->getOrdering());
  if (const auto *exchange = dyn_cast<AtomicCmpXchgInst>(&instruction))
    return isStrong(exchange->getSuccessOrdering());
  return false;
}

Value *relaxed(IRBuilder<> &builder, Instruction &original) {
  Instruction *copy = builder.Insert(original.clone());
  if (auto *load = dyn_cast<LoadInst>(copy))
    load->setOrdering(AtomicOrdering::Monotonic);
  else if (auto *store = dyn_cast<StoreInst>(copy))
    store->setOrdering(AtomicOrdering::Monotonic);
  else if (auto *change = dyn_cast<AtomicRMWInst>(copy))
    change->setOrdering(AtomicOrdering::Monotonic);
  else
    cast<AtomicCmpXchgInst>(copy)->setSuccessOrdering(AtomicOrdering::Monotonic);
  return copy;
}

bool isBuiltin(StringRef name) {
  return (name.starts_with("atomic_") && name.ends_with("_explicit")) || name.starts_with("__atomic_") ||
         name.starts_with("__c11_atomic_");
}

// In C the operation is one instruction, which stands at the name.
void addInstruction(FunctionContext &context, Instruction &instruction) {
  Place place = context.place(instruction);
  if (!isBuiltin(place.text()) || !place.file->is(place.token + 1, "("))
    return;
  const SourceFile &file = *place.file;
  unsigned count = 0;
  for (const Instruction *other : context.at(place))
    count += hasStrongOrdering(*other);
  TokenRange range = orderingArgument(file, {place.token + 2, file.token(place.token + 1).match});
  if (count != 1 || range.empty())
    return;
  Site site = siteOf(instruction, file, Site::Shape::kSkip);
  StringRef text = file.textOf(range).starts_with("__ATOMIC_") ? "__ATOMIC_RELAXED" : "memory_order_relaxed";
  Alternative alternative{"weaken-ordering", text.str(), range};
  alternative.inLine = [](IRBuilder<> &builder, Value *value, ValueToValueMapTy &) {
    return relaxed(builder, *cast<Instruction>(value));
  };
  site.alternatives.push_back(std::move(alternative));
  context.add(std::move(site));
}

void addFence(FunctionContext &context, Instruction &instruction) {
  Place place = context.place(instruction);
  if (!is_contained(
          {"atomic_thread_fence", "__atomic_thread_fence", "__c11_atomic_thread_fence", "__sync_synchronize", "std"},
          place.text()))
    return;
  const SourceFile &file = *place.file;
  TokenIndex name = place.text() == "std" ? place.token + 2 : place.token;
  if (!file.is(name + 1, "(") || (name != place.token && !file.is(name, "atomic_thread_fence")))
    return;
  TokenRange range{file.postfixStart(place.token), file.token(name + 1).match + 1};
  bool isStatement = file.is(range.end, ";") && is_contained({";", "{", "}"}, file.spelling(range.begin - 1));
  Site site = siteOf(instruction, file, Site::Shape::kSkip);
  site.alternatives.push_back({"drop-fence", isStatement ? "" : "(void)0", range});
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function)) {
    if (hasStrongOrdering(instruction))
      addInstruction(context, instruction);
    auto *call = dyn_cast<CallBase>(&instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    if (isa<FenceInst>(instruction) || (callee && callee->getName().contains("atomic_thread_fence")))
      addFence(context, instruction);
    else if (call)
      addMember(context, *call);
  }
}

} // namespace

const OperatorFamily kAtomics = {
    "Atomics",
    "The member functions of `std::atomic` and `std::atomic_flag`, with the ordering named or left out, and in C the "
    "functions that name one. Of two orderings the one of success. Operators of `std::atomic` have no place for an "
    "ordering, and are left alone.",
    kOperators, collect};

} // namespace allele
