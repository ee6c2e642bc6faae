/* The start of each object: reads the environment and does what it says, once, before the object's own constructors. */
#define _GNU_SOURCE /* dl_iterate_phdr */
#include "Internal.h"
#include "allele/server.h"

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>

#define MARKER_0 0x6c656c6c61216e2eULL
#define MARKER_1 0xb0d7c2196e05a3f4ULL

// NOLINTNEXTLINE(readability-identifier-naming)
AlleleState __allele_state_v1 = {.marker = {MARKER_0, MARKER_1}};

typedef struct Environment {
  const char *mutant, *record, *list, *status, *server;
} Environment;

/* The value in `entry` if it is a non-empty one of the variable `name`, else null. */
ALLELE_RUNTIME_INLINE const char *valueOf(const char *entry, const char *name) {
  while (*name != 0 && *entry == *name) {
    ++entry;
    ++name;
  }
  return *name == 0 && entry[0] == '=' && entry[1] != 0 ? entry + 1 : NULL;
}

/* As getenv(): the first of several counts. */
ALLELE_RUNTIME_INLINE void take(const char **variable, const char *entry, const char *name) {
  if (*variable == NULL) {
    *variable = valueOf(entry, name);
  }
}

ALLELE_RUNTIME_INLINE Environment readEnvironment(void) {
  Environment environment = {NULL, NULL, NULL, NULL, NULL};
  for (char **entry = environ; entry != NULL && *entry != NULL; ++entry) {
    if ((*entry)[0] == 'A' && (*entry)[1] == 'L') {
      take(&environment.mutant, *entry, ALLELE_ENV_MUTANT);
      take(&environment.record, *entry, ALLELE_ENV_RECORD);
      take(&environment.list, *entry, ALLELE_ENV_LIST);
      take(&environment.status, *entry, ALLELE_ENV_STATUS);
      take(&environment.server, *entry, ALLELE_ENV_SERVER);
    }
  }
  return environment;
}

/* ---- the objects of the process ---- */

typedef struct ObjectSearch {
  bool isProgram;
  const char *name; /* of its file, as the dynamic linker knows it; valid while the object is loaded */
} ObjectSearch;

/* The ABI has no name for "the object I am in": it is the one with our state in it. */
ALLELE_RUNTIME_COLD int __allele_visit_own_object_v1(struct dl_phdr_info *info, size_t size, void *argument) {
  (void)size;
  ObjectSearch *search = argument;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    uintptr_t offset = (uintptr_t)&__allele_state_v1 - info->dlpi_addr - segment->p_vaddr;
    if (segment->p_type == PT_LOAD && offset < segment->p_memsz) {
      /* Not "the first one": dlmopen() namespaces have a first object each. */
      search->isProgram = (uintptr_t)info->dlpi_phdr == getauxval(AT_PHDR);
      search->name = info->dlpi_name;
      return 1;
    }
  }
  return 0;
}

/* The copies of other objects can't be named from here: each one's symbols are hidden, so that version scripts, dlopen
 * and -Bsymbolic make no difference. They are found by their marker, in initialised data. */
ALLELE_NEVER_INSTRUMENTED __attribute__((cold)) int __allele_visit_armed_object_v1(struct dl_phdr_info *info,
                                                                                   size_t size, void *argument) {
  (void)size;
  (void)argument;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) == 0 || (segment->p_flags & PF_R) == 0) {
      continue;
    }
    uintptr_t begin = (info->dlpi_addr + segment->p_vaddr + 7) & ~(uintptr_t)7;
    uintptr_t end = info->dlpi_addr + segment->p_vaddr + segment->p_filesz;
    for (uintptr_t at = begin; at + sizeof(AlleleState) <= end; at += 8) {
      const AlleleState *state = (const AlleleState *)at; // NOLINT(performance-no-int-to-ptr)
      if (state->marker[0] == MARKER_0 && state->marker[1] == MARKER_1 && state->armedSites != 0) {
        return 1;
      }
    }
  }
  return 0;
}

/* Absolute path of the object's file; `path` has PATH_MAX bytes. "?" if it can't be told. A program started through an
 * explicit call of the dynamic linker gets that one's path. */
ALLELE_RUNTIME_INLINE void findPath(const ObjectSearch *object, char *path) {
  ssize_t length = -1;
  if (object->isProgram) {
    length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (length >= 0) {
      path[length] = 0;
      return;
    }
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr)
  const char *name = object->isProgram ? (const char *)getauxval(AT_EXECFN) : object->name;
  if (name == NULL || realpath(name, path) == NULL) {
    path[0] = '?';
    path[1] = 0;
  }
}

/* ---- activation ---- */

ALLELE_RUNTIME_INLINE bool parseId(const char *text, uint64_t *id) {
  *id = 0;
  unsigned count = 0;
  for (; text[count] != 0 && count < 17; ++count) {
    unsigned digit = (unsigned char)text[count];
    if (digit >= '0' && digit <= '9') {
      digit -= '0';
    } else if ((digit | 32U) >= 'a' && (digit | 32U) <= 'f') {
      digit = (digit | 32U) - 'a' + 10;
    } else {
      return false;
    }
    *id = *id << 4 | digit;
  }
  return count == 16;
}

/* Arms every site of the mutant in this object, the twins around them, and the twins of what absorbed those. Returns
 * the number of sites. */
ALLELE_RUNTIME_INLINE uint32_t armMutant(const AlleleObject *object, uint64_t id) {
  uint32_t armed = 0;
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    const AlleleMutant *mutants = alleleMutants(function);
    for (uint32_t i = 0; i < function->mutantCount; ++i) {
      if (mutants[i].id == id) {
        const AlleleSite *site = &alleleSites(function)[mutants[i].site];
        alleleSiteSwitches(function)[mutants[i].site] = (uint8_t)(i - site->firstMutant + 1);
        *alleleFunctionSwitch(function) = 1;
        ++armed;
      }
    }
  }
  for (const AlleleFunction *function = object->functions; armed != 0 && function != object->functionsEnd; ++function) {
    for (uint32_t i = 0; i < function->absorbedCount; ++i) {
      const AlleleFunction *member = alleleAbsorbed(function, i);
      /* Its own sites decide: its function switch may be on for what it absorbed itself. */
      for (uint32_t site = 0; member != NULL && *alleleFunctionSwitch(member) != 0 && site < member->siteCount;
           ++site) {
        if (alleleSiteSwitches(member)[site] != ALLELE_SITE_OFF) {
          *alleleFunctionSwitch(function) = 1;
        }
      }
    }
  }
  __allele_state_v1.armedSites = armed;
  return armed;
}

ALLELE_RUNTIME_INLINE void activate(const AlleleObject *object, const ObjectSearch *self, const char *mutant,
                                    const char *path) {
  uint64_t id = 0;
  if (!parseId(mutant, &id)) {
    __allele_fail_v1(ALLELE_ENV_MUTANT, " is not 16 hex digits", 0, "`allele list` prints the ids");
  }
  uint32_t armed = armMutant(object, id);
  if (armed != 0) {
    __allele_report_armed_v1(id, armed, path);
  } else if (self->isProgram && __allele_state_v1.statusPath == NULL &&
             dl_iterate_phdr(__allele_visit_armed_object_v1, NULL) == 0) {
    /* The program's constructor runs after those of the libraries it was linked with: no one has it. */
    AlleleWriter subject;
    subject.used = 0;
    __allele_put_v1(&subject, "no mutant ");
    __allele_put_number_v1(&subject, id, 16, 16);
    __allele_put_v1(&subject, " in ");
    __allele_put_v1(&subject, path);
    subject.buffer[subject.used] = 0;
    __allele_fail_v1(subject.buffer, " or its libraries", 0, "`allele list` prints the ids");
  }
}

/* ---- the fork server ---- */

ALLELE_RUNTIME_COLD void __allele_exhausted_v1(const AlleleFunction *function) {
  if (__allele_state_v1.exhausted != NULL) {
    __allele_state_v1.exhausted(function);
  }
}

/* In the process that the address is of: the server takes the variable away from its children. */
ALLELE_RUNTIME_INLINE void handOver(const AlleleObject *object, const char *address, bool records) {
  uint64_t number = 0;
  if (parseId(address, &number) && number != 0) {
    AlleleServe *serve = (AlleleServe *)(uintptr_t)number; // NOLINT(performance-no-int-to-ptr)
    AlleleServed served;
    served.magic = ALLELE_SERVED_MAGIC;
    served.object = object;
    served.exhausted = &__allele_state_v1.exhausted;
    served.rearm = records ? __allele_rearm_v1 : NULL;
    serve(&served);
  }
}

ALLELE_RUNTIME_COLD void __allele_register_v1(const AlleleObject *object) {
  Environment environment = readEnvironment();
  unsigned tasks = (environment.mutant != NULL) + (environment.record != NULL) + (environment.list != NULL);
  /* A set-user-id program must not write where its caller says. */
  if ((tasks == 0 && environment.server == NULL) || getauxval(AT_SECURE) != 0) {
    return;
  }
  int savedErrno = errno;
  __allele_state_v1.statusPath = environment.status;
  if (tasks > 1) {
    __allele_fail_v1("ALLELE_MUTANT, ALLELE_RECORD and ALLELE_LIST", " exclude each other", 0, "set one of them");
  }
  ObjectSearch self = {false, NULL};
  char path[PATH_MAX];
  dl_iterate_phdr(__allele_visit_own_object_v1, &self);
  findPath(&self, path);
  for (const AlleleFunction *function = object->functions; function < object->functionsEnd; ++function) {
    if (function->version != ALLELE_ABI_VERSION) {
      __allele_fail_v1(path, " was instrumented by two versions of Allele", 0, "build all of it with one");
    }
  }
  if (environment.list != NULL) {
    __allele_list_v1(object, environment.list);
    if (self.isProgram) {
      _exit(0);
    }
  } else if (environment.record != NULL) {
    __allele_start_recording_v1(object, environment.record, path);
  } else if (environment.mutant != NULL) {
    activate(object, &self, environment.mutant, path);
  }
  if (environment.server != NULL) {
    handOver(object, environment.server, __allele_state_v1.progress != NULL);
  }
  __allele_state_v1.statusPath = NULL;
  errno = savedErrno;
}
