// Notifications that wake one instead of all, and tries whose result is taken the wrong way round.
#include "../CallInstead.h"
#include "../LlvmVersion.h"
#include "../WrittenCall.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kWaiting;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"notify-all-to-notify-one",
     "`c.notify_all()` becomes `c.notify_one()`, `pthread_cond_broadcast` `pthread_cond_signal`", Level::kConcurrency},
    {"swap-try-lock", "`m.try_lock()` becomes `!m.try_lock()`, also for `pthread_mutex_trylock`", Level::kConcurrency},
};

struct Notification {
  StringRef all, one, symbolOfAll, symbolOfOne;
};

// The functions of libraries: others may not be there.
constexpr Notification kNotifications[] = {
    {"notify_all", "notify_one", "_ZNSt18condition_variable10notify_allEv", "_ZNSt18condition_variable10notify_oneEv"},
    {"notify_all", "notify_one", "_ZNSt3__118condition_variable10notify_allEv",
     "_ZNSt3__118condition_variable10notify_oneEv"},
    {"pthread_cond_broadcast", "pthread_cond_signal", "pthread_cond_broadcast", "pthread_cond_signal"},
    {"cnd_broadcast", "cnd_signal", "cnd_broadcast", "cnd_signal"},
};

void addNotification(FunctionContext &context, CallInst &call, const WrittenCall &written) {
  const Function *callee = call.getCalledFunction();
  for (const Notification &row : kNotifications) {
    if (!callee || callee->getName() != row.symbolOfAll || !written.file->is(written.name, row.all))
      continue;
    Site site;
    site.shape = Site::Shape::kSkip;
    site.instruction = &call;
    site.file = written.file;
    Alternative alternative{"notify-all-to-notify-one", row.one.str(), {written.name, written.name + 1}};
    alternative.inLine = [symbol = row.symbolOfOne](IRBuilder<> &builder, Value *value,
                                                    ValueToValueMapTy &) -> Value * {
      auto *all = cast<CallBase>(value);
      return callInstead(builder, *all, all->getModule()->getOrInsertFunction(symbol, all->getFunctionType()));
    };
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }
}

bool isTry(const CallInst &call, StringRef written) {
  const Function *callee = call.getCalledFunction();
  if (!callee || !call.getType()->isIntegerTy())
    return false;
  if (is_contained({"pthread_mutex_trylock", "pthread_rwlock_tryrdlock", "pthread_rwlock_trywrlock",
                    "pthread_spin_trylock", "mtx_trylock"},
                   written))
    return callee->getName() == written;
  return is_contained({"try_lock", "try_lock_shared"}, written) && callee->getName().starts_with("_ZNSt") &&
         (callee->getName().contains("mutex") || callee->getName().contains("_lock"));
}

void addTry(FunctionContext &context, CallInst &call, const WrittenCall &written) {
  if (call.use_empty() || !isTry(call, written.file->spelling(written.name)))
    return;
  Site site;
  site.instruction = &call;
  site.file = written.file;
  Alternative alternative{"swap-try-lock", ("!" + written.file->textOf(written.range)).str(), written.range};
  alternative.inLine = [](IRBuilder<> &builder, Value *value, ValueToValueMapTy &) {
    return builder.CreateZExt(builder.CreateIsNull(value), value->getType());
  };
  site.alternatives.push_back(std::move(alternative));
  context.add(std::move(site));
}

void collect(FunctionContext &context) {
  for (Instruction &instruction : instructions(context.function))
    if (auto *call = dyn_cast<CallInst>(&instruction))
      if (auto written = writtenCall(context, *call)) {
        addNotification(context, *call, *written);
        addTry(context, *call, *written);
      }
}

} // namespace

const OperatorFamily kWaiting = {"Notifications and tries",
                                 "`std::condition_variable`, the standard mutexes and their guards, POSIX and C11 "
                                 "threads.",
                                 kOperators, collect};

} // namespace allele
