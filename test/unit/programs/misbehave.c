// misbehave ACTION [ARGUMENT]: does what a mutant may do. Whatever goes on for ever elsewhere ends here after a minute,
// and has a bound on what it takes, so that a failing test leaves the machine alone.
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMebibyte = 1 << 20, kSecondsToLive = 60 };

static int linger(void) {
  sleep(kSecondsToLive);
  return 0;
}

static unsigned long long number(const char *argument) {
  return argument ? strtoull(argument, NULL, 10) : 0;
}

static int actExit(const char *argument) {
  return (int)number(argument);
}

static int actSignal(const char *argument) {
  raise((int)number(argument));
  return linger();
}

// So many bytes, in lines of 16.
static int actPrint(const char *argument) {
  static char lines[65536];
  const unsigned long long bytes = number(argument);
  for (unsigned long long done = 0; done < bytes; done += sizeof lines) {
    for (size_t at = 0; at < sizeof lines; at += 16) {
      memcpy(lines + at, "line 0000000000\n", 16);
      char *digit = lines + at + 14;
      for (unsigned long long rest = (done + at) / 16; rest > 0; rest /= 10)
        *digit-- = (char)('0' + rest % 10);
    }
    const unsigned long long left = bytes - done;
    const size_t count = left < sizeof lines ? (size_t)left : sizeof lines;
    for (size_t at = 0; at < count;) {
      const ssize_t written = write(1, lines + at, count - at);
      if (written < 0)
        return 1;
      at += (size_t)written;
    }
  }
  return 0;
}

static int actAlternate(const char *argument) {
  for (unsigned long long i = 0; i < number(argument); ++i)
    if (write(1, "o", 1) != 1 || write(2, "e", 1) != 1)
      return 1;
  return 0;
}

static int actSleep(const char *argument) {
  (void)argument;
  return linger();
}

static int actIgnoreSignals(const char *argument) {
  (void)argument;
  for (int i = 1; i < NSIG; ++i)
    signal(i, SIG_IGN);
  return linger();
}

static int actCloseAll(const char *argument) {
  close(0);
  close(1);
  close(2);
  usleep(50000);
  return (int)number(argument);
}

// Starts a process that leaves the session, writes its pid to the file `argument`, then exits with 3 and lets it live.
// `hidden`: the process has no environment, either.
static int orphan(const char *argument, int hidden) {
  int ready[2];
  char end;
  if (pipe(ready) != 0)
    return 1;
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      const int file = open(argument, O_WRONLY | O_CREAT | O_TRUNC, 0666);
      dprintf(file, "%d", (int)getpid());
      close(file);
      if (hidden) {
        char *arguments[] = {"misbehave", "sleep", NULL};
        char *environment[] = {NULL};
        fcntl(ready[1], F_SETFD, FD_CLOEXEC);
        execve("/proc/self/exe", arguments, environment);
      }
      close(ready[0]);
      close(ready[1]);
      _exit(linger());
    }
    _exit(0);
  }
  close(ready[1]);
  wait(NULL);
  return read(ready[0], &end, 1) == 0 ? 3 : 1;
}

static int actOrphan(const char *argument) {
  return orphan(argument, 0);
}
static int actHiddenOrphan(const char *argument) {
  return orphan(argument, 1);
}

// Every process forks as long as there are less than `argument` in all; `apart`: each in a session of its own.
static int bomb(const char *argument, int apart) {
  atomic_ullong *count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (count == MAP_FAILED)
    return 1;
  while (atomic_fetch_add(count, 1) < number(argument))
    if (fork() == 0 && apart)
      setsid();
  return linger();
}

static int actBomb(const char *argument) {
  return bomb(argument, 0);
}
static int actBombApart(const char *argument) {
  return bomb(argument, 1);
}

// So many dead processes that nobody waits for.
static int actZombies(const char *argument) {
  for (unsigned long long i = 0; i < number(argument); ++i)
    if (fork() == 0)
      _exit(0);
  return linger();
}

// Takes so many MiB, step by step; 42 when it gets no more.
static int actHog(const char *argument) {
  for (unsigned long long i = 0; i < number(argument); ++i) {
    volatile char *memory = malloc(kMebibyte);
    if (!memory)
      return 42;
    for (size_t at = 0; at < kMebibyte; at += 512)
      memory[at] = 1;
  }
  return linger();
}

// So many MiB in one process, and four more that share them.
static int actShare(const char *argument) {
  const size_t bytes = (size_t)number(argument) * kMebibyte;
  char *memory = malloc(bytes);
  if (!memory)
    return 42;
  memset(memory, 1, bytes);
  for (int i = 0; i < 4; ++i)
    if (fork() == 0) {
      usleep(400000);
      _exit(0);
    }
  while (wait(NULL) > 0) {
  }
  return 0;
}

static int actSpin(const char *argument) {
  (void)argument;
  alarm(kSecondsToLive);
  for (volatile unsigned i = 0;; ++i) {
  }
}

static int actSpinBelow(const char *argument) {
  if (fork() == 0)
    _exit(actSpin(argument));
  wait(NULL);
  return 0;
}

static void *spin(void *argument) {
  actSpin(argument);
  return NULL;
}

// The main thread sleeps.
static int actSpinInThread(const char *argument) {
  (void)argument;
  pthread_t thread;
  if (pthread_create(&thread, NULL, spin, NULL) != 0)
    return 1;
  pthread_join(thread, NULL);
  return 0;
}

// Many files of one MiB in TMPDIR, `argument` of them.
static int actFillDisk(const char *argument) {
  static char bytes[kMebibyte];
  char below[] = "XXXXXX";
  if (chdir(getenv("TMPDIR")) != 0 || !mkdtemp(below) || chdir(below) != 0)
    return 1;
  for (unsigned long long i = 0; i < number(argument); ++i) {
    char name[32];
    snprintf(name, sizeof name, "%llu", i);
    const int file = open(name, O_WRONLY | O_CREAT, 0666);
    if (write(file, bytes, sizeof bytes) != (ssize_t)sizeof bytes)
      return 1;
    close(file);
  }
  return linger();
}

// One file of `argument` MiB in TMPDIR.
static int actBigFile(const char *argument) {
  static char bytes[kMebibyte];
  if (chdir(getenv("TMPDIR")) != 0)
    return 1;
  const int file = open("big", O_WRONLY | O_CREAT, 0666);
  for (unsigned long long i = 0; i < number(argument); ++i)
    if (write(file, bytes, sizeof bytes) != (ssize_t)sizeof bytes)
      return 1;
  return 0;
}

static int actVariable(const char *argument) {
  const char *value = getenv(argument);
  printf("%s", value ? value : "(unset)");
  return 0;
}

static int actDirectory(const char *argument) {
  char buffer[4096];
  (void)argument;
  printf("%s", getcwd(buffer, sizeof buffer));
  return 0;
}

// What the command was born with.
static int actSurroundings(const char *argument) {
  (void)argument;
  DIR *directory = opendir("/proc/self/fd");
  int descriptors = 0;
  while (readdir(directory))
    ++descriptors;
  closedir(directory);
  char byte;
  struct rlimit core;
  getrlimit(RLIMIT_CORE, &core);
  sigset_t mask;
  sigprocmask(SIG_SETMASK, NULL, &mask);
  int special = 0;
  for (int i = 1; i < NSIG; ++i) {
    struct sigaction action;
    special += sigismember(&mask, i) == 1;
    special += sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL;
  }
  // Besides the descriptors: ".", "..", and the one of the directory itself.
  printf("descriptors %d, input %d, core %llu, own session %d, signals %d", descriptors - 3, (int)read(0, &byte, 1),
         (unsigned long long)core.rlim_max, getsid(0) == getpid() && getpgrp() == getpid(), special);
  return 0;
}

static int ownPipe[2];

static void writeOwnPipe(int signal) {
  (void)signal;
  if (write(ownPipe[1], "x", 1) != 1)
    _exit(9);
}

static int readOwnPipe(void) {
  char byte;
  return read(ownPipe[0], &byte, 1) == 1 ? 0 : 1;
}

static void *runAndWrite(void *argument) {
  usleep(*(useconds_t *)argument);
  writeOwnPipe(0);
  return NULL;
}

enum { kTurns = 2000 };

/* Most of the time one of two threads waits for the other one, which is about to wait for it. */
static void *sendBack(void *answers) {
  const int *answer = answers;
  for (int i = 0; i < kTurns; ++i)
    if (readOwnPipe() != 0 || write(answer[1], "x", 1) != 1)
      _exit(4);
  return NULL;
}

static int playPingPong(void) {
  pthread_t thread;
  int answer[2];
  char byte;
  if (pipe(answer) != 0 || pthread_create(&thread, NULL, sendBack, answer) != 0)
    return 2;
  for (int i = 0; i < kTurns; ++i) {
    usleep(500);
    writeOwnPipe(0);
    if (read(answer[0], &byte, 1) != 1)
      return 3;
  }
  return pthread_join(thread, NULL);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *lockIt(void *argument) {
  pthread_mutex_lock(&lock);
  return argument;
}

// Waits for what `argument` says. What begins with "ever" never comes; the rest comes after a third of a second.
static int actAwait(const char *argument) {
  useconds_t pause = 333333;
  pthread_t thread;
  alarm(kSecondsToLive);
  if (pipe(ownPipe) != 0)
    return 2;
  if (strcmp(argument, "ever pipe") == 0)
    return readOwnPipe();
  if (strcmp(argument, "ever full pipe") == 0)
    while (1)
      writeOwnPipe(0);
  if (strcmp(argument, "ever lock") == 0) {
    lockIt(NULL);
    lockIt(NULL);
  }
  if (strcmp(argument, "ever thread") == 0) {
    lockIt(NULL);
    pthread_create(&thread, NULL, lockIt, NULL);
    return pthread_join(thread, NULL);
  }
  if (strcmp(argument, "ever child") == 0) {
    if (fork() == 0)
      return readOwnPipe();
    return wait(NULL) < 0;
  }
  if (strcmp(argument, "thread") == 0) {
    pthread_create(&thread, NULL, runAndWrite, &pause);
    return readOwnPipe();
  }
  if (strcmp(argument, "ping-pong") == 0)
    return playPingPong();
  if (strcmp(argument, "file signal") == 0) {
    int ends[2];
    if (pipe(ends) != 0 || fcntl(ends[0], F_SETOWN, getpid()) != 0 || fcntl(ends[0], F_SETSIG, SIGUSR2) != 0 ||
        fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK) != 0)
      return 2;
    signal(SIGUSR2, writeOwnPipe);
    if (fork() == 0) {
      usleep(pause);
      return write(ends[1], "x", 1) != 1;
    }
    return readOwnPipe();
  }
  if (strcmp(argument, "alarm of a child") == 0) {
    if (fork() == 0) {
      const struct itimerval once = {{0, 0}, {0, 333333}};
      setitimer(ITIMER_REAL, &once, NULL);
      while (1)
        sigsuspend(&(sigset_t){{0}});
    }
    return wait(NULL) < 0;
  }
  if (strcmp(argument, "child") == 0) {
    if (fork() == 0) {
      runAndWrite(&pause);
      return 0;
    }
    return readOwnPipe();
  }
  if (strcmp(argument, "interval timer") == 0) {
    const struct itimerval once = {{0, 0}, {0, 333333}};
    signal(SIGALRM, writeOwnPipe);
    setitimer(ITIMER_REAL, &once, NULL);
    return readOwnPipe();
  }
  if (strcmp(argument, "timer") == 0) {
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    const struct itimerspec once = {{0, 0}, {0, 333333333}};
    signal(SIGUSR1, writeOwnPipe);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 || timer_settime(timer, 0, &once, NULL) != 0)
      return 2;
    return readOwnPipe();
  }
  if (strcmp(argument, "hidden process") == 0) {
    char *arguments[] = {"misbehave", "write-late", NULL};
    char *environment[] = {NULL};
    if (fork() == 0) {
      setsid();
      if (fork() != 0)
        _exit(0);
      dup2(ownPipe[1], 3);
      execve("/proc/self/exe", arguments, environment);
      _exit(3);
    }
    wait(NULL);
    return readOwnPipe();
  }
  if (strcmp(argument, "time") == 0) {
    const struct timespec until = {time(NULL) + 1, 0};
    lockIt(NULL);
    return pthread_mutex_timedlock(&lock, &until) == 0;
  }
  return 2;
}

static int actWriteLate(const char *argument) {
  (void)argument;
  usleep(333333);
  return write(3, "x", 1) != 1;
}

static const struct {
  const char *name;
  int (*act)(const char *argument);
} kActions[] = {
    {"exit", actExit},
    {"signal", actSignal},
    {"print", actPrint},
    {"alternate", actAlternate},
    {"sleep", actSleep},
    {"ignore-signals", actIgnoreSignals},
    {"close-all", actCloseAll},
    {"orphan", actOrphan},
    {"hidden-orphan", actHiddenOrphan},
    {"bomb", actBomb},
    {"bomb-apart", actBombApart},
    {"zombies", actZombies},
    {"hog", actHog},
    {"share", actShare},
    {"spin", actSpin},
    {"spin-below", actSpinBelow},
    {"spin-in-thread", actSpinInThread},
    {"fill-disk", actFillDisk},
    {"big-file", actBigFile},
    {"variable", actVariable},
    {"directory", actDirectory},
    {"surroundings", actSurroundings},
    {"await", actAwait},
    {"write-late", actWriteLate},
};

int main(int argc, char **argv) {
  for (size_t i = 0; argc > 1 && i < sizeof kActions / sizeof *kActions; ++i)
    if (strcmp(argv[1], kActions[i].name) == 0)
      return kActions[i].act(argc > 2 ? argv[2] : NULL);
  fprintf(stderr, "misbehave: unknown action\n");
  return 2;
}
