/* The contract of the fork server (runtime/server/Server.c) with the runtime in the program's objects, and with the
 * driver.
 *
 * The server is a shared library that the driver preloads into a dynamically linked program. It takes control between
 * static initialisation and main(), and from then on makes one child for each run that the driver asks for: in the
 * child a mutant is armed, arguments are set, and main() is called. So a run costs a fork, and neither loading nor
 * static initialisation. Plain C, <stdint.h> only.
 *
 * Messages go over a stream socket, in the byte order and layout of the machine. A message is an AlleleServerMessage
 * and `size` bytes behind it. */
#ifndef ALLELE_SERVER_H
#define ALLELE_SERVER_H

#include "allele/abi.h"

/* Of the driver: number of the inherited socket. Without it the library does nothing. */
#define ALLELE_ENV_SERVER_SOCKET "ALLELE_SERVER_SOCKET"
/* ALLELE_SERVER_NOBODY from the driver; the library writes the address of its AlleleServe in its place, in 16 hex
 * digits, before the objects' runtimes look. */
#define ALLELE_ENV_SERVER "ALLELE_SERVER"
#define ALLELE_SERVER_NOBODY "0000000000000000"

/* ---- with the runtime ---- */

/* What an object's runtime hands over. All of it lives as long as the object, but for `object` itself. A program keeps
 * the runtime that it was built with: the magic changes with anything that stands here. */
#define ALLELE_SERVED_MAGIC 0x3145565245534c41ULL /* "ALSERVE1" in memory, little endian */
typedef struct AlleleServed {
  uint64_t magic;
  const AlleleObject *object;
  void (**exhausted)(const AlleleFunction *function); /* set by the server: called where a budget is used up */
  void (*rearm)(void); /* null unless recording: arms what ALLELE_RECORD's file doesn't hold yet, once more */
} AlleleServed;
typedef void AlleleServe(const AlleleServed *served);

/* ---- with the driver ---- */

#define ALLELE_SERVER_MAGIC 0x36565245534c4c41ULL /* "ALLSERV6" in memory, little endian */

enum AlleleServerMessageKind {
  /* From the server, once, when it stands before main(): AlleleServerHello; the first byte carries the descriptor of an
   * AlleleServerPage in shared memory (SCM_RIGHTS). */
  ALLELE_SERVER_HELLO = 1,
  /* No content. Recording begins anew: what the record file doesn't hold is armed. */
  ALLELE_SERVER_READY,
  /* AlleleServerTest, `functionCount` times AlleleServerFunction, `argumentCount` NUL-terminated strings (the first is
   * the program's name). Replaces the test of that number. No answer. */
  ALLELE_SERVER_TEST,
  /* AlleleServerRun; the first byte carries the descriptor of standard output and error (SCM_RIGHTS). Answered by
   * STARTED, and ENDED when the child has ended. The child stays a zombie until the next message, so its number can't
   * be another process's. */
  ALLELE_SERVER_RUN,
  ALLELE_SERVER_STARTED, /* AlleleServerStarted */
  ALLELE_SERVER_ENDED    /* AlleleServerEnded, and of ALLELE_SERVER_COUNT's runs AlleleServerFunction to the end */
};

typedef struct AlleleServerMessage {
  uint32_t kind;
  uint32_t size;
} AlleleServerMessage;

typedef struct AlleleServerHello {
  uint64_t magic;
  uint32_t threads;   /* of the process: with more than one, a child isn't what a new process is */
  uint32_t openFiles; /* descriptors that the program opened before main(): children share their offsets */
  uint32_t strangers; /* objects whose runtime hands over something else: another version of Allele built them */
  uint32_t reserved;
} AlleleServerHello;

/* Memory that the processes of a run write and the driver reads while they go on. */
typedef struct AlleleServerPage {
  uint32_t countsAll; /* of a run with a mutant: 1 once all functions count, so that `limit` will end what hangs */
} AlleleServerPage;

/* What a function does in a test without a mutant, in loop turns and calls. Those that do nothing aren't listed. */
typedef struct AlleleServerFunction {
  uint32_t function; /* its number: objects' function records one behind the other, as the objects were registered */
  uint32_t count;    /* UINT32_MAX: so many or more */
} AlleleServerFunction;

/* What bounds a run with a mutant: loop turns and calls, counted where twins run. They don't depend on the machine or
 * on what else it does, as time would. At first the functions that hold the mutant count alone, until one of them does
 * several times what it does without a mutant (server/Budgets.h), or `suspicion`. From then on all functions count, and
 * the run hangs when together they have reached `limit`. */
typedef struct AlleleServerTest {
  uint32_t test; /* its number; tests are numbered from 0 without gaps */
  uint32_t argumentCount;
  uint32_t functionCount; /* of AlleleServerFunction, by growing number */
  uint32_t reserved;
  uint64_t suspicion; /* 0: runs of the test are bounded by time only */
  uint64_t limit;
} AlleleServerTest;

enum AlleleServerMode {
  ALLELE_SERVER_PLAIN = 0, /* no mutant; with ALLELE_RECORD the child records */
  ALLELE_SERVER_COUNT,     /* no mutant; every twin runs and counts */
  ALLELE_SERVER_MUTANT,    /* the twins that the mutant needs run and count */
  ALLELE_SERVER_ALL_TWINS, /* the mutant is active; every twin runs and counts, as behind `suspicion` */
  ALLELE_SERVER_CANARY     /* no mutant; the first twin that counts ends its process by SIGABRT */
};

typedef struct AlleleServerRun {
  uint64_t mutant; /* its id, for the modes with a mutant */
  uint32_t test;
  uint32_t mode;
  /* Limits of the child, 0 for none, as setrlimit takes them. */
  uint64_t cpuSeconds;
  uint64_t fileSizeBytes;
  uint64_t addressSpaceBytes;
  uint64_t number; /* of the run: stands in ALLELE_RUN behind the driver's process id, in 12 digits */
} AlleleServerRun;

typedef struct AlleleServerStarted {
  int32_t process;     /* leads a session of its own; 0: no child could be made */
  int32_t errorNumber; /* then the reason */
  uint32_t armedSites; /* in objects that were there before main(); others tell ALLELE_STATUS */
  uint32_t reserved;
} AlleleServerStarted;

typedef struct AlleleServerEnded {
  int32_t status; /* of wait() */
  uint32_t hadThreads;
  uint32_t wasExhausted; /* the run hangs by what it counted; the session's processes were killed */
  uint32_t countIsWhole; /* 0: a process ended without telling what it counted */
  uint64_t count;        /* of loop turns and calls, where every twin ran; with a mutant in steps of limit/256 */
  uint64_t userMicroseconds, systemMicroseconds;
  uint64_t peakMemoryBytes; /* resident, of the child itself */
} AlleleServerEnded;

#endif
