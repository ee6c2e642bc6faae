/* A test program in which each mutant fails, or doesn't, in a way of its own. Its arguments are the names of the sites
 * that it executes; a site that isn't named isn't reached. Without a mutant it prints "fine" and exits with 0.
 *
 * Subject.cpp stands for its source. */
#define HAND_MADE_FILE "Subject.cpp"
/* clang-format off */
#define HAND_MADE_MUTANTS(M)                                                   \
  M(0, 0x1000000000000000, "false-to-true", 1, 16, 21, "false", "true")        \
  M(1, 0x1100000000000001, "false-to-true", 2, 17, 22, "false", "true")        \
  M(2, 0x2000000000000002, "false-to-true", 3, 14, 19, "false", "true")        \
  M(3, 0x3000000000000003, "false-to-one", 4, 18, 23, "false", "true")         \
  M(4, 0x4000000000000004, "false-to-one", 5, 13, 18, "false", "true")         \
  M(5, 0x5000000000000005, "false-to-one", 6, 13, 18, "false", "true")         \
  M(6, 0x6000000000000006, "false-to-one", 7, 15, 20, "false", "true")         \
  M(7, 0x7000000000000007, "false-to-one", 8, 15, 20, "false", "true")         \
  M(8, 0x8000000000000008, "false-to-one", 9, 13, 18, "false", "true")         \
  M(9, 0x9000000000000009, "false-to-one", 10, 15, 20, "false", "true")        \
  M(10, 0xa00000000000000a, "false-to-one", 11, 17, 22, "false", "true")       \
  M(11, 0xb00000000000000b, "false-to-one", 12, 17, 22, "false", "true")       \
  M(12, 0xc00000000000000c, "false-to-one", 13, 18, 23, "false", "true")       \
  M(13, 0xd00000000000000d, "false-to-one", 14, 18, 23, "false", "true")       \
  M(14, 0xe00000000000000e, "false-to-one", 15, 22, 27, "false", "true")       \
  M(15, 0xf00000000000000f, "false-to-one", 16, 15, 20, "false", "true")
/* clang-format on */
#include "HandMade.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void failExitCode(void) {
  exit(3);
}

static void failCrash(void) {
  raise(SIGSEGV);
}

static void failAssertion(void) {
  fputs("Verdicts: Subject.cpp:4: assertion: Assertion `!assertion' failed.\n", stderr);
  abort();
}

static void failSpin(void) {
  for (volatile unsigned i = 0;; ++i) {
  }
}

static void failWait(void) {
  for (;;) {
    sleep(1000);
  }
}

/* Two processes, each of which takes as much as one may have: no single process can tell by a failing malloc. */
static void failMemory(void) {
  const size_t size = (size_t)16 << 20;
  fork();
  for (char *volatile block; (block = malloc(size)) != NULL;) {
    memset(block, 1, size);
  }
  failWait();
}

static void failOutput(void) {
  char block[4096];
  memset(block, 'x', sizeof block);
  for (;;) {
    fwrite(block, 1, sizeof block, stdout);
  }
}

static void failDisk(void) {
  static char block[1 << 20];
  char path[4096];
  const char *directory = getenv("TMPDIR");
  signal(SIGXFSZ, SIG_IGN);
  for (unsigned i = 0;; ++i) {
    snprintf(path, sizeof path, "%s/file%u", directory != NULL ? directory : "/nowhere", i);
    FILE *file = fopen(path, "we");
    if (file == NULL) {
      exit(9);
    }
    fwrite(block, 1, sizeof block, file);
    fclose(file);
    usleep(1000);
  }
}

static void failOrphan(void) {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      failWait();
    }
    _exit(0);
  }
  wait(NULL);
  exit(4);
}

static void failCloseAll(void) {
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    close(descriptor);
  }
  _exit(5);
}

static void failStubborn(void) {
  for (int number = 1; number < NSIG; ++number) {
    signal(number, SIG_IGN);
  }
  for (;;) {
    pause();
  }
}

static void failProcesses(void) {
  for (;;) {
    if (fork() == 0) {
      failWait();
    }
    usleep(1000);
  }
}

static void failSanitizer(void) {
  fputs("==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1\n", stderr);
  exit(1);
}

static void doNothing(void) {}

/* Leaves a file in the working directory; a second run that finds it fails. */
static void litter(void) {
  const int descriptor = open("litter", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    exit(6);
  }
  close(descriptor);
}

static const struct {
  const char *name;
  void (*fail)(void);
} kSites[] = {{"survive", doNothing},       {"exitCode", failExitCode},   {"crash", failCrash},
              {"assertion", failAssertion}, {"spin", failSpin},           {"wait", failWait},
              {"memory", failMemory},       {"output", failOutput},       {"disk", failDisk},
              {"orphan", failOrphan},       {"closeAll", failCloseAll},   {"stubborn", failStubborn},
              {"processes", failProcesses}, {"sanitizer", failSanitizer}, {"abortSilently", abort},
              {"litter", doNothing}};

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i) {
    if (strcmp(argv[i], "litter") == 0) {
      litter();
    }
    for (unsigned site = 0; site < sizeof kSites / sizeof *kSites; ++site) {
      if (strcmp(argv[i], kSites[site].name) == 0 && handMade(site)) {
        kSites[site].fail();
      }
    }
  }
  puts("fine");
  return 0;
}
