// operators: concurrency
// flags: -pthread
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static atomic_int counter;
static int plain;

static int pairs(int v) {
  if (pthread_mutex_lock(&mutex) != 0)
    return -1;
  ++v;
  pthread_mutex_unlock(&mutex);
  pthread_rwlock_rdlock(&lock);
  v *= 2;
  pthread_rwlock_unlock(&lock);
  return v;
}

/* A mutex of its own: what stays locked must not stop others. */
static pthread_mutex_t tried = PTHREAD_MUTEX_INITIALIZER;
static int isFree(void) {
  if (pthread_mutex_trylock(&tried) != 0)
    return 0;
  pthread_mutex_unlock(&tried);
  return 1;
}

/* Tells a missing lock, and undoes what it did. */
static int isLocked(void) {
  int (*try)(pthread_mutex_t *) = pthread_mutex_trylock;
  int code = try(&mutex);
  if (code == 0)
    pthread_mutex_unlock(&mutex);
  return code != 0;
}

static int inside(int v) {
  pthread_mutex_lock(&mutex);
  int isFreeInside = isLocked();
  if (v > 1) {
    pthread_mutex_unlock(&mutex);
    return isFreeInside;
  }
  pthread_mutex_unlock(&mutex);
  return 2 * isFreeInside;
}

static int orderings(int v) {
  atomic_store_explicit(&counter, v, memory_order_release);
  __atomic_store_n(&plain, v, __ATOMIC_SEQ_CST);
  int expected = v;
  int isExchanged = __atomic_compare_exchange_n(&plain, &expected, v + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  atomic_thread_fence(memory_order_acquire);
  __sync_synchronize();
  return atomic_fetch_add_explicit(&counter, 2, memory_order_acq_rel) + __atomic_load_n(&plain, __ATOMIC_ACQUIRE) +
         isExchanged;
}

int main(void) {
  for (int v = 0; v < 3; ++v) {
    printf("pairs %d\n", pairs(v));
    printf("free %d\n", isFree());
    printf("inside %d\n", inside(v));
    printf("orderings %d\n", orderings(v));
    pthread_cond_broadcast(&condition);
  }
  return 0;
}
