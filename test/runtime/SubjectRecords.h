/* Makes the including file an instrumented object, as the plugin would: records in the real sections, registration by a
 * constructor. Define SUBJECT_ID, the object's first mutant id, and optionally SUBJECT_VERSION. With SUBJECT_PLAIN the
 * file is compiled as if not instrumented.
 *
 *   SUBJECT_ID      + less(), lessToo()   lt-to-le (one mutant in two functions)
 *   SUBJECT_ID + 1  + less()              lt-to-gt
 *   SUBJECT_ID + 2  + multiply()          mul-to-div, traps with b == 0
 *
 * outer() absorbed less(). */
#ifndef ALLELE_TEST_SUBJECT_RECORDS_H
#define ALLELE_TEST_SUBJECT_RECORDS_H

#include "allele/abi.h"

#include <stddef.h>

#ifdef SUBJECT_PLAIN

static int less(int a, int b) {
  return a < b;
}
static int lessToo(int a, int b) {
  return a < b;
}
static int multiply(int a, int b) {
  return a * b;
}
static int outer(int a, int b) {
  return a < b;
}

#else

#ifndef SUBJECT_VERSION
#define SUBJECT_VERSION ALLELE_ABI_VERSION
#endif

#define SECTION(name) __attribute__((section(name), used))
enum { kLess, kLessToo, kMultiply, kOuter, kFunctionCount };

/* The plugin's records are read-only; these are filled in at the start because C can't express the offsets. */
SECTION(ALLELE_SECTION_FUNCTIONS) static AlleleFunction functions[kFunctionCount];
SECTION(ALLELE_SECTION_FUNCTION_SWITCHES) static uint8_t functionSwitches[kFunctionCount];
SECTION(ALLELE_SECTION_SITE_SWITCHES) static uint8_t siteSwitches[kFunctionCount];
static AlleleSite sites[] = {{0, 2, ALLELE_SITE_INT, 32}, {0, 1, ALLELE_SITE_INT, 32}, {0, 1, ALLELE_SITE_INT, 32}};
static AlleleMutant mutants[] = {{.id = SUBJECT_ID, .line = 3, .column = 12, .action = ALLELE_ACTION_SLE},
                                 {.id = SUBJECT_ID + 1, .line = 3, .column = 12, .action = ALLELE_ACTION_SGT},
                                 {.id = SUBJECT_ID, .line = 3, .column = 12, .action = ALLELE_ACTION_SLE},
                                 {.id = SUBJECT_ID + 2, .line = 9, .column = 1, .action = ALLELE_ACTION_SDIV}};
static AlleleOffset absorbedByOuter;

extern const AlleleFunction startFunctions[] __asm__("__start_" ALLELE_SECTION_FUNCTIONS);
extern const AlleleFunction stopFunctions[] __asm__("__stop_" ALLELE_SECTION_FUNCTIONS);
extern uint8_t startFunctionSwitches[] __asm__("__start_" ALLELE_SECTION_FUNCTION_SWITCHES);
extern uint8_t stopFunctionSwitches[] __asm__("__stop_" ALLELE_SECTION_FUNCTION_SWITCHES);
extern uint8_t startSiteSwitches[] __asm__("__start_" ALLELE_SECTION_SITE_SWITCHES);
extern uint8_t stopSiteSwitches[] __asm__("__stop_" ALLELE_SECTION_SITE_SWITCHES);

#define SET(field, target) ((field) = (AlleleOffset)((const char *)(target) - (const char *)&(field)))

__attribute__((constructor(101))) static void registerSubject(void) {
  static const char *const kNames[] = {"less", "lessToo", "multiply", "outer"};
  static const uint32_t kMutantCounts[] = {2, 1, 1, 0};
  AlleleMutant *nextMutant = mutants;
  for (int f = 0; f < kFunctionCount; ++f) {
    functions[f].version = SUBJECT_VERSION;
    functions[f].siteCount = kMutantCounts[f] != 0;
    functions[f].mutantCount = kMutantCounts[f];
    SET(functions[f].name, kNames[f]);
    SET(functions[f].functionSwitch, &functionSwitches[f]);
    SET(functions[f].siteSwitches, &siteSwitches[f]);
    SET(functions[f].sites, &sites[f]);
    SET(functions[f].mutants, nextMutant);
    nextMutant += kMutantCounts[f];
  }
  SET(absorbedByOuter, &functions[kLess]);
  SET(functions[kOuter].absorbed, &absorbedByOuter);
  functions[kOuter].absorbedCount = 1;
  for (AlleleMutant *mutant = mutants; mutant != nextMutant; ++mutant) {
    SET(mutant->operatorId, mutant->action == ALLELE_ACTION_SDIV ? "mul-to-div" : "lt-to-le");
    SET(mutant->file, "dir\twith tab/back\\slash\n.c");
    SET(mutant->original, "<");
    SET(mutant->replacement, "\\\n");
  }
  const AlleleObject object = {startFunctions,
                               stopFunctions,
                               startFunctionSwitches,
                               stopFunctionSwitches,
                               startSiteSwitches,
                               stopSiteSwitches,
                               NULL,
                               NULL,
                               NULL,
                               NULL};
  __allele_register_v1(&object);
}

static int twin(int f, int value, int a, int b) {
  if (siteSwitches[f] != ALLELE_SITE_OFF) {
    return (int)__allele_int_v1(&functions[f], 0, (uint32_t)value, (uint32_t)a, (uint32_t)b);
  }
  return value;
}

static int less(int a, int b) {
  return functionSwitches[kLess] != 0 ? twin(kLess, a < b, a, b) : a < b;
}
static int lessToo(int a, int b) {
  return functionSwitches[kLessToo] != 0 ? twin(kLessToo, a < b, a, b) : a < b;
}
static int multiply(int a, int b) {
  return functionSwitches[kMultiply] != 0 ? twin(kMultiply, a * b, a, b) : a * b;
}
static int outer(int a, int b) {
  return functionSwitches[kOuter] != 0 ? less(a, b) : a < b;
}

#endif
#endif
