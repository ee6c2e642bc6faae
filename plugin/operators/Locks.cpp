// A critical section without its lock: what locks and what unlocks are left out together.
#include "../LlvmVersion.h"
#include "../SourceName.h"
#include "../Statements.h"
#include "../WrittenCall.h"
#include "Operators.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kLocks;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"remove-lock",
     "`m.lock();` and its `m.unlock();` are removed, `std::lock_guard guard(m);` and the like, "
     "`pthread_mutex_lock(&m);` "
     "and its `pthread_mutex_unlock(&m);`",
     Level::kConcurrency},
};

struct Pair {
  StringRef lock, unlock;
  bool isMember;
};

constexpr Pair kPairs[] = {
    {"lock", "unlock", true},
    {"lock_shared", "unlock_shared", true},
    {"pthread_mutex_lock", "pthread_mutex_unlock", false},
    {"pthread_rwlock_rdlock", "pthread_rwlock_unlock", false},
    {"pthread_rwlock_wrlock", "pthread_rwlock_unlock", false},
    {"pthread_spin_lock", "pthread_spin_unlock", false},
    {"mtx_lock", "mtx_unlock", false},
};

bool isMutex(StringRef name) {
  return is_contained({"std::mutex", "std::recursive_mutex", "std::timed_mutex", "std::recursive_timed_mutex",
                       "std::shared_mutex", "std::shared_timed_mutex"},
                      name);
}

// Whether the function is a constructor of a guard, or its destructor.
bool isOfGuard(const SourceName &name, bool isDestructor) {
  bool isGuard =
      is_contained({"std::lock_guard", "std::unique_lock", "std::scoped_lock", "std::shared_lock"}, name.context);
  return isGuard && (isDestructor ? name.isDestructor : name.isConstructor);
}

struct LockCall {
  CallBase *call;
  WrittenCall written;
  const Pair *pair;
  bool isLock;
};

// All that locks or unlocks one object, by the text that names it.
using Calls = MapVector<StringRef, SmallVector<LockCall, 4>>;

Calls callsIn(const FunctionContext &context) {
  Calls found;
  for (Instruction &instruction : instructions(context.function)) {
    auto *call = dyn_cast<CallBase>(&instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    auto written = callee ? writtenCall(context, *call) : std::nullopt;
    if (!written)
      continue;
    const SourceFile &file = *written->file;
    StringRef name = file.spelling(written->name);
    for (const Pair &pair : kPairs) {
      if (name != pair.lock && name != pair.unlock)
        continue;
      TokenRange object = pair.isMember ? TokenRange{written->range.begin, written->name - 1} : written->arguments;
      bool isMember = file.is(written->name - 1, ".") || file.is(written->name - 1, "->");
      if (isMember != pair.isMember || object.empty() || (isMember && !isMutex(nameOf(*callee).context)) ||
          mayHaveEffect(context, file, object))
        break;
      found[file.textOf(object)].push_back({call, *written, &pair, name == pair.lock});
      break;
    }
  }
  return found;
}

// The source from the first call to the last one, without them.
std::string textWithout(ArrayRef<LockCall> calls, TokenRange range) {
  const SourceFile &file = *calls.front().written.file;
  std::string text;
  const StringRef whole = file.textOf(range);
  uint32_t start = file.token(range.begin).offset;
  size_t done = 0;
  for (const LockCall &each : calls) {
    StringRef written = file.textOf(each.written.range);
    size_t at = file.token(each.written.range.begin).offset - start;
    text += whole.slice(done, at);
    if (!isStatement(file, each.written.range.begin, each.written.range.end))
      text += each.call->getType()->isVoidTy() ? "(void)0" : "0";
    done = at + written.size();
  }
  return text;
}

void addSite(FunctionContext &context, Instruction &instruction, const SourceFile &file, TokenRange range,
             std::string text) {
  Site site;
  site.shape = Site::Shape::kSkip;
  site.instruction = &instruction;
  site.file = &file;
  site.alternatives.push_back({"remove-lock", std::move(text), range});
  context.add(std::move(site));
}

// One lock and its unlocks.
void addSection(FunctionContext &context, ArrayRef<LockCall> calls) {
  const SourceFile &file = *calls.front().written.file;
  TokenRange range{calls.front().written.range.begin, calls.back().written.range.end};
  std::string text = textWithout(calls, range);
  for (const LockCall &each : calls)
    addSite(context, *each.call, file, range, text);
}

// In the order of the source each lock is followed by its unlocks, which it dominates: then no way leads from one lock
// to the unlock of another.
void addPairs(FunctionContext &context, SmallVector<LockCall, 4> calls) {
  llvm::sort(calls, [](const LockCall &a, const LockCall &b) { return a.written.range.begin < b.written.range.begin; });
  SmallVector<std::pair<size_t, size_t>, 2> sections; // of calls: [first, second)
  for (size_t index = 0; index < calls.size(); ++index) {
    const LockCall &each = calls[index];
    if (each.written.file != calls.front().written.file || isa<InvokeInst>(each.call) ||
        (index > 0 && each.written.range.begin == calls[index - 1].written.range.begin)) // a cleanup, compiled twice
      return;
    if (each.isLock)
      sections.push_back({index, index + 1});
    else if (sections.empty() || each.pair->unlock != calls[sections.back().first].pair->unlock ||
             !context.dominators().dominates(calls[sections.back().first].call, each.call))
      return;
    else
      sections.back().second = index + 1;
  }
  for (auto [first, last] : sections)
    if (last - first < 2) // unlocked elsewhere
      return;
  for (auto [first, last] : sections)
    addSection(context, ArrayRef(calls).slice(first, last - first));
}

// `std::lock_guard<std::mutex> guard(m);` as a statement, with a guard that nothing else uses.
void addGuard(FunctionContext &context, CallBase &constructor) {
  const Function *callee = constructor.getCalledFunction();
  if (!callee || !isa<CallInst>(constructor) || constructor.arg_size() < 2 || callee->getName().contains("_lock_t"))
    return;
  auto *guard = dyn_cast<AllocaInst>(constructor.getArgOperand(0));
  if (!guard || !isOfGuard(nameOf(*callee), /*isDestructor=*/false))
    return;
  Place place = context.place(constructor);
  if (!place || place.text() != context.variableName(guard))
    return;
  SmallVector<Instruction *, 4> calls{&constructor};
  for (User *user : guard->users()) {
    auto *call = dyn_cast<CallInst>(user);
    const Function *used = call ? call->getCalledFunction() : nullptr;
    if (user == &constructor || (used && used->isIntrinsic()))
      continue;
    if (!used || !isOfGuard(nameOf(*used), /*isDestructor=*/true))
      return;
    calls.push_back(call);
  }
  const SourceFile &file = *place.file;
  TokenIndex open = place.token + 1;
  if (!(file.is(open, "(") || file.is(open, "{")) || file.token(open).match < 0 ||
      !file.is(file.token(open).match + 1, ";"))
    return;
  TokenRange arguments{open + 1, file.token(open).match};
  TokenIndex begin = file.scanBackward(
      place.token, [&](TokenIndex token) { return is_contained({";", "{", "}", ":", ")"}, file.spelling(token)); });
  if (!is_contained({";", "{", "}"}, file.spelling(begin - 1)) || begin == place.token)
    return;
  std::string text = keptText(context, file, arguments);
  if (!text.empty())
    text += ";";
  for (Instruction *call : calls)
    addSite(context, *call, file, {begin, arguments.end + 2}, text);
}

void collect(FunctionContext &context) {
  for (const auto &[object, calls] : callsIn(context))
    addPairs(context, calls);
  for (Instruction &instruction : instructions(context.function))
    if (auto *call = dyn_cast<CallBase>(&instruction))
      addGuard(context, *call);
}

} // namespace

const OperatorFamily kLocks = {
    "Locks",
    "One mutant for a lock and all of its unlocks, which must stand in the same function and name the same object. A "
    "guard of the standard library is removed where nothing else uses it: neither `unlock()` nor a condition variable.",
    kOperators, collect};

} // namespace allele
