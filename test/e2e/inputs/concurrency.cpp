// operators: concurrency
// flags: -pthread
//
// In one thread a missing lock or a weaker ordering changes nothing, and must break nothing.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

static std::mutex mutex;
static std::recursive_mutex recursive;
static std::shared_mutex shared;
static std::condition_variable condition;
static std::atomic<int> counter;
static std::atomic_flag flag = ATOMIC_FLAG_INIT;

static std::mutex &mutexOf(int v) {
  std::printf("mutex of %d\n", v);
  return mutex;
}

static int guarded(int v) {
  std::lock_guard<std::mutex> guard(mutex);
  if (v == 1)
    throw std::runtime_error("guarded");
  return v;
}

static int withEffects(int v) {
  std::unique_lock<std::mutex> lock{mutexOf(v)};
  std::printf("locked: %d\n", v);
  return v;
}

static int severalGuards(int v) {
  {
    std::scoped_lock locks(mutex, recursive);
    ++v;
  }
  std::shared_lock<std::shared_mutex> reading(shared);
  return v;
}

static int pairs(int v) {
  mutex.lock();
  if (v == 0) {
    mutex.unlock();
    return -1;
  }
  ++v;
  mutex.unlock();
  shared.lock_shared();
  std::printf("shared %d\n", v);
  shared.unlock_shared();
  recursive.lock(), recursive.unlock();
  return v;
}

// A mutex of its own: what stays locked must not stop others.
static bool isFree(std::recursive_mutex &tried) {
  if (!tried.try_lock())
    return false;
  tried.unlock();
  return true;
}

static int orderings(int v) {
  counter.store(v, std::memory_order_release);
  counter.store(counter.load() + 1);
  int expected = v + 1;
  bool isExchanged = counter.compare_exchange_strong(expected, v + 2, std::memory_order_acq_rel);
  isExchanged &= counter.compare_exchange_strong(expected, v + 3, std::memory_order_acq_rel, std::memory_order_acquire);
  bool wasSet = flag.test_and_set(std::memory_order_acquire);
  flag.clear();
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return counter.fetch_add(4, std::memory_order_seq_cst) + counter.exchange(v) + isExchanged + wasSet;
}

static void notify() {
  condition.notify_all();
}

int main() {
  for (int v = 0; v < 3; ++v) {
    try {
      std::printf("guarded %d\n", guarded(v));
    } catch (const std::exception &e) {
      std::printf("%s\n", e.what());
    }
    std::printf("with effects %d\n", withEffects(v));
    std::printf("several guards %d\n", severalGuards(v));
    std::printf("pairs %d\n", pairs(v));
    std::printf("free %d\n", isFree(recursive));
    std::printf("orderings %d\n", orderings(v));
    notify();
  }
}
