/* Recording: which mutants were reached and infected, and which probes were passed. The arrays seen[] and probed[] lie
 * in the record file, mapped shared by every process that runs the object, so bits are only ever added. What has been
 * seen is disarmed, and a function with nothing left to report goes back to its original body; that state is the
 * process's own. Twins write probes by themselves: one that has some left keeps its function to the end.
 *
 * After the start nothing is allocated and no lock is taken: sites are recorded from any thread and signal handler. */
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEEN_ALL (ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED)

uint64_t __allele_probe_delta_v1 = 0; // NOLINT(readability-identifier-naming)

/* ---- the sites ---- */

ALLELE_RUNTIME_INLINE void releaseMember(uint32_t index) {
  if (__atomic_sub_fetch(&__allele_state_v1.progress[index].armedMembers, 1, __ATOMIC_RELAXED) == 0) {
    __atomic_store_n(alleleFunctionSwitch(&__allele_state_v1.functions[index]), 0, __ATOMIC_RELAXED);
  }
}

ALLELE_RUNTIME_INLINE void disarmSite(const AlleleFunction *function, uint32_t site, uint32_t index) {
  uint8_t armed = __atomic_exchange_n(alleleSiteSwitches(function) + site, ALLELE_SITE_OFF, __ATOMIC_RELAXED);
  AlleleProgress *progress = &__allele_state_v1.progress[index];
  if (armed == ALLELE_SITE_OFF || __atomic_sub_fetch(&progress->armedSites, 1, __ATOMIC_RELAXED) != 0) {
    return;
  }
  releaseMember(index);
  for (uint32_t i = progress->firstAbsorber; i != progress[1].firstAbsorber; ++i) {
    releaseMember(__allele_state_v1.absorbers[i]);
  }
}

ALLELE_RUNTIME_HOT void __allele_record_v1(const AlleleFunction *function, uint32_t site, uint64_t value, uint64_t a,
                                           uint64_t b) {
  const AlleleSite *record = &alleleSites(function)[site];
  const AlleleMutant *mutants = &alleleMutants(function)[record->firstMutant];
  uint32_t index = (uint32_t)(function - __allele_state_v1.functions);
  uint8_t *seen = __allele_state_v1.seen + __allele_state_v1.progress[index].firstMutant + record->firstMutant;
  bool complete = true;
  for (uint32_t i = 0; i < record->mutantCount; ++i) {
    uint8_t before = __atomic_load_n(&seen[i], __ATOMIC_RELAXED);
    if (before == SEEN_ALL) {
      continue;
    }
    uint64_t result = 0;
    bool told = __allele_evaluate_v1(record, mutants[i].action, value, a, b, &result);
    uint8_t now = told && result == value ? ALLELE_SEEN_REACHED : SEEN_ALL;
    if ((before | now) != before) {
      __atomic_fetch_or(&seen[i], now, __ATOMIC_RELAXED);
    }
    complete = complete && (before | now) == SEEN_ALL;
  }
  if (complete) {
    disarmSite(function, site, index);
  }
}

/* ---- the chunk ---- */

ALLELE_RUNTIME_INLINE uint64_t roundUp(uint64_t number, uint64_t multiple) {
  return (number + multiple - 1) / multiple * multiple;
}

ALLELE_RUNTIME_INLINE uint64_t hashBytes(uint64_t hash, const void *bytes, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3ULL;
  }
  return hash;
}

/* What a new chunk of the object begins with. */
ALLELE_RUNTIME_INLINE AlleleRecordChunk describeChunk(const AlleleObject *object, const char *path) {
  AlleleRecordChunk chunk;
  chunk.pathLength = (uint32_t)strlen(path);
  chunk.mutantCount = 0;
  chunk.probeCount = (uint32_t)(object->probesEnd - object->probes);
  chunk.reserved = 0;
  chunk.key = hashBytes(0xcbf29ce484222325ULL, path, chunk.pathLength);
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    chunk.mutantCount += function->mutantCount;
    for (uint32_t i = 0; i < function->mutantCount; ++i) {
      chunk.key = hashBytes(chunk.key, &alleleMutants(function)[i].id, sizeof(uint64_t));
    }
    chunk.key = hashBytes(chunk.key, &function->code, sizeof function->code);
  }
  chunk.size = roundUp(sizeof chunk + roundUp(chunk.pathLength, 8) + chunk.mutantCount * 9ULL + chunk.probeCount,
                       ALLELE_RECORD_ALIGNMENT);
  return chunk;
}

_Noreturn ALLELE_RUNTIME_INLINE void failOnFile(const char *path, const char *fact, int errorNumber) {
  __allele_fail_v1(path, fact, errorNumber, "ALLELE_RECORD must name a record file that `allele run` made");
}

ALLELE_RUNTIME_INLINE uint8_t *mapChunk(int file, const char *filePath, uint64_t offset, uint64_t size) {
  void *mapping = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, (off_t)offset);
  if (mapping == MAP_FAILED) {
    failOnFile(filePath, ": cannot map the record file", errno);
  }
  return mapping;
}

/* Appends the chunk. The header's `end` is written last: a process killed on the way leaves no half chunk. */
ALLELE_RUNTIME_INLINE uint8_t *appendChunk(const AlleleObject *object, const AlleleRecordChunk *chunk,
                                           const char *objectPath, int file, const char *filePath, uint64_t end) {
  uint64_t newEnd = end + chunk->size;
  /* Real blocks, or a full disk would be a SIGBUS at some site; and no SIGXFSZ, which would kill without a word. */
  struct rlimit limit;
  int error = 0;
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < newEnd) {
    error = EFBIG;
  } else {
    error = posix_fallocate(file, (off_t)end, (off_t)chunk->size);
  }
  if (error != 0) {
    __allele_fail_v1(filePath, ": cannot enlarge the record file", error, "make room for it");
  }
  uint8_t *mapping = mapChunk(file, filePath, end, chunk->size);
  /* All of it is zeroed, for what stands there if
   * another process was killed on the way. */
  for (uint64_t i = 0; i < chunk->size / sizeof(uint64_t); ++i) {
    ((uint64_t *)mapping)[i] = 0;
  }
  *(AlleleRecordChunk *)mapping = *chunk;
  for (uint32_t i = 0; i < chunk->pathLength; ++i) {
    mapping[sizeof *chunk + i] = (uint8_t)objectPath[i];
  }
  uint64_t *ids = (uint64_t *)(mapping + sizeof *chunk + roundUp(chunk->pathLength, 8));
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    for (uint32_t i = 0; i < function->mutantCount; ++i) {
      *ids++ = alleleMutants(function)[i].id;
    }
  }
  if (pwrite(file, &newEnd, sizeof newEnd, offsetof(AlleleRecordHeader, end)) != (ssize_t)sizeof newEnd) {
    failOnFile(filePath, ": cannot write the record file", errno);
  }
  return mapping;
}

/* The object's chunk, mapped; it is appended if the file has none. */
ALLELE_RUNTIME_INLINE uint8_t *openChunk(const AlleleObject *object, const AlleleRecordChunk *chunk,
                                         const char *objectPath, const char *filePath) {
  int file = open(filePath, O_RDWR | O_CLOEXEC | O_NOCTTY);
  int locked = -1;
  if (file >= 0) {
    do {
      locked = flock(file, LOCK_EX);
    } while (locked != 0 && errno == EINTR);
  }
  struct stat status;
  if (file < 0 || locked != 0 || fstat(file, &status) != 0) {
    failOnFile(filePath, ": cannot open the record file", errno);
  }
  AlleleRecordHeader header;
  if (pread(file, &header, sizeof header, 0) != (ssize_t)sizeof header || header.magic != ALLELE_RECORD_MAGIC) {
    failOnFile(filePath, " is no record file of this version", 0);
  }
  uint64_t fileSize = (uint64_t)status.st_size;
  bool damaged = header.end < ALLELE_RECORD_ALIGNMENT || header.end % ALLELE_RECORD_ALIGNMENT != 0 ||
                 (header.end > ALLELE_RECORD_ALIGNMENT && header.end > fileSize);
  uint8_t *mapping = NULL;
  for (uint64_t offset = ALLELE_RECORD_ALIGNMENT; !damaged && mapping == NULL && offset < header.end;) {
    AlleleRecordChunk found;
    damaged = pread(file, &found, sizeof found, (off_t)offset) != (ssize_t)sizeof found || found.size == 0 ||
              found.size % ALLELE_RECORD_ALIGNMENT != 0 || found.size > header.end - offset;
    if (!damaged && found.key == chunk->key && found.size == chunk->size && found.mutantCount == chunk->mutantCount &&
        found.probeCount == chunk->probeCount && found.pathLength == chunk->pathLength) {
      mapping = mapChunk(file, filePath, offset, chunk->size);
    }
    offset += found.size;
  }
  if (damaged) {
    failOnFile(filePath, ": the record file is damaged", 0);
  }
  if (mapping == NULL) {
    mapping = appendChunk(object, chunk, objectPath, file, filePath, header.end);
  }
  flock(file, LOCK_UN); /* close() alone wouldn't, if another thread has forked meanwhile. */
  close(file);
  return mapping;
}

/* ---- the start ---- */

/* Index of the record, or UINT32_MAX for one that isn't in this object. */
ALLELE_RUNTIME_INLINE uint32_t indexOf(const AlleleObject *object, const AlleleFunction *function) {
  return function >= object->functions && function < object->functionsEnd ? (uint32_t)(function - object->functions)
                                                                          : UINT32_MAX;
}

/* Whether one of the function's probes hasn't been passed yet. */
ALLELE_RUNTIME_INLINE bool hasProbesLeft(const AlleleFunction *function) {
  const uint8_t *probes = alleleProbes(function);
  for (uint32_t i = 0; i < function->probeCount; ++i) {
    if (__atomic_load_n(&probes[__allele_probe_delta_v1 + i], __ATOMIC_RELAXED) == 0) {
      return true;
    }
  }
  return false;
}

/* Arms the function's sites that aren't completely seen. Probes that are left count as one, which is never disarmed. */
ALLELE_RUNTIME_INLINE uint32_t armSites(const AlleleFunction *function, const uint8_t *seen) {
  uint32_t armed = hasProbesLeft(function) ? 1 : 0;
  const AlleleSite *sites = alleleSites(function);
  for (uint32_t site = 0; site < function->siteCount; ++site) {
    for (uint32_t i = 0; i < sites[site].mutantCount; ++i) {
      if (__atomic_load_n(&seen[sites[site].firstMutant + i], __ATOMIC_RELAXED) != SEEN_ALL) {
        alleleSiteSwitches(function)[site] = ALLELE_SITE_RECORD;
        ++armed;
        break;
      }
    }
  }
  return armed;
}

ALLELE_RUNTIME_COLD void __allele_rearm_v1(void) {
  AlleleProgress *progress = __allele_state_v1.progress;
  uint32_t count = __allele_state_v1.functionCount;
  for (uint32_t f = 0; f < count; ++f) {
    progress[f].armedSites =
        armSites(&__allele_state_v1.functions[f], __allele_state_v1.seen + progress[f].firstMutant);
    progress[f].armedMembers = progress[f].armedSites != 0;
  }
  for (uint32_t f = 0; f < count; ++f) {
    for (uint32_t i = progress[f].firstAbsorber; i != progress[f + 1].firstAbsorber; ++i) {
      progress[__allele_state_v1.absorbers[i]].armedMembers += progress[f].armedSites != 0;
    }
  }
  for (uint32_t f = 0; f < count; ++f) {
    *alleleFunctionSwitch(&__allele_state_v1.functions[f]) = progress[f].armedMembers != 0;
  }
}

ALLELE_RUNTIME_COLD void __allele_start_recording_v1(const AlleleObject *object, const char *recordPath,
                                                     const char *objectPath) {
  AlleleRecordChunk chunk = describeChunk(object, objectPath);
  if (chunk.mutantCount == 0 && chunk.probeCount == 0) {
    return;
  }
  uint32_t count = (uint32_t)(object->functionsEnd - object->functions);
  uint64_t absorptions = 0;
  for (uint32_t f = 0; f < count; ++f) {
    absorptions += object->functions[f].absorbedCount;
  }
  AlleleProgress *progress = mmap(NULL, (count + 1ULL) * sizeof *progress + absorptions * sizeof(uint32_t),
                                  PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (progress == MAP_FAILED) {
    __allele_fail_v1(objectPath, ": no memory to record its mutants", errno, "raise the memory limit");
  }
  uint32_t *absorbers = (uint32_t *)&progress[count + 1];
  uint8_t *mapping = openChunk(object, &chunk, objectPath, recordPath);
  uint8_t *seen = mapping + sizeof chunk + roundUp(chunk.pathLength, 8) + chunk.mutantCount * 8ULL;
  __allele_probe_delta_v1 = (uintptr_t)(seen + chunk.mutantCount) - (uintptr_t)object->probes;
  __allele_state_v1.functions = object->functions;
  __allele_state_v1.functionCount = count;
  __allele_state_v1.seen = seen;
  __allele_state_v1.progress = progress;
  __allele_state_v1.absorbers = absorbers;

  /* The lists of absorbers lie end to end: count, sum up to the end of each list, then fill each from its end. */
  uint32_t mutants = 0;
  for (uint32_t f = 0; f < count; ++f) {
    const AlleleFunction *function = &object->functions[f];
    progress[f].firstMutant = mutants;
    mutants += function->mutantCount;
    for (uint32_t i = 0; i < function->absorbedCount; ++i) {
      uint32_t member = indexOf(object, alleleAbsorbed(function, i));
      if (member != UINT32_MAX) {
        ++progress[member].firstAbsorber;
      }
    }
  }
  for (uint32_t f = 1; f <= count; ++f) {
    progress[f].firstAbsorber += progress[f - 1].firstAbsorber;
  }
  for (uint32_t f = 0; f < count; ++f) {
    const AlleleFunction *function = &object->functions[f];
    for (uint32_t i = 0; i < function->absorbedCount; ++i) {
      uint32_t member = indexOf(object, alleleAbsorbed(function, i));
      if (member != UINT32_MAX) {
        absorbers[--progress[member].firstAbsorber] = f;
      }
    }
  }
  __allele_rearm_v1();
}
