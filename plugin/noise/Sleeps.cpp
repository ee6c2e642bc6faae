// Waiting: how long shows in no result.
#include "Glob.h"
#include "Noise.h"
#include "NoiseText.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kSleeps;

namespace {

constexpr RuleInfo kInfo = {"sleeps", "`sleep`, `usleep`, `nanosleep`, `std::this_thread::sleep_for` and the like, and "
                                      "the durations and deadlines given to `wait_for`, `wait_until` and timed locks."};

constexpr StringLiteral kFunctions[] = {"sleep",
                                        "usleep",
                                        "nanosleep",
                                        "clock_nanosleep",
                                        "thrd_sleep",
                                        "sched_yield",
                                        "thrd_yield",
                                        "pthread_yield",
                                        "std::this_thread::sleep_for",
                                        "std::this_thread::sleep_until",
                                        "std::this_thread::yield",
                                        "boost::this_thread::sleep*",
                                        "boost::this_thread::yield",
                                        "absl::SleepFor",
                                        "QThread::sleep",
                                        "QThread::msleep",
                                        "QThread::usleep"};

struct Timed {
  StringLiteral pattern;
  unsigned argument; // which one is the time, from 0
};

constexpr Timed kTimed[] = {{"std::condition_variable*::wait_for", 1},
                            {"std::condition_variable*::wait_until", 1},
                            {"std::*future*::wait_for", 0},
                            {"std::*future*::wait_until", 0},
                            {"std::*mutex::try_lock_for", 0},
                            {"std::*mutex::try_lock_until", 0},
                            {"std::unique_lock::try_lock_for", 0},
                            {"std::unique_lock::try_lock_until", 0},
                            {"std::counting_semaphore::try_acquire_*", 0},
                            {"pthread_cond_timedwait", 2},
                            {"sem_timedwait", 1},
                            {"pthread_mutex_timedlock", 1}};

void mark(Noise &noise) {
  noise.coverCalls(kInfo.id, kFunctions);
  for (const NamedCall &call : noise.calls())
    for (const Timed &timed : kTimed) {
      if (!matchesName(timed.pattern, call.name.qualified()))
        continue;
      const SourceFile &file = *call.place.file;
      auto arguments = argumentsOf(file, callAt(file, call.place.token, call.name.base).end);
      if (timed.argument < arguments.size())
        noise.cover(kInfo.id, file, arguments[timed.argument]);
    }
}

} // namespace

const NoiseRule kSleeps = {kInfo, mark, nullptr};

} // namespace allele
