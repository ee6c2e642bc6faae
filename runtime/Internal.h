/* What the runtime's own files share. Nothing here is seen by instrumented code; that is allele/abi.h.
 *
 * The runtime is embedded as bitcode into every translation unit of the user's program, where each definition becomes
 * linkonce_odr and hidden: so all state and every function that is not inlined has external linkage and a versioned
 * name, and an object (program or shared library) ends up with exactly one copy of each. Copies of different objects
 * know nothing of each other. */
#ifndef ALLELE_INTERNAL_H
#define ALLELE_INTERNAL_H

#include "allele/abi.h"

#include <stdbool.h>
#include <stddef.h>

/* Keeps the user's instrumentation (coverage, sanitizers, -finstrument-functions, stack protector) out of the runtime:
 * it runs before the constructors that set those up. */
#define ALLELE_NEVER_INSTRUMENTED                                                                                      \
  __attribute__((no_profile_instrument_function, no_stack_protector, no_instrument_function,                           \
                 disable_sanitizer_instrumentation,                                                                    \
                 no_sanitize("address", "undefined", "thread", "memory", "hwaddress", "coverage")))

/* Our own sanitizer builds check the runtime itself. */
#ifdef ALLELE_RUNTIME_SANITIZED
#define ALLELE_RUNTIME
#else
#define ALLELE_RUNTIME ALLELE_NEVER_INSTRUMENTED
#endif
/* Runs while the program does: never inlined, or each site would grow by it. */
#define ALLELE_RUNTIME_HOT ALLELE_RUNTIME __attribute__((noinline))
/* Runs once, at the start. EmbedBitcode.cmake turns cold into optnone: our optimised bitcode isn't worth a second
 * optimisation in each of the user's translation units. */
#define ALLELE_RUNTIME_COLD ALLELE_RUNTIME __attribute__((noinline, cold))
#define ALLELE_RUNTIME_INLINE ALLELE_RUNTIME static inline __attribute__((always_inline))

/* The target of a relative offset, null for "none". */
ALLELE_RUNTIME_INLINE void *alleleTarget(const AlleleOffset *offset) {
  return *offset == 0 ? NULL : (char *)offset + *offset;
}

ALLELE_RUNTIME_INLINE uint8_t *alleleFunctionSwitch(const AlleleFunction *function) {
  return alleleTarget(&function->functionSwitch);
}
ALLELE_RUNTIME_INLINE uint8_t *alleleSiteSwitches(const AlleleFunction *function) {
  return alleleTarget(&function->siteSwitches);
}
ALLELE_RUNTIME_INLINE const AlleleSite *alleleSites(const AlleleFunction *function) {
  return alleleTarget(&function->sites);
}
ALLELE_RUNTIME_INLINE const AlleleMutant *alleleMutants(const AlleleFunction *function) {
  return alleleTarget(&function->mutants);
}
/* Null in records that weren't made by the plugin. */
ALLELE_RUNTIME_INLINE uint64_t *alleleBudget(const AlleleFunction *function) {
  return alleleTarget(&function->budget);
}
/* Null where the function isn't measured. */
ALLELE_RUNTIME_INLINE uint8_t *alleleProbes(const AlleleFunction *function) {
  return alleleTarget(&function->probes);
}
/* The index-th function that `function` absorbed. */
ALLELE_RUNTIME_INLINE const AlleleFunction *alleleAbsorbed(const AlleleFunction *function, uint32_t index) {
  const AlleleOffset *list = alleleTarget(&function->absorbed);
  return alleleTarget(&list[index]);
}

/* What recording keeps for each function record, private to the process. The counters only ever fall. */
typedef struct AlleleProgress {
  uint32_t firstMutant;   /* index of the function's first mutant in the chunk's seen[] */
  uint32_t armedSites;    /* own sites that still have something to report */
  uint32_t armedMembers;  /* how many of the function itself and those it absorbed have armed sites; 0: original runs */
  uint32_t firstAbsorber; /* into AlleleState.absorbers; the next function's firstAbsorber ends the list */
} AlleleProgress;

/* The state of one object's copy of the runtime. */
typedef struct AlleleState {
  uint64_t marker[2]; /* constant: lets the program's copy find the libraries' copies, see Register.c */
  uint32_t armedSites;
  void (*exhausted)(const AlleleFunction *function); /* the fork server's, or null */
  const char *statusPath; /* ALLELE_STATUS, null when unset; valid during registration only */
  /* While recording, else null: */
  const AlleleFunction *functions;
  uint32_t functionCount;
  uint8_t *seen;            /* seen[] of the object's chunk, shared with other processes */
  AlleleProgress *progress; /* one for each function record, and a last one that ends the absorber lists */
  uint32_t *absorbers;      /* indices of function records */
} AlleleState;
extern AlleleState __allele_state_v1; // NOLINT(readability-identifier-naming)

/* ---- Report.c ---- */

/* A buffered writer to `descriptor`. What fits into the buffer goes out by one write(2). */
typedef struct AlleleWriter {
  int descriptor;
  int error; /* errno of the first write that failed, or 0 */
  uint32_t used;
  char buffer[6000];
} AlleleWriter;

void __allele_flush_v1(AlleleWriter *writer);
void __allele_put_character_v1(AlleleWriter *writer, char character);
/* As it stands. */
void __allele_put_v1(AlleleWriter *writer, const char *text);
/* With backslash, tab and newline escaped; null counts as "". */
void __allele_put_escaped_v1(AlleleWriter *writer, const char *text);
/* In base 10 or 16, filled up with zeros to `digits` (at most 20). */
void __allele_put_number_v1(AlleleWriter *writer, uint64_t number, unsigned base, unsigned digits);
/* Opens for appending, creates if needed; -1 and errno on failure. */
int __allele_open_to_append_v1(const char *path);

/* Reports "allele: <subject><fact>[: <errno's text>]; <wayOut>" on stderr and in ALLELE_STATUS, and ends the process
 * with ALLELE_EXIT_CODE. errorNumber 0: no errno text. */
_Noreturn void __allele_fail_v1(const char *subject, const char *fact, int errorNumber, const char *wayOut);
/* Writes the `armed` line if ALLELE_STATUS is set. */
void __allele_report_armed_v1(uint64_t id, uint32_t siteCount, const char *objectPath);
/* Appends the lines of ALLELE_LIST. */
void __allele_list_v1(const AlleleObject *object, const char *path);

/* ---- Record.c ---- */

/* Finds or makes the object's chunk in the record file and arms every site that has something left to report. */
void __allele_start_recording_v1(const AlleleObject *object, const char *recordPath, const char *objectPath);
/* Arms every site again that has something left to report. No thread may run the object's functions meanwhile. */
void __allele_rearm_v1(void);
/* Notes what the alternatives of an armed site compute. Values as __allele_evaluate_v1 takes them. */
void __allele_record_v1(const AlleleFunction *function, uint32_t site, uint64_t value, uint64_t a, uint64_t b);

/* ---- Evaluate.c ---- */

/* What `action` computes at `site`. Floats are passed and returned as the bits of a double. False when it can't be
 * told: the twin computes it, or the division traps. Keeps the floating-point exception flags. */
bool __allele_evaluate_v1(const AlleleSite *site, uint32_t action, uint64_t value, uint64_t a, uint64_t b,
                          uint64_t *result);

#endif
