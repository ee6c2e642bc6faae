/* What a process does with its environment, seen from outside: activation, listing, errors, and that nothing happens
 * when nothing is asked. Runs in an empty working directory of its own; the programs' paths are defined by CMake. */
#include "Fixture.h"

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

static const char *const kProgram = SUBJECT_PROGRAM;     /* ids a0..., linked with the library: ids b0... */
static const char *const kPlugin = SUBJECT_PLUGIN;       /* ids c0..., loaded by dlopen */
static const char *const kPlain = SUBJECT_PROGRAM_PLAIN; /* not instrumented, linked with the library */

#define PROGRAM_MUTANT "ALLELE_MUTANT=a000000000000000"
#define LIBRARY_MUTANT "ALLELE_MUTANT=b000000000000000"
#define PLUGIN_MUTANT "ALLELE_MUTANT=c000000000000000"
#define UNKNOWN_MUTANT "ALLELE_MUTANT=deadbeef00000001"

/* End of a record file with one small chunk. */
enum { kOneChunk = 2 * ALLELE_RECORD_ALIGNMENT };

static const char *const kNothing = "program 0 0 0 3\nlibrary 0 0 0 3\n";
/* Both sites of the mutant, and less() through its absorber. */
static const char *const kProgramMutated = "program 1 1 1 3\nlibrary 0 0 0 3\n";
static const char *const kLibraryMutated = "program 0 0 0 3\nlibrary 1 1 1 3\n";

static bool prints(const ChildResult *result, const char *output) {
  if (exitedWith(result, 0) && strcmp(result->output, output) == 0 && result->errors[0] == 0) {
    return true;
  }
  printf("status %#x\n%s%s", (unsigned)result->status, result->output, result->errors);
  return false;
}

/* Ended by the runtime with one line on stderr that has `fact`, before the program did anything. */
static bool refuses(const ChildResult *result, const char *fact) {
  const char *newline = strchr(result->errors, '\n');
  if (exitedWith(result, ALLELE_EXIT_CODE) && result->output[0] == 0 && strncmp(result->errors, "allele: ", 8) == 0 &&
      newline != NULL && newline[1] == 0 && strstr(result->errors, fact) != NULL &&
      strstr(result->errors, "; ") != NULL) {
    return true;
  }
  printf("status %#x\n%s%s", (unsigned)result->status, result->output, result->errors);
  return false;
}

static unsigned countLines(const char *text) {
  unsigned count = 0;
  for (; *text != 0; ++text) {
    count += *text == '\n';
  }
  return count;
}

/* ---- activation ---- */

static void allSitesOfAMutantAreArmedAtOnce(void) {
  const char *const *print = ARGUMENTS(kProgram, "print");
  CHECK(prints(runChild(print, ENVIRONMENT("A=b")), kNothing));
  CHECK(prints(runChild(print, ENVIRONMENT(PROGRAM_MUTANT)), kProgramMutated));
  CHECK(prints(runChild(print, ENVIRONMENT("ALLELE_MUTANT=A000000000000000")), kProgramMutated));
  CHECK(prints(runChild(print, ENVIRONMENT(LIBRARY_MUTANT)), kLibraryMutated));
  CHECK(prints(runChild(ARGUMENTS(kProgram, "load", kPlugin), ENVIRONMENT(PROGRAM_MUTANT)),
               "plugin 0 0 0 3\nprogram 1 1 1 3\nlibrary 0 0 0 3\n"));
}

static void theSecondAlternativeOfASiteIsTheSecondMutant(void) {
  CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT("ALLELE_MUTANT=a000000000000001")), kNothing));
  const ChildResult *result = runChild(ARGUMENTS(kProgram, "divide"), ENVIRONMENT("ALLELE_MUTANT=a000000000000002"));
  CHECK(WIFSIGNALED(result->status) && WTERMSIG(result->status) == SIGFPE);
}

static void aMutantOfALoadedLibraryNeedsAStatusFile(void) {
  const char *const *load = ARGUMENTS(kProgram, "load", kPlugin);
  CHECK(refuses(runChild(load, ENVIRONMENT(PLUGIN_MUTANT)), "no mutant c000000000000000"));
  CHECK(prints(runChild(load, ENVIRONMENT(PLUGIN_MUTANT, "ALLELE_STATUS=plugin.status")),
               "plugin 1 1 1 3\nprogram 0 0 0 3\nlibrary 0 0 0 3\n"));
  CHECK(strncmp(readFile("plugin.status"), "allele 1 armed c000000000000000 2 ", 34) == 0);
}

static void theMutantIsInherited(void) {
  CHECK(prints(runChild(ARGUMENTS(kProgram, "exec"), ENVIRONMENT(PROGRAM_MUTANT)), kProgramMutated));
  CHECK(prints(runChild(ARGUMENTS(kProgram, "fork"), ENVIRONMENT(PROGRAM_MUTANT)), kProgramMutated));
  CHECK(prints(runChild(ARGUMENTS(kProgram, "system"), ENVIRONMENT(PROGRAM_MUTANT)), kProgramMutated));
  char line[8192];
  snprintf(line, sizeof line, "'%s' print && '%s' print", kProgram, kProgram);
  char twice[256];
  snprintf(twice, sizeof twice, "%s%s", kLibraryMutated, kLibraryMutated);
  CHECK(prints(runChild(ARGUMENTS("/bin/sh", "-c", line), ENVIRONMENT(LIBRARY_MUTANT, "PATH=/usr/bin:/bin")), twice));
}

static void theStatusFileSaysWhatWasArmed(void) {
  CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT(PROGRAM_MUTANT, "ALLELE_STATUS=status")),
               kProgramMutated));
  char id[32];
  unsigned siteCount = 0;
  int pid = 0;
  char object[4096];
  char program[4096];
  CHECK(sscanf(readFile("status"), "allele 1 armed %31s %u %d %4095s", id, &siteCount, &pid, object) == 4);
  CHECK(strcmp(id, "a000000000000000") == 0 && siteCount == 2 && pid > 1);
  CHECK(realpath(kProgram, program) != NULL && strcmp(object, program) == 0);
  CHECK(prints(runChild(ARGUMENTS(kProgram, "exec"), ENVIRONMENT(LIBRARY_MUTANT, "ALLELE_STATUS=status")),
               kLibraryMutated));
  CHECK(countLines(readFile("status")) == 3);
  CHECK(strstr(readFile("status"), "SubjectLibrary.so\n") != NULL);
  CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT(UNKNOWN_MUTANT, "ALLELE_STATUS=status")), kNothing));
  CHECK(countLines(readFile("status")) == 3);
}

static void whatCantBeDoneIsRefused(void) {
  const char *const *print = ARGUMENTS(kProgram, "print");
  CHECK(refuses(runChild(print, ENVIRONMENT(UNKNOWN_MUTANT)), "no mutant deadbeef00000001 in "));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_MUTANT=a00000000000000")), "is not 16 hex digits"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_MUTANT=a0000000000000000")), "is not 16 hex digits"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_MUTANT=a00000000000000g")), "is not 16 hex digits"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_MUTANT= a00000000000000")), "is not 16 hex digits"));
  CHECK(refuses(runChild(print, ENVIRONMENT(PROGRAM_MUTANT, "ALLELE_RECORD=x")), "exclude each other"));
  CHECK(refuses(runChild(print, ENVIRONMENT(PROGRAM_MUTANT, "ALLELE_LIST=x")), "exclude each other"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_RECORD=x", "ALLELE_LIST=x")), "exclude each other"));
  CHECK(!fileExists("x"));
  CHECK(refuses(runChild(print, ENVIRONMENT(PROGRAM_MUTANT, "ALLELE_STATUS=missing/status")),
                "missing/status: cannot write the status: No such file"));
  CHECK(refuses(runChild(print, ENVIRONMENT(PROGRAM_MUTANT, "ALLELE_STATUS=/dev/full")), "No space left"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_LIST=missing/list")), "cannot write the list"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_LIST=/dev/full")), "No space left"));
  CHECK(refuses(runChild(ARGUMENTS(SUBJECT_OTHER_VERSION), ENVIRONMENT(PROGRAM_MUTANT)), "two versions"));
  CHECK(refuses(runChild(ARGUMENTS(SUBJECT_OTHER_VERSION), ENVIRONMENT("ALLELE_LIST=x")), "two versions"));
  CHECK(prints(runChild(ARGUMENTS(SUBJECT_OTHER_VERSION), ENVIRONMENT("A=b")), "program 0 0 0 3\n"));
}

static void errorsStandInTheStatusFileToo(void) {
  CHECK(refuses(runChild(ARGUMENTS(kProgram), ENVIRONMENT("ALLELE_MUTANT=1", "ALLELE_STATUS=errors")), "16 hex"));
  int pid = 0;
  char rest[64];
  CHECK(sscanf(readFile("errors"), "allele 1 error %d %63s is not 16 hex", &pid, rest) == 2);
  CHECK(pid > 1 && strcmp(rest, "ALLELE_MUTANT") == 0 && countLines(readFile("errors")) == 1);
}

/* ---- the list ---- */

static void everyObjectListsItsMutants(void) {
  CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT("ALLELE_LIST=list")), ""));
  CHECK(countLines(readFile("list")) == 8);
  const char *place = "dir\\twith tab/back\\\\slash\\n.c:3:12\t<\t\\\\\\n\tless\n";
  char line[256];
  snprintf(line, sizeof line, "a000000000000000\tlt-to-le\t%s", place);
  CHECK(strstr(readFile("list"), line) != NULL);
  snprintf(line, sizeof line, "b000000000000001\tlt-to-le\t%s", place);
  CHECK(strstr(readFile("list"), line) != NULL);
  CHECK(strstr(readFile("list"), "\tmultiply\n") != NULL);
}

static void aPlainProgramRunsAfterItsLibrariesAreListed(void) {
  CHECK(prints(runChild(ARGUMENTS(kPlain, "print"), ENVIRONMENT("ALLELE_LIST=plain.list")), kNothing));
  CHECK(countLines(readFile("plain.list")) == 4);
  CHECK(prints(runChild(ARGUMENTS(kPlain, "print"), ENVIRONMENT(LIBRARY_MUTANT)), kLibraryMutated));
}

/* ---- recording ---- */

static void recordingSurvivesEveryEnd(void) {
  const char *const kCommands[] = {"print", "print-exit", "print-kill", "exec", "fork", "system"};
  for (size_t i = 0; i < sizeof kCommands / sizeof *kCommands; ++i) {
    makeRecordFile("record");
    runChild(ARGUMENTS(kProgram, kCommands[i]), ENVIRONMENT("ALLELE_RECORD=record"));
    int chunks = 0;
    CHECK(readSeen("record", 0xa000000000000000, &chunks, NULL) == (ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED));
    CHECK(readSeen("record", 0xa000000000000001, NULL, NULL) == ALLELE_SEEN_REACHED);
    CHECK(readSeen("record", 0xb000000000000000, NULL, NULL) == (ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED));
    CHECK(chunks == 2);
  }
}

static void recordingChangesNoOutput(void) {
  makeRecordFile("record");
  CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT("ALLELE_RECORD=record")), kNothing));
  CHECK(prints(runChild(ARGUMENTS(kProgram, "divide"), ENVIRONMENT("ALLELE_RECORD=record")), "0\n"));
  CHECK(readSeen("record", 0xa000000000000002, NULL, NULL) == (ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED));
}

static void chunksNameTheirFiles(void) {
  char path[4096];
  char expected[4096];
  makeRecordFile("record");
  runChild(ARGUMENTS(kProgram, "load", kPlugin), ENVIRONMENT("ALLELE_RECORD=record"));
  CHECK(readSeen("record", 0xa000000000000000, NULL, path) >= 0);
  CHECK(realpath(kProgram, expected) != NULL && strcmp(path, expected) == 0);
  CHECK(readSeen("record", 0xb000000000000000, NULL, path) >= 0);
  CHECK(realpath(SUBJECT_LIBRARY, expected) != NULL && strcmp(path, expected) == 0);
  CHECK(readSeen("record", 0xc000000000000000, NULL, path) == (ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED));
  CHECK(realpath(kPlugin, expected) != NULL && strcmp(path, expected) == 0);
}

static void writeWords(const char *path, const uint64_t *words, size_t count) {
  FILE *file = fopen(path, "we");
  REQUIRE(file != NULL && fwrite(words, sizeof *words, count, file) == count && fclose(file) == 0);
}

static void brokenRecordFilesAreRefused(void) {
  const char *const *print = ARGUMENTS(kProgram, "print");
  const char *const *record = ENVIRONMENT("ALLELE_RECORD=broken");
  remove("broken");
  CHECK(refuses(runChild(print, record), "broken: cannot open the record file: No such file"));
  CHECK(!fileExists("broken"));
  writeWords("broken", NULL, 0);
  CHECK(refuses(runChild(print, record), "is no record file"));
  const uint64_t kWrongMagic[] = {ALLELE_RECORD_MAGIC + 1, ALLELE_RECORD_ALIGNMENT};
  writeWords("broken", kWrongMagic, 2);
  CHECK(refuses(runChild(print, record), "is no record file"));
  writeWords("broken", (uint64_t[]){ALLELE_RECORD_MAGIC}, 1);
  CHECK(refuses(runChild(print, record), "is no record file"));
  writeWords("broken", (uint64_t[]){ALLELE_RECORD_MAGIC, 0}, 2);
  CHECK(refuses(runChild(print, record), "is damaged"));
  writeWords("broken", (uint64_t[]){ALLELE_RECORD_MAGIC, ALLELE_RECORD_ALIGNMENT + 8}, 2);
  CHECK(refuses(runChild(print, record), "is damaged"));
  makeRecordFile("broken");
  CHECK(prints(runChild(print, record), kNothing));
  CHECK(truncate("broken", ALLELE_RECORD_ALIGNMENT + 4096) == 0);
  CHECK(refuses(runChild(print, record), "is damaged"));
  /* A chunk of size 0 would be read for ever. */
  CHECK(truncate("broken", 0) == 0);
  makeRecordFile("broken");
  CHECK(truncate("broken", kOneChunk) == 0);
  FILE *file = fopen("broken", "r+e");
  const uint64_t header[] = {ALLELE_RECORD_MAGIC, kOneChunk};
  REQUIRE(file != NULL && fwrite(header, sizeof header, 1, file) == 1 && fclose(file) == 0);
  CHECK(refuses(runChild(print, record), "is damaged"));
  CHECK(refuses(runChild(print, ENVIRONMENT("ALLELE_RECORD=/")), "cannot open"));
}

static void aFullDiskIsRefused(void) {
  makeRecordFile("limited");
  struct rlimit before;
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  struct rlimit small = before;
  small.rlim_cur = kOneChunk; /* room for the library's chunk */
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const ChildResult *result = runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT("ALLELE_RECORD=limited"));
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  CHECK(refuses(result, "cannot enlarge the record file: File too large"));
  int chunks = 0;
  CHECK(readSeen("limited", 0xb000000000000000, &chunks, NULL) == 0 && chunks == 1);

  REQUIRE(mkdir("tiny", 0777) == 0 || errno == EEXIST);
  if (mount("tmpfs", "tiny", "tmpfs", 0, "size=100k") != 0) {
    printf("no tiny file system (%s), not tested\n", strerror(errno));
    return;
  }
  makeRecordFile("tiny/record");
  result = runChild(ARGUMENTS(kProgram, "print"), ENVIRONMENT("ALLELE_RECORD=tiny/record"));
  umount2("tiny", MNT_DETACH);
  CHECK(refuses(result, "cannot enlarge the record file: No space left"));
}

/* ---- nothing ---- */

static void withoutVariablesNothingHappens(void) {
  char plain[sizeof(ChildResult)];
  const char *const *kEnvironments[] = {
      ENVIRONMENT("A=b"),
      ENVIRONMENT("ALLELE_MUTANT=", "ALLELE_RECORD=", "ALLELE_LIST=", "ALLELE_STATUS="),
      ENVIRONMENT("ALLELE_STATUS=nothing", "ALLELE_MUTANTS=x", "ALLELE_MUTANT", "XALLELE_LIST=nothing"),
      (const char *const[]){NULL},
  };
  for (size_t i = 0; i < sizeof kEnvironments / sizeof *kEnvironments; ++i) {
    const ChildResult *result = runChild(ARGUMENTS(SUBJECT_PROGRAM_PLAIN, "environment"), kEnvironments[i]);
    CHECK(exitedWith(result, 0) && result->output[0] != 0);
    snprintf(plain, sizeof plain, "%s", result->output);
    CHECK(prints(runChild(ARGUMENTS(kProgram, "environment"), kEnvironments[i]), plain));
    CHECK(prints(runChild(ARGUMENTS(kProgram, "print"), kEnvironments[i]), kNothing));
  }
  CHECK(!fileExists("nothing"));
}

/* Errors apart, also a told runtime leaves no descriptor, variable or handler behind. */
static void activationLeavesNoTraces(void) {
  const char *const *kEnvironments[] = {ENVIRONMENT("ALLELE_MUTANT=b000000000000001"),
                                        ENVIRONMENT("ALLELE_RECORD=record")};
  makeRecordFile("record");
  for (size_t i = 0; i < sizeof kEnvironments / sizeof *kEnvironments; ++i) {
    char plain[sizeof(ChildResult)];
    snprintf(plain, sizeof plain, "%s",
             runChild(ARGUMENTS(SUBJECT_PROGRAM_BARE, "environment"), kEnvironments[i])->output);
    CHECK(prints(runChild(ARGUMENTS(kProgram, "environment"), kEnvironments[i]), plain));
  }
}

/* Or anyone could have it append to the owner's files. Takes root to set up. */
static void setUserIdProgramsIgnoreTheVariables(void) {
  char command[8192];
  snprintf(command, sizeof command, "cp '%s' setuid && chmod 4755 setuid", kProgram);
  struct statvfs fileSystem;
  if (geteuid() != 0 || statvfs(".", &fileSystem) != 0 || (fileSystem.f_flag & ST_NOSUID) != 0 ||
      system(command) != 0) { // NOLINT(cert-env33-c)
    printf("not root or nosuid, set-user-id not tested\n");
    return;
  }
  const ChildResult *result =
      runChild(ARGUMENTS("/usr/bin/setpriv", "--reuid=65534", "--clear-groups", "./setuid", "print"),
               ENVIRONMENT(PROGRAM_MUTANT));
  unlink("setuid");
  if (exitedWith(result, 97) || exitedWith(result, 127) || exitedWith(result, 126)) {
    printf("no setpriv or no way to this directory, set-user-id not tested\n");
    return;
  }
  CHECK(prints(result, kNothing));
}

#ifdef SUBJECT_STATIC_PROGRAM
static void staticProgramsAreServedToo(void) {
  const char *const kPrograms[] = {SUBJECT_STATIC_PROGRAM, SUBJECT_BITCODE_PROGRAM};
  for (size_t i = 0; i < sizeof kPrograms / sizeof *kPrograms; ++i) {
    const char *const *print = ARGUMENTS(kPrograms[i], "print");
    CHECK(prints(runChild(print, ENVIRONMENT("A=b")), "program 0 0 0 3\n"));
    CHECK(prints(runChild(print, ENVIRONMENT(PROGRAM_MUTANT)), "program 1 1 1 3\n"));
    CHECK(refuses(runChild(print, ENVIRONMENT(UNKNOWN_MUTANT)), "no mutant"));
    CHECK(prints(runChild(print, ENVIRONMENT("ALLELE_LIST=static.list")), ""));
    makeRecordFile("record");
    CHECK(prints(runChild(print, ENVIRONMENT("ALLELE_RECORD=record")), "program 0 0 0 3\n"));
    CHECK(readSeen("record", 0xa000000000000001, NULL, NULL) == ALLELE_SEEN_REACHED);
  }
}
#else
static void staticProgramsAreServedToo(void) {}
#endif

int main(void) {
  /* What the runtime appends to, from an earlier run of this test. */
  const char *const kAppended[] = {"plugin.status", "status", "errors", "list", "plain.list", "static.list"};
  for (size_t i = 0; i < sizeof kAppended / sizeof *kAppended; ++i) {
    unlink(kAppended[i]);
  }
  allSitesOfAMutantAreArmedAtOnce();
  theSecondAlternativeOfASiteIsTheSecondMutant();
  aMutantOfALoadedLibraryNeedsAStatusFile();
  theMutantIsInherited();
  theStatusFileSaysWhatWasArmed();
  whatCantBeDoneIsRefused();
  errorsStandInTheStatusFileToo();
  everyObjectListsItsMutants();
  aPlainProgramRunsAfterItsLibrariesAreListed();
  recordingSurvivesEveryEnd();
  recordingChangesNoOutput();
  chunksNameTheirFiles();
  brokenRecordFilesAreRefused();
  aFullDiskIsRefused();
  withoutVariablesNothingHappens();
  activationLeavesNoTraces();
  setUserIdProgramsIgnoreTheVariables();
  staticProgramsAreServedToo();
  return failedChecks != 0;
}
