/* What the runtime's tests share: hand-written records, checks, and child processes. Each test program is one process
 * that returns the number of failed checks. */
#ifndef ALLELE_TEST_FIXTURE_H
#define ALLELE_TEST_FIXTURE_H

#include "allele/abi.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int failedChecks;

#define CHECK(condition)                                                                                               \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                                                   \
      ++failedChecks;                                                                                                  \
    }                                                                                                                  \
  } while (0)

/* For what makes no sense to go on without. */
#define REQUIRE(condition)                                                                                             \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      printf("%s:%d: failed: %s (%s)\n", __FILE__, __LINE__, #condition, strerror(errno));                             \
      exit(1);                                                                                                         \
    }                                                                                                                  \
  } while (0)

/* Points the offset `field` at `target`; the plugin leaves that to the assembler. */
#define POINT(field, target) ((field) = (AlleleOffset)((const char *)(target) - (const char *)&(field)))

enum { kFixtureFunctions = 8, kFixtureSites = 4, kFixtureMutants = 64, kFixtureProbes = 4 };

/* One object's worth of records. Must be static, or offsets might not fit into 32 bits. */
typedef struct Fixture {
  AlleleFunction functions[kFixtureFunctions];
  uint8_t functionSwitches[kFixtureFunctions];
  uint8_t siteSwitches[kFixtureFunctions][kFixtureSites];
  AlleleSite sites[kFixtureFunctions][kFixtureSites];
  AlleleMutant mutants[kFixtureFunctions][kFixtureMutants];
  uint8_t probes[kFixtureFunctions][kFixtureProbes];
  AlleleOffset absorbed[kFixtureFunctions][kFixtureFunctions];
  char text[8];
  uint32_t functionCount;
} Fixture;

/* A function record without sites; returns its index. */
static inline uint32_t addFunction(Fixture *fixture) {
  uint32_t f = fixture->functionCount++;
  AlleleFunction *function = &fixture->functions[f];
  fixture->text[0] = 'f';
  function->version = ALLELE_ABI_VERSION;
  POINT(function->name, fixture->text);
  POINT(function->functionSwitch, &fixture->functionSwitches[f]);
  POINT(function->siteSwitches, fixture->siteSwitches[f]);
  POINT(function->sites, fixture->sites[f]);
  POINT(function->mutants, fixture->mutants[f]);
  POINT(function->absorbed, fixture->absorbed[f]);
  return f;
}

/* A site with one mutant for each action; ids count up from `firstId`. Returns the site's index. */
static inline uint32_t addSite(Fixture *fixture, uint32_t f, uint8_t kind, uint8_t bits, uint64_t firstId,
                               const uint32_t *actions, uint32_t count) {
  AlleleFunction *function = &fixture->functions[f];
  uint32_t site = function->siteCount++;
  fixture->sites[f][site] = (AlleleSite){function->mutantCount, (uint16_t)count, kind, bits};
  for (uint32_t i = 0; i < count; ++i) {
    AlleleMutant *mutant = &fixture->mutants[f][function->mutantCount++];
    mutant->id = firstId + i;
    mutant->site = site;
    mutant->action = actions[i];
    POINT(mutant->operatorId, fixture->text);
    POINT(mutant->file, fixture->text);
    POINT(mutant->original, fixture->text);
    POINT(mutant->replacement, fixture->text);
  }
  return site;
}

/* All of the function's probes. */
static inline void addProbes(Fixture *fixture, uint32_t f) {
  fixture->functions[f].probeCount = kFixtureProbes;
  POINT(fixture->functions[f].probes, fixture->probes[f]);
}

/* As a twin does. */
static inline void passProbe(Fixture *fixture, uint32_t f, uint32_t probe) {
  uint64_t address = (uintptr_t)&fixture->probes[f][probe] + __allele_probe_delta_v1;
  *(uint8_t *)(uintptr_t)address = 1; // NOLINT(performance-no-int-to-ptr)
}

static inline void addAbsorbed(Fixture *fixture, uint32_t absorber, uint32_t absorbed) {
  POINT(fixture->absorbed[absorber][fixture->functions[absorber].absorbedCount], &fixture->functions[absorbed]);
  ++fixture->functions[absorber].absorbedCount;
}

static inline void registerFixture(Fixture *fixture) {
  AlleleObject object = {fixture->functions,
                         fixture->functions + fixture->functionCount,
                         fixture->functionSwitches,
                         fixture->functionSwitches + sizeof fixture->functionSwitches,
                         fixture->siteSwitches[0],
                         (uint8_t *)fixture->siteSwitches + sizeof fixture->siteSwitches,
                         NULL,
                         NULL,
                         fixture->probes[0],
                         (uint8_t *)fixture->probes + sizeof fixture->probes};
  __allele_register_v1(&object);
}

/* ---- files ---- */

/* The whole file as a string in a static buffer; "" if there is none. */
static inline const char *readFile(const char *path) {
  static char text[1 << 20];
  size_t length = 0;
  FILE *file = fopen(path, "re");
  if (file != NULL) {
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
  }
  text[length] = 0;
  return text;
}

static inline bool fileExists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0;
}

/* An empty record file, as the driver makes it. */
static inline void makeRecordFile(const char *path) {
  AlleleRecordHeader header = {ALLELE_RECORD_MAGIC, ALLELE_RECORD_ALIGNMENT};
  FILE *file = fopen(path, "we");
  REQUIRE(file != NULL && fwrite(&header, sizeof header, 1, file) == 1 && fclose(file) == 0);
}

/* The byte of a probe in the record file's first chunk, by its number in the object. */
static inline int readProbed(const char *path, uint32_t probe) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  AlleleRecordChunk chunk;
  REQUIRE(file >= 0 && pread(file, &chunk, sizeof chunk, ALLELE_RECORD_ALIGNMENT) == (ssize_t)sizeof chunk);
  REQUIRE(probe < chunk.probeCount);
  uint64_t probed =
      ALLELE_RECORD_ALIGNMENT + sizeof chunk + (chunk.pathLength + 7ULL) / 8 * 8 + chunk.mutantCount * 9ULL;
  REQUIRE(probed + chunk.probeCount <= ALLELE_RECORD_ALIGNMENT + chunk.size);
  uint8_t byte = 0;
  REQUIRE(pread(file, &byte, 1, (off_t)(probed + probe)) == 1);
  close(file);
  return byte;
}

/* Reads the record file by the letter of abi.h. The union of the seen bits of all entries of `id`, or -1 if there is no
 * entry. *chunks: number of chunks; path: of the last chunk that has the id, with room for 4096 bytes. Either may be
 * null. */
static inline int readSeen(const char *path, uint64_t id, int *chunks, char *objectPath) {
  int seen = -1;
  int count = 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  AlleleRecordHeader header;
  REQUIRE(file >= 0 && pread(file, &header, sizeof header, 0) == (ssize_t)sizeof header);
  REQUIRE(header.magic == ALLELE_RECORD_MAGIC && header.end % ALLELE_RECORD_ALIGNMENT == 0);
  for (uint64_t offset = ALLELE_RECORD_ALIGNMENT; offset < header.end;) {
    AlleleRecordChunk chunk;
    REQUIRE(pread(file, &chunk, sizeof chunk, (off_t)offset) == (ssize_t)sizeof chunk);
    REQUIRE(chunk.size != 0 && chunk.size % ALLELE_RECORD_ALIGNMENT == 0 && offset + chunk.size <= header.end);
    uint64_t ids = offset + sizeof chunk + (chunk.pathLength + 7ULL) / 8 * 8;
    for (uint32_t i = 0; i < chunk.mutantCount; ++i) {
      uint64_t entry = 0;
      uint8_t bits = 0;
      REQUIRE(pread(file, &entry, 8, (off_t)(ids + 8ULL * i)) == 8);
      REQUIRE(pread(file, &bits, 1, (off_t)(ids + 8ULL * chunk.mutantCount + i)) == 1);
      if (entry == id) {
        seen = (seen < 0 ? 0 : seen) | bits;
        if (objectPath != NULL) {
          REQUIRE(pread(file, objectPath, chunk.pathLength, (off_t)(offset + sizeof chunk)) == chunk.pathLength);
          objectPath[chunk.pathLength] = 0;
        }
      }
    }
    ++count;
    offset += chunk.size;
  }
  close(file);
  if (chunks != NULL) {
    *chunks = count;
  }
  return seen;
}

/* ---- processes ---- */

typedef struct ChildResult {
  int status; /* as wait(2) gives it */
  char output[1 << 16], errors[1 << 16];
} ChildResult;

/* Runs the program with exactly this environment, both null-terminated; the result lives until the next call. */
const ChildResult *runChild(const char *const *arguments, const char *const *environment);

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ENVIRONMENT(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline bool exitedWith(const ChildResult *result, int code) {
  return WIFEXITED(result->status) && WEXITSTATUS(result->status) == code;
}

#endif
