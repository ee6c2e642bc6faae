/* Recording within one process: what is noted, what is disarmed, and that no bit is lost between threads and
 * processes. Runs in an empty working directory of its own. */
#include "Fixture.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

static const char *const kRecordFile = "record";

/* Starts over with an empty record file and registers the fixture with it. */
static void startRecording(Fixture *fixture) {
  makeRecordFile(kRecordFile);
  setenv(ALLELE_ENV_RECORD, kRecordFile, 1);
  errno = EXDEV;
  registerFixture(fixture);
  CHECK(errno == EXDEV);
}

static int seen(uint64_t id) {
  return readSeen(kRecordFile, id, NULL, NULL);
}

enum { kReached = ALLELE_SEEN_REACHED, kInfected = ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED };

static const uint32_t kAddAndSub[] = {ALLELE_ACTION_ADD, ALLELE_ACTION_SUB};

static void everythingIsArmedAtTheStart(void) {
  static Fixture fixture;
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x10, kAddAndSub, 2);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x20, kAddAndSub, 2);
  uint32_t without = addFunction(&fixture);
  startRecording(&fixture);
  CHECK(fixture.functionSwitches[f] == 1);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_RECORD && fixture.siteSwitches[f][1] == ALLELE_SITE_RECORD);
  CHECK(fixture.functionSwitches[without] == 0);
  CHECK(seen(0x10) == 0 && seen(0x11) == 0 && seen(0x20) == 0 && seen(0x21) == 0 && seen(0x30) == -1);
}

static void reachedIsNotInfected(void) {
  static Fixture fixture;
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x10, kAddAndSub, 2);
  startRecording(&fixture);
  const AlleleFunction *function = &fixture.functions[f];
  CHECK(__allele_int_v1(function, 0, 7, 7, 0) == 7); /* 7 * 1 as 7 + 0 and 7 - 0 */
  CHECK(seen(0x10) == kReached && seen(0x11) == kReached);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_RECORD);
  CHECK(__allele_int_v1(function, 0, 5, 2, 3) == 5);
  CHECK(seen(0x10) == kReached && seen(0x11) == kInfected);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_RECORD && fixture.functionSwitches[f] == 1);
  CHECK(__allele_int_v1(function, 0, 6, 2, 3) == 6);
  CHECK(seen(0x10) == kInfected && seen(0x11) == kInfected);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_OFF && fixture.functionSwitches[f] == 0);
}

static void probesGoIntoTheRecordFile(void) {
  static Fixture fixture;
  uint32_t first = addFunction(&fixture);
  uint32_t second = addFunction(&fixture);
  addProbes(&fixture, first);
  addProbes(&fixture, second);
  addSite(&fixture, second, ALLELE_SITE_INT, 32, 0x10, kAddAndSub, 2);
  startRecording(&fixture);
  CHECK(fixture.functionSwitches[first] == 1 && fixture.functionSwitches[second] == 1);
  passProbe(&fixture, second, 2);
  CHECK(readProbed(kRecordFile, second * kFixtureProbes + 2) == 1);
  CHECK(readProbed(kRecordFile, second * kFixtureProbes + 1) == 0);
  CHECK(readProbed(kRecordFile, first * kFixtureProbes + 2) == 0);
  CHECK(fixture.probes[second][2] == 0);
}

static void probesThatAreLeftKeepTheTwin(void) {
  static Fixture fixture;
  uint32_t f = addFunction(&fixture);
  addProbes(&fixture, f);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x10, kAddAndSub, 1);
  startRecording(&fixture);
  CHECK(__allele_int_v1(&fixture.functions[f], 0, 5, 2, 4) == 5);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_OFF && fixture.functionSwitches[f] == 1);
  for (uint32_t probe = 0; probe < kFixtureProbes; ++probe) {
    passProbe(&fixture, f, probe);
  }
  registerFixture(&fixture); /* the next process */
  CHECK(fixture.functionSwitches[f] == 0);
}

static void withoutRecordingProbesAreTheObjects(void) {
  static Fixture fixture;
  uint32_t f = addFunction(&fixture);
  addProbes(&fixture, f);
  unsetenv(ALLELE_ENV_RECORD);
  registerFixture(&fixture);
  CHECK(__allele_probe_delta_v1 == 0 && fixture.functionSwitches[f] == 0);
}

static void aTrapIsInfectedAndNotExecuted(void) {
  static Fixture fixture;
  const uint32_t actions[] = {ALLELE_ACTION_SDIV, ALLELE_ACTION_UDIV};
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x10, actions, 2);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x20, actions, 1);
  startRecording(&fixture);
  CHECK(__allele_int_v1(&fixture.functions[f], 0, 0, 5, 0) == 0);
  CHECK(seen(0x10) == kInfected && seen(0x11) == kInfected);
  CHECK(__allele_int_v1(&fixture.functions[f], 1, 0, 0x80000000U, UINT32_MAX) == 0);
  CHECK(seen(0x20) == kInfected);
}

static void pickedAlternativesAreInfected(void) {
  static Fixture fixture;
  const uint32_t actions[] = {ALLELE_ACTION_IN_LINE};
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_PICK, 0, 0x10, actions, 1);
  startRecording(&fixture);
  CHECK(__allele_pick_v1(&fixture.functions[f], 0) == 0);
  CHECK(seen(0x10) == kInfected);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_OFF && fixture.functionSwitches[f] == 0);
}

static void floatsAreComparedByBitsInTheirOwnWidth(void) {
  static Fixture fixture;
  const uint32_t actions[] = {ALLELE_ACTION_ADD, ALLELE_ACTION_NEG};
  const uint32_t less[] = {ALLELE_ACTION_SLE, ALLELE_ACTION_SGE};
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_FLOAT, 32, 0x10, actions, 2);
  addSite(&fixture, f, ALLELE_SITE_FLOAT, 64, 0x20, actions, 2);
  addSite(&fixture, f, ALLELE_SITE_FCMP, 64, 0x30, less, 2);
  addSite(&fixture, f, ALLELE_SITE_FLOAT, 16, 0x40, actions, 2);
  startRecording(&fixture);
  const AlleleFunction *function = &fixture.functions[f];
  double nan = (double)__builtin_nanf("");
  /* 1 + 2^-30 is 1 as a float and isn't as a double. */
  CHECK(__allele_float_v1(function, 0, 1, 1, 0x1p-30) == 1);
  CHECK(__allele_float_v1(function, 1, 1, 1, 0x1p-30) == 1);
  CHECK(seen(0x10) == kReached && seen(0x20) == kInfected);
  CHECK(__allele_float_v1(function, 3, 1, 1, 0x1p-12) == 1);
  CHECK(seen(0x40) == kReached && seen(0x41) == kInfected);
  __allele_float_v1(function, 3, 1, 1, 0x1p-10);
  CHECK(seen(0x40) == kInfected);
  /* The same NaN isn't infected, 0 and -0 differ. */
  static Fixture zeros;
  uint32_t g = addFunction(&zeros);
  addSite(&zeros, g, ALLELE_SITE_FLOAT, 64, 0x50, actions, 2);
  startRecording(&zeros);
  __allele_float_v1(&zeros.functions[g], 0, nan, nan, 1);
  CHECK(seen(0x50) == kReached);
  __allele_float_v1(&zeros.functions[g], 0, -0.0, 0.0, 0.0);
  CHECK(seen(0x50) == kInfected);
  startRecording(&fixture);
  __allele_fcmp_v1(function, 2, 0, nan, 1);
  CHECK(seen(0x30) == kReached && seen(0x31) == kReached);
  __allele_fcmp_v1(function, 2, 0, 1, 1);
  CHECK(seen(0x30) == kInfected && seen(0x31) == kInfected);
}

static void anAbsorberGoesBackWhenAllItAbsorbedIsDisarmed(void) {
  static Fixture fixture;
  const uint32_t one[] = {ALLELE_ACTION_ONE};
  uint32_t inner = addFunction(&fixture);
  uint32_t middle = addFunction(&fixture);
  uint32_t outer = addFunction(&fixture); /* no sites of its own */
  uint32_t apart = addFunction(&fixture);
  addSite(&fixture, inner, ALLELE_SITE_INT, 32, 0x10, one, 1);
  addSite(&fixture, middle, ALLELE_SITE_INT, 32, 0x20, one, 1);
  addSite(&fixture, middle, ALLELE_SITE_INT, 32, 0x21, one, 1);
  addSite(&fixture, apart, ALLELE_SITE_INT, 32, 0x30, one, 1);
  addAbsorbed(&fixture, middle, inner);
  addAbsorbed(&fixture, outer, middle);
  addAbsorbed(&fixture, outer, inner);
  startRecording(&fixture);
  const uint8_t *switches = fixture.functionSwitches;
  CHECK(switches[inner] == 1 && switches[middle] == 1 && switches[outer] == 1 && switches[apart] == 1);
  __allele_int_v1(&fixture.functions[middle], 0, 0, 0, 0);
  CHECK(switches[inner] == 1 && switches[middle] == 1 && switches[outer] == 1);
  __allele_int_v1(&fixture.functions[middle], 1, 0, 0, 0);
  CHECK(switches[inner] == 1 && switches[middle] == 1 && switches[outer] == 1);
  __allele_int_v1(&fixture.functions[inner], 0, 0, 0, 0);
  CHECK(switches[inner] == 0 && switches[middle] == 0 && switches[outer] == 0 && switches[apart] == 1);
  /* And in the other order: the inner one first leaves the outer ones armed. */
  startRecording(&fixture);
  __allele_int_v1(&fixture.functions[inner], 0, 0, 0, 0);
  CHECK(switches[inner] == 0 && switches[middle] == 1 && switches[outer] == 1);
}

static void whatAnotherProcessSawIsNotArmedAgain(void) {
  static Fixture fixture;
  const uint32_t one[] = {ALLELE_ACTION_ONE};
  uint32_t f = addFunction(&fixture);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x10, one, 1);
  addSite(&fixture, f, ALLELE_SITE_INT, 32, 0x20, one, 1);
  startRecording(&fixture);
  __allele_int_v1(&fixture.functions[f], 0, 0, 0, 0);
  fixture.siteSwitches[f][0] = 0;
  fixture.siteSwitches[f][1] = 0;
  registerFixture(&fixture);
  int chunks = 0;
  CHECK(readSeen(kRecordFile, 0x10, &chunks, NULL) == kInfected);
  CHECK(chunks == 1);
  CHECK(fixture.siteSwitches[f][0] == ALLELE_SITE_OFF && fixture.siteSwitches[f][1] == ALLELE_SITE_RECORD);
  CHECK(fixture.functionSwitches[f] == 1);
}

static void objectsHaveChunksOfTheirOwn(void) {
  static Fixture first;
  static Fixture second;
  const uint32_t one[] = {ALLELE_ACTION_ONE};
  addSite(&first, addFunction(&first), ALLELE_SITE_INT, 32, 0x10, one, 1);
  addSite(&second, addFunction(&second), ALLELE_SITE_INT, 32, 0x20, one, 1);
  startRecording(&first);
  registerFixture(&second);
  registerFixture(&first);
  int chunks = 0;
  char path[4096];
  char program[4096];
  CHECK(readSeen(kRecordFile, 0x20, &chunks, path) == 0 && chunks == 2);
  CHECK(realpath("/proc/self/exe", program) != NULL && strcmp(path, program) == 0);
}

/* ---- at the same time ---- */

static Fixture shared;
static const uint32_t kManyActions = 16;

/* 8 functions of 4 sites with 16 mutants each; site number n has the ids 0x1000 + 16 n and up. */
static void makeShared(void) {
  memset(&shared, 0, sizeof shared);
  uint32_t actions[16];
  for (uint32_t i = 0; i < kManyActions; ++i) {
    actions[i] = ALLELE_ACTION_A;
  }
  for (uint32_t f = 0; f < kFixtureFunctions; ++f) {
    addFunction(&shared);
    for (uint32_t site = 0; site < kFixtureSites; ++site) {
      for (uint32_t i = 0; i < kManyActions; ++i) {
        actions[i] = i % 2 == 0 ? ALLELE_ACTION_A : ALLELE_ACTION_NEG;
      }
      addSite(&shared, f, ALLELE_SITE_INT, 32, 0x1000 + kManyActions * (f * kFixtureSites + site), actions,
              kManyActions);
    }
  }
}

static const uintptr_t kWorkers[8] = {0, 1, 2, 3, 4, 5, 6, 7};

/* Reaches every site; odd workers infect the even mutants only and even workers the odd ones only, so that a complete
 * result takes both. */
static void *visitAll(void *argument) {
  uintptr_t worker = *(const uintptr_t *)argument;
  for (uint32_t f = 0; f < kFixtureFunctions; ++f) {
    for (uint32_t site = 0; site < kFixtureSites; ++site) {
      if (worker % 2 == 0) {
        __allele_int_v1(&shared.functions[f], site, 1, 1, 0); /* A gives 1 as before, NEG gives -1 */
      } else {
        __allele_int_v1(&shared.functions[f], site, 0, 1, 0); /* A gives 1 instead of 0, NEG gives 0 as before */
      }
    }
  }
  return NULL;
}

/* Lets all that share it start at the same moment. */
typedef struct Barrier {
  int waiting, parties;
} Barrier;

static void pass(Barrier *barrier) {
  __atomic_add_fetch(&barrier->waiting, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&barrier->waiting, __ATOMIC_SEQ_CST) < barrier->parties) {
    sched_yield();
  }
}

/* How many of the entries of the only chunk lack a bit. */
static uint32_t countIncomplete(void) {
  static uint8_t bits[kFixtureFunctions * kFixtureSites * 16];
  AlleleRecordChunk chunk;
  uint32_t incomplete = 0;
  int file = open(kRecordFile, O_RDONLY | O_CLOEXEC);
  REQUIRE(pread(file, &chunk, sizeof chunk, ALLELE_RECORD_ALIGNMENT) == (ssize_t)sizeof chunk);
  REQUIRE(chunk.mutantCount == sizeof bits);
  uint64_t offset = ALLELE_RECORD_ALIGNMENT + sizeof chunk + (chunk.pathLength + 7ULL) / 8 * 8 + 8 * sizeof bits;
  REQUIRE(pread(file, bits, sizeof bits, (off_t)offset) == (ssize_t)sizeof bits);
  close(file);
  for (size_t i = 0; i < sizeof bits; ++i) {
    incomplete += bits[i] != kInfected;
  }
  return incomplete;
}

static Barrier threadBarrier;

static void *visitAllTogether(void *argument) {
  pass(&threadBarrier);
  return visitAll(argument);
}

static void threadsLoseNothing(void) {
  for (int round = 0; round < 100; ++round) {
    makeShared();
    startRecording(&shared);
    threadBarrier = (Barrier){0, 8};
    pthread_t threads[8];
    for (int i = 0; i < 8; ++i) {
      REQUIRE(pthread_create(&threads[i], NULL, visitAllTogether, (void *)&kWorkers[i]) == 0);
    }
    for (int i = 0; i < 8; ++i) {
      pthread_join(threads[i], NULL);
    }
    CHECK(countIncomplete() == 0);
    visitAll((void *)&kWorkers[0]); /* A site may have been completed by two threads, with neither seeing all bits. */
    for (uint32_t f = 0; f < kFixtureFunctions; ++f) {
      CHECK(shared.functionSwitches[f] == 0);
    }
  }
}

/* Each process registers for itself, any of them makes the chunk, and sees half. */
static void processesLoseNothing(void) {
  Barrier *barrier = mmap(NULL, sizeof *barrier, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(barrier != MAP_FAILED);
  for (int round = 0; round < 50; ++round) {
    makeShared();
    makeRecordFile(kRecordFile);
    setenv(ALLELE_ENV_RECORD, kRecordFile, 1);
    *barrier = (Barrier){0, 4};
    fflush(stdout);
    pid_t children[4];
    for (int i = 0; i < 4; ++i) {
      children[i] = fork();
      REQUIRE(children[i] >= 0);
      if (children[i] == 0) {
        pass(barrier);
        registerFixture(&shared);
        visitAll((void *)&kWorkers[i]);
        kill(getpid(), SIGKILL);
      }
    }
    for (int i = 0; i < 4; ++i) {
      REQUIRE(waitpid(children[i], NULL, 0) == children[i]);
    }
    int chunks = 0;
    CHECK(readSeen(kRecordFile, 0x1000, &chunks, NULL) == kInfected);
    CHECK(chunks == 1);
    CHECK(countIncomplete() == 0);
  }
  munmap(barrier, sizeof *barrier);
}

static void aForkedChildRecordsIntoTheSameChunk(void) {
  static Fixture fixture;
  const uint32_t one[] = {ALLELE_ACTION_ONE};
  addSite(&fixture, addFunction(&fixture), ALLELE_SITE_INT, 32, 0x10, one, 1);
  startRecording(&fixture);
  fflush(stdout);
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    __allele_int_v1(fixture.functions, 0, 0, 0, 0);
    _exit(0);
  }
  REQUIRE(waitpid(child, NULL, 0) == child);
  CHECK(seen(0x10) == kInfected);
}

/* A process killed between making room and entering the chunk leaves data behind `end`. */
static void leftoversBehindTheEndAreOverwritten(void) {
  static Fixture fixture;
  const uint32_t one[] = {ALLELE_ACTION_ONE};
  addSite(&fixture, addFunction(&fixture), ALLELE_SITE_INT, 32, 0x10, one, 1);
  makeRecordFile(kRecordFile);
  int file = open(kRecordFile, O_WRONLY | O_CLOEXEC);
  static char leftovers[ALLELE_RECORD_ALIGNMENT];
  memset(leftovers, 3, sizeof leftovers);
  REQUIRE(pwrite(file, leftovers, sizeof leftovers, ALLELE_RECORD_ALIGNMENT) == (ssize_t)sizeof leftovers);
  close(file);
  registerFixture(&fixture);
  CHECK(seen(0x10) == 0);
  CHECK(fixture.siteSwitches[0][0] == ALLELE_SITE_RECORD);
}

int main(void) {
  withoutRecordingProbesAreTheObjects();
  probesGoIntoTheRecordFile();
  probesThatAreLeftKeepTheTwin();
  everythingIsArmedAtTheStart();
  reachedIsNotInfected();
  aTrapIsInfectedAndNotExecuted();
  pickedAlternativesAreInfected();
  floatsAreComparedByBitsInTheirOwnWidth();
  anAbsorberGoesBackWhenAllItAbsorbedIsDisarmed();
  whatAnotherProcessSawIsNotArmedAgain();
  objectsHaveChunksOfTheirOwn();
  threadsLoseNothing();
  processesLoseNothing();
  aForkedChildRecordsIntoTheSameChunk();
  leftoversBehindTheEndAreOverwritten();
  return failedChecks != 0;
}
