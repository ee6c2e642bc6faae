/* liballele-server.so: the fork server, preloaded by the driver into a dynamically linked program. The contract is
 * allele/server.h.
 *
 * It lives in the user's process and must leave no trace there: no malloc (the heap of a test is what it would be
 * without a server), no stdio, no descriptor but the driver's socket, which children don't get. */
#define _GNU_SOURCE /* RTLD_NEXT, close_range */
#include "allele/server.h"

#include "Budgets.h"
#include "Index.h"
#include "Memory.h"
#include "Pages.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

typedef int (*Main)(int argc, char **argv, char **envp);

/* What the processes of a run tell the server. */
typedef struct Shared {
  AlleleServerPage page; /* what the driver sees: the first, since it maps no more */
  uint32_t hadThreads;
  uint32_t wasExhausted;
  uint32_t begun, ended; /* processes that count */
  uint64_t count;        /* theirs; of a run with a mutant in whole shares */
} Shared;

typedef struct Object {
  AlleleObject sections;
  void (**exhausted)(const AlleleFunction *);
  void (*rearm)(void);
  AlleleIndex index;
  uint32_t firstFunction; /* the number of its first one among those of all objects */
} Object;

typedef struct Test {
  AlleleServerTest head;
  AlleleBudgets budgets;
  char **arguments;           /* ends with NULL */
  const AllelePageRun *pages; /* that its runs touch; null: not known yet */
  uint32_t pageCount;
} Test;

static struct {
  int socket;
  Main programMain;
  char **environment; /* of main() */
  size_t mutantSlot;  /* of ALLELE_MUTANT in it */
  char *runNumber;    /* 12 digits in ALLELE_RUN, where /proc shows them */
  Object *objects;
  uint32_t objectCount, objectCapacity;
  Test *tests;
  uint32_t testCount, testCapacity;
  Shared *shared;
  uint64_t *functionCounts; /* of all functions in a run that counts; shared with its processes */
  uint32_t functionCount;
  uint32_t strangers;
  AllelePages *pages;              /* of the child whose pages are found, shared with it */
  pid_t findingPages;              /* the process that has pages to tell; 0: none */
  const AlleleServerTest *running; /* in a child with a mutant */
  uint64_t share;                  /* what a function may count before it tells; 0: not all of them count yet */
  pid_t counting;                  /* the process that has counts to tell; 0: none */
} server = {.socket = -1};

static char mutantVariable[] = ALLELE_ENV_MUTANT "=0000000000000000";

/* The driver sees the end of the process and says so. */
_Noreturn static void giveUp(void) {
  syscall(SYS_exit_group, ALLELE_EXIT_CODE);
  __builtin_unreachable();
}

/* ---- registration ---- */

static void serve(const AlleleServed *served) {
  if (served->magic != ALLELE_SERVED_MAGIC) {
    ++server.strangers;
    return;
  }
  server.objects = alleleGrow(server.objects, &server.objectCapacity, server.objectCount, sizeof *server.objects);
  Object *object = server.objects == NULL ? NULL : &server.objects[server.objectCount];
  if (object == NULL) {
    giveUp();
  }
  object->sections = *served->object;
  object->exhausted = served->exhausted;
  object->rearm = served->rearm;
  ++server.objectCount;
}

static const char *valueOf(const char *entry, const char *name) {
  size_t length = strlen(name);
  return strncmp(entry, name, length) == 0 && entry[length] == '=' ? entry + length + 1 : NULL;
}

/* Before all other constructors (the library is linked with -z initfirst), so also before libc has an environment of
 * its own. */
__attribute__((constructor)) static void begin(int argc, char **argv, char **environment) {
  (void)argc;
  (void)argv;
  char *address = NULL;
  for (char **entry = environment; *entry != NULL; ++entry) {
    const char *value = valueOf(*entry, ALLELE_ENV_SERVER_SOCKET);
    if (value != NULL) {
      server.socket = (int)strtol(value, NULL, 10);
    }
    value = valueOf(*entry, ALLELE_ENV_SERVER);
    if (value != NULL && strlen(value) == sizeof ALLELE_SERVER_NOBODY - 1) {
      address = *entry + (value - *entry);
    }
  }
  if (server.socket < 0 || address == NULL) {
    server.socket = -1;
    return;
  }
  uintptr_t number = (uintptr_t)&serve;
  for (size_t i = sizeof ALLELE_SERVER_NOBODY - 1; i-- > 0; number >>= 4) {
    address[i] = "0123456789abcdef"[number & 15];
  }
}

/* ---- the socket ---- */

static bool writeAll(const void *data, size_t size) {
  const char *next = data;
  while (size != 0) {
    ssize_t count = send(server.socket, next, size, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    next += count;
    size -= (size_t)count;
  }
  return true;
}

/* Takes a descriptor that comes with the bytes, if `descriptor` isn't null. */
static bool readAll(void *data, size_t size, int *descriptor) {
  char *next = data;
  while (size != 0) {
    struct iovec part = {next, size};
    union {
      struct cmsghdr header;
      char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = descriptor != NULL ? sizeof control : 0};
    ssize_t count = recvmsg(server.socket, &message, MSG_CMSG_CLOEXEC);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    struct cmsghdr *header = descriptor != NULL ? CMSG_FIRSTHDR(&message) : NULL;
    if (header != NULL && header->cmsg_type == SCM_RIGHTS) {
      memcpy(descriptor, CMSG_DATA(header), sizeof(int));
    }
    next += count;
    size -= (size_t)count;
  }
  return true;
}

/* The message and a descriptor with its first byte. */
static bool sendWithDescriptor(void *data, size_t size, int descriptor) {
  struct iovec part = {data, size};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
  ssize_t count = 0;
  while ((count = sendmsg(server.socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return count > 0 && writeAll((char *)data + count, size - (size_t)count);
}

static void answer(uint32_t kind, const void *content, size_t size) {
  AlleleServerMessage message = {kind, (uint32_t)size};
  if (!writeAll(&message, sizeof message) || !writeAll(content, size)) {
    giveUp();
  }
}

/* ---- hello ---- */

static uint32_t countEntries(const char *directory, bool (*counts)(const char *name)) {
  uint32_t count = 0;
  int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  char buffer[4096];
  long size = 0;
  while (descriptor >= 0 && (size = syscall(SYS_getdents64, descriptor, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < size;) {
      const struct dirent64 *entry = (const struct dirent64 *)(buffer + at);
      long number = strtol(entry->d_name, NULL, 10);
      count += entry->d_name[0] != '.' && number != descriptor && counts(entry->d_name);
      at += entry->d_reclen;
    }
  }
  if (descriptor >= 0) {
    close(descriptor);
  }
  return count;
}

static bool isThread(const char *name) {
  (void)name;
  return true;
}

static bool isOpenFile(const char *name) {
  long number = strtol(name, NULL, 10);
  return number > STDERR_FILENO && number != server.socket;
}

static void sayHello(void) {
  struct {
    AlleleServerMessage head;
    AlleleServerHello hello;
  } message = {{ALLELE_SERVER_HELLO, sizeof(AlleleServerHello)},
               {ALLELE_SERVER_MAGIC, countEntries("/proc/self/task", isThread),
                countEntries("/proc/self/fd", isOpenFile), server.strangers, 0}};
  int page = -1;
  server.shared = alleleMapShared(sizeof *server.shared, &page);
  if (server.shared == NULL || !sendWithDescriptor(&message, sizeof message, page)) {
    giveUp();
  }
  close(page);
}

/* ---- budgets ---- */

/* So many times do functions ask before all of them together have reached the limit. */
#define ALLELE_SHARES 256

static void fillBudgets(uint64_t budget) {
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    const AlleleObject *sections = &server.objects[i].sections;
    for (uint64_t *cell = sections->budgets; cell != sections->budgetsEnd; ++cell) {
      *cell = budget;
    }
  }
}

static void runAllTwins(void) {
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    const AlleleObject *sections = &server.objects[i].sections;
    memset(sections->functionSwitches, 1, (size_t)(sections->functionSwitchesEnd - sections->functionSwitches));
  }
}

/* From here on every function that is entered counts. */
static void countAll(uint64_t limit) {
  __atomic_store_n(&server.shared->page.countsAll, 1, __ATOMIC_RELAXED);
  server.share = limit / ALLELE_SHARES;
  fillBudgets(server.share);
  runAllTwins();
}

/* All processes of the run count together. */
static void exhausted(const AlleleFunction *function) {
  const AlleleServerTest *test = server.running;
  if (server.share == 0) {
    countAll(test->limit);
    return;
  }
  if (__atomic_add_fetch(&server.shared->count, server.share, __ATOMIC_RELAXED) < test->limit) {
    *alleleBudget(function) = server.share;
    return;
  }
  __atomic_store_n(&server.shared->wasExhausted, 1, __ATOMIC_RELEASE);
  kill(0, SIGKILL); /* the whole run; in a session of its own the process itself at least */
  kill(getpid(), SIGKILL);
}

static void abortAtOnce(const AlleleFunction *function) {
  (void)function;
  abort();
}

/* A test that doesn't notice this notices nothing. */
static void armCanary(void) {
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    *server.objects[i].exhausted = abortAtOnce;
  }
  fillBudgets(0);
  runAllTwins();
}

/* Arms the mutant, with the budgets of the test if it has some. */
static void arm(const AlleleServerRun *run, const Test *test) {
  server.running = &test->head;
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    const Object *object = &server.objects[i];
    *object->exhausted = exhausted;
    alleleIndexArm(&object->index, &object->sections, run->mutant, &test->budgets, object->firstFunction);
  }
  if (run->mode == ALLELE_SERVER_ALL_TWINS) {
    countAll(test->head.suspicion != 0 ? test->head.limit : ALLELE_BUDGET_UNLIMITED);
  }
}

/* ---- counting ---- */

static void startCounting(void) {
  server.counting = getpid();
  __atomic_fetch_add(&server.shared->begun, 1, __ATOMIC_RELAXED);
}

/* What the parent did isn't the child's. */
static void countInChild(void) {
  if (server.counting != 0) {
    fillBudgets(ALLELE_BUDGET_UNLIMITED);
    startCounting();
  }
}

/* Not in a child of vfork(), which shares the memory of its parent. */
static void tellCounts(void) {
  if (server.counting == 0 || server.counting != getpid()) {
    return;
  }
  server.counting = 0;
  uint64_t count = 0;
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    const Object *object = &server.objects[i];
    uint64_t *counts = server.functionCounts + object->firstFunction;
    for (const AlleleFunction *function = object->sections.functions; function != object->sections.functionsEnd;
         ++function, ++counts) {
      const uint64_t *cell = alleleBudget(function);
      if (cell != NULL && *cell != ALLELE_BUDGET_UNLIMITED) {
        __atomic_fetch_add(counts, ALLELE_BUDGET_UNLIMITED - *cell, __ATOMIC_RELAXED);
        count += ALLELE_BUDGET_UNLIMITED - *cell;
      }
    }
  }
  __atomic_fetch_add(&server.shared->count, count, __ATOMIC_RELAXED);
  __atomic_fetch_add(&server.shared->ended, 1, __ATOMIC_RELAXED);
}

static void tellPages(void) {
  if (server.findingPages != 0 && server.findingPages == getpid()) {
    server.findingPages = 0;
    int savedErrno = errno;
    allelePagesFind(server.pages);
    errno = savedErrno;
  }
}

__attribute__((destructor)) static void end(void) {
  tellCounts();
  tellPages();
}

_Noreturn EXPORTED void _exit(int status) {
  tellCounts();
  tellPages();
  while (true) {
    syscall(SYS_exit_group, status);
  }
}

_Noreturn EXPORTED void _Exit(int status) {
  _exit(status);
}

EXPORTED int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
  typedef int (*Create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  static Create create;
  if (create == NULL) {
    *(void **)&create = dlsym(RTLD_NEXT, "pthread_create");
  }
  if (server.shared != NULL) {
    server.shared->hadThreads = 1;
  }
  return create != NULL ? create(thread, attributes, run, argument) : ENOSYS;
}

/* ---- tests ---- */

static void takeTest(char *content, size_t size) {
  AlleleServerTest head;
  if (size < sizeof head) {
    giveUp();
  }
  memcpy(&head, content, sizeof head);
  if (head.test > server.testCount) {
    giveUp();
  }
  if (head.test == server.testCount) {
    server.tests = alleleGrow(server.tests, &server.testCapacity, server.testCount++, sizeof *server.tests);
  }
  char **arguments = (char **)alleleAllocate((head.argumentCount + 1ULL) * sizeof *arguments);
  if (server.tests == NULL || arguments == NULL) {
    giveUp();
  }
  size_t functionsSize = head.functionCount * sizeof(AlleleServerFunction);
  size_t at = sizeof head + functionsSize;
  if (at > size) {
    giveUp();
  }
  AlleleBudgets budgets = {(const AlleleServerFunction *)(content + sizeof head), head.functionCount,
                           head.suspicion != 0 ? head.suspicion : ALLELE_BUDGET_UNLIMITED};
  for (uint32_t i = 0; i < head.argumentCount; ++i) {
    arguments[i] = content + at;
    at += strnlen(content + at, size - at) + 1;
    if (at > size) {
      giveUp();
    }
  }
  arguments[head.argumentCount] = NULL;
  Test *old = &server.tests[head.test];
  bool isSame = old->arguments != NULL && old->head.argumentCount == head.argumentCount;
  for (uint32_t i = 0; isSame && i < head.argumentCount; ++i) {
    isSame = strcmp(old->arguments[i], arguments[i]) == 0;
  }
  Test test = {head, budgets, arguments, isSame ? old->pages : NULL, isSame ? old->pageCount : 0};
  server.tests[head.test] = test;
}

/* ---- runs ---- */

static void limit(int resource, uint64_t soft, uint64_t hard) {
  struct rlimit own;
  if (soft == 0 || getrlimit(resource, &own) != 0) {
    return;
  }
  if (hard < own.rlim_max) {
    own.rlim_max = hard;
  }
  own.rlim_cur = soft < own.rlim_max ? soft : own.rlim_max;
  setrlimit(resource, &own);
}

static void writeDigits(char *text, size_t count, uint64_t number, unsigned base) {
  while (count-- > 0) {
    text[count] = "0123456789abcdef"[number % base];
    number /= base;
  }
}

static uint32_t armedSites(uint64_t mutant) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < server.objectCount; ++i) {
    count += alleleIndexCount(&server.objects[i].index, mutant);
  }
  return count;
}

static void prepareChild(const AlleleServerRun *run, const Test *test, int output) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  close(output);
  close(server.socket);
  limit(RLIMIT_CORE, 1, 0);
  limit(RLIMIT_CPU, run->cpuSeconds, run->cpuSeconds + 1);
  limit(RLIMIT_FSIZE, run->fileSizeBytes, run->fileSizeBytes);
  limit(RLIMIT_AS, run->addressSpaceBytes, run->addressSpaceBytes);
  if (test->pages != NULL) {
    allelePagesGet(test->pages, test->pageCount);
  } else if (run->mode != ALLELE_SERVER_COUNT && run->mode != ALLELE_SERVER_CANARY) {
    server.findingPages = getpid();
  }
  writeDigits(server.runNumber, 12, run->number, 10);
  if (run->mode == ALLELE_SERVER_MUTANT || run->mode == ALLELE_SERVER_ALL_TWINS) {
    /* For programs that this one starts, and for libraries that it loads. */
    writeDigits(mutantVariable + sizeof ALLELE_ENV_MUTANT, 16, run->mutant, 16);
    server.environment[server.mutantSlot] = mutantVariable;
    arm(run, test);
  }
  if (run->mode == ALLELE_SERVER_CANARY) {
    armCanary();
  }
  if (run->mode == ALLELE_SERVER_COUNT) {
    runAllTwins();
    startCounting();
  }
  /* What the server did must not be what an uninitialised variable holds: that would vary from run to run. */
  volatile char stack[16384];
  for (size_t i = 0; i < sizeof stack; ++i) {
    stack[i] = 0;
  }
}

/* What a run without a mutant counted, behind AlleleServerEnded. Takes it, for the next run. */
static AlleleServerFunction *takeFunctionCounts(AlleleServerFunction *next) {
  for (uint32_t i = 0; i < server.functionCount; ++i) {
    uint64_t count = server.functionCounts[i];
    if (count != 0) {
      server.functionCounts[i] = 0;
      next->function = i;
      next->count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
      ++next;
    }
  }
  return next;
}

static void sendEnd(pid_t process, bool isCounting) {
  siginfo_t info;
  struct rusage usage;
  memset(&usage, 0, sizeof usage);
  /* The library's waitid() has no usage. It stays a zombie. */
  while (syscall(SYS_waitid, P_PID, process, &info, WEXITED | WNOWAIT, &usage) != 0) {
    if (errno != EINTR) {
      giveUp();
    }
  }
  const Shared *shared = server.shared;
  static AlleleServerEnded *message; /* with room for all functions */
  if (message == NULL) {
    message = alleleMap(sizeof *message + server.functionCount * sizeof(AlleleServerFunction), false);
  }
  if (message == NULL) {
    giveUp();
  }
  AlleleServerEnded ended;
  memset(&ended, 0, sizeof ended);
  ended.status = info.si_code == CLD_EXITED ? (info.si_status & 0xff) << 8 : info.si_status & 0x7f;
  ended.hadThreads = shared->hadThreads;
  ended.wasExhausted = shared->wasExhausted;
  ended.countIsWhole = shared->begun == shared->ended;
  ended.count = shared->count;
  ended.userMicroseconds = (uint64_t)usage.ru_utime.tv_sec * 1000000 + (uint64_t)usage.ru_utime.tv_usec;
  ended.systemMicroseconds = (uint64_t)usage.ru_stime.tv_sec * 1000000 + (uint64_t)usage.ru_stime.tv_usec;
  ended.peakMemoryBytes = (uint64_t)usage.ru_maxrss * 1024;
  *message = ended;
  AlleleServerFunction *functions = (AlleleServerFunction *)(message + 1);
  const AlleleServerFunction *functionsEnd = isCounting ? takeFunctionCounts(functions) : functions;
  answer(ALLELE_SERVER_ENDED, message, (size_t)((const char *)functionsEnd - (const char *)message));
}

/* What the child told that has ended. */
static void keepPages(Test *test) {
  size_t size = server.pages->count * sizeof *test->pages;
  AllelePageRun *pages = size == 0 ? NULL : alleleAllocate(size);
  if (pages != NULL) {
    memcpy(pages, server.pages->runs, size);
    test->pages = pages;
    test->pageCount = server.pages->count;
    server.pages->count = 0;
  }
}

/* Returns in a child only: the value that its main() returned. */
static bool takeRun(const AlleleServerRun *run, int output, int *status) {
  if (run->test >= server.testCount || output < 0) {
    giveUp();
  }
  memset(server.shared, 0, sizeof *server.shared);
  AlleleServerStarted started;
  memset(&started, 0, sizeof started);
  started.armedSites =
      run->mode == ALLELE_SERVER_MUTANT || run->mode == ALLELE_SERVER_ALL_TWINS ? armedSites(run->mutant) : 0;
  started.process = fork();
  if (started.process == 0) {
    const Test *test = &server.tests[run->test];
    prepareChild(run, test, output);
    *status = server.programMain((int)test->head.argumentCount, test->arguments, server.environment);
    return true;
  }
  if (started.process < 0) {
    started.process = 0;
    started.errorNumber = errno;
  }
  close(output);
  answer(ALLELE_SERVER_STARTED, &started, sizeof started);
  if (started.process != 0) {
    sendEnd(started.process, run->mode == ALLELE_SERVER_COUNT);
    keepPages(&server.tests[run->test]);
  }
  return false;
}

/* ---- main ---- */

/* Takes what only the server was to know out of the environment, and finds what changes with each run. */
static void readEnvironment(char **environment) {
  char **kept = environment;
  bool hasMutant = false;
  for (char **entry = environment; *entry != NULL; ++entry) {
    const char *preloaded = valueOf(*entry, "LD_PRELOAD");
    const char *others = preloaded != NULL ? strchr(preloaded, ':') : NULL;
    if (valueOf(*entry, ALLELE_ENV_SERVER) != NULL || valueOf(*entry, "LD_BIND_NOW") != NULL ||
        valueOf(*entry, ALLELE_ENV_SERVER_SOCKET) != NULL || (preloaded != NULL && others == NULL)) {
      continue;
    }
    if (others != NULL) {
      memmove(*entry + (preloaded - *entry), others + 1, strlen(others + 1) + 1);
    }
    const char *mark = valueOf(*entry, "ALLELE_RUN");
    if (mark != NULL && strlen(mark) > 12) {
      server.runNumber = *entry + strlen(*entry) - 12;
    }
    if (valueOf(*entry, ALLELE_ENV_MUTANT) != NULL) {
      server.mutantSlot = (size_t)(kept - environment);
      hasMutant = true;
    }
    *kept++ = *entry;
  }
  *kept = NULL;
  server.environment = environment;
  if (!hasMutant || server.runNumber == NULL) {
    giveUp();
  }
}

static void prepare(void) {
  server.pages = alleleMap(sizeof *server.pages, true);
  bool isReady = server.pages != NULL && pthread_atfork(NULL, NULL, countInChild) == 0;
  for (uint32_t i = 0; isReady && i < server.objectCount; ++i) {
    Object *object = &server.objects[i];
    isReady = alleleIndexMake(&object->index, &object->sections);
    object->firstFunction = server.functionCount;
    server.functionCount += (uint32_t)(object->sections.functionsEnd - object->sections.functions);
  }
  server.functionCounts = alleleMap(server.functionCount * sizeof *server.functionCounts + 1, true);
  isReady = isReady && server.functionCounts != NULL;
  if (!isReady) {
    giveUp();
  }
}

static int serverMain(int argc, char **argv, char **environment) {
  (void)argc;
  (void)argv;
  readEnvironment(environment);
  prepare();
  sayHello();
  while (true) {
    AlleleServerMessage message;
    int output = -1;
    if (!readAll(&message, sizeof message, &output)) {
      giveUp(); /* the driver has ended */
    }
    /* Tests stay; for what is forgotten at once there is the stack. */
    bool isTest = message.kind == ALLELE_SERVER_TEST;
    AlleleServerRun run;
    char *content = isTest ? alleleAllocate(message.size) : (char *)&run;
    if (content == NULL || (!isTest && message.size > sizeof run) || !readAll(content, message.size, NULL)) {
      giveUp();
    }
    int status = 0;
    if (isTest) {
      takeTest(content, message.size);
    } else if (message.kind == ALLELE_SERVER_READY) {
      for (uint32_t i = 0; i < server.objectCount; ++i) {
        if (server.objects[i].rearm != NULL) {
          server.objects[i].rearm();
        }
      }
    } else if (message.kind == ALLELE_SERVER_RUN && message.size == sizeof run) {
      while (waitpid(-1, NULL, WNOHANG) > 0) {
      }
      if (takeRun(&run, output, &status)) {
        return status;
      }
    } else {
      giveUp();
    }
  }
}

// NOLINTNEXTLINE(readability-identifier-naming): libc's
EXPORTED int __libc_start_main(Main programMain, int argc, char **argv, void (*init)(void), void (*fini)(void),
                               void (*loaderFini)(void), void *stackEnd) {
  typedef int (*Start)(Main, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
  Start start = NULL;
  *(void **)&start = dlsym(RTLD_NEXT, "__libc_start_main");
  if (start == NULL) {
    giveUp();
  }
  if (server.socket >= 0) {
    server.programMain = programMain;
    programMain = serverMain;
  }
  return start(programMain, argc, argv, init, fini, loaderFini, stackEnd);
}
