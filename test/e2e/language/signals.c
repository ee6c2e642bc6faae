// RUN: mkdir -p %t && cd %t && %construct %s -std=gnu11 -pthread
// Code in handlers, behind longjmp, and after a signal that a thread gets.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static sigjmp_buf back;

static void handler(int number) {
  count += number == SIGUSR1 ? 1 : 10; // noticed
}

static void leave(int number) {
  siglongjmp(back, number + 1); // noticed
}

static int crashes(void) {
  int code = sigsetjmp(back, 1);
  if (code != 0)
    return code - 1; // noticed
  *(volatile int *)(long)(count - count) = 0;
  return -1;
}

static int jumps(int depth) {
  static jmp_buf out;
  if (depth == 0)
    return setjmp(out) == 0 ? jumps(1) : 5; // noticed
  longjmp(out, depth);
}

static void *thread(void *argument) {
  for (int i = 0; i < 3; ++i)
    raise(SIGUSR2);
  return argument;
}

int main(void) {
  signal(SIGUSR1, handler);
  signal(SIGUSR2, handler);
  signal(SIGSEGV, leave);
  raise(SIGUSR1);
  raise(SIGUSR2);
  pthread_t other;
  pthread_create(&other, NULL, thread, NULL);
  pthread_join(other, NULL);
  printf("%d\n", (int)count);
  printf("%d\n", crashes()); // noticed
  printf("%d\n", jumps(0));  // noticed
  return 0;
}
