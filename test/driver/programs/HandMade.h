/* Makes the including program an instrumented one without the plugin: the records of allele/abi.h, complete at link
 * time as the plugin's are, so that the driver reads them from the file.
 *
 * Define before including:
 *   HAND_MADE_MUTANTS(M)   M(index, id, operator, line, column, end column, original, replacement) for each mutant,
 * with index 0, 1, ...; id is an assembler number, texts are string literals HAND_MADE_ROOT         string literal: the
 * directory of the source file HAND_MADE_FILE         string literal: the source file
 *
 * All mutants lie in one function, "handMade", each in a site of its own that computes 0 and whose mutant computes 1:
 * handMade(index) is true when mutant `index` is active. */
#ifndef ALLELE_TEST_HAND_MADE_H
#define ALLELE_TEST_HAND_MADE_H

#include "allele/abi.h"

#include <stdbool.h>
#include <stddef.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

/* clang-format off */
#define HAND_MADE_STRING(label, text) #label ": .asciz \"" text "\"\n"
#define HAND_MADE_MUTANT(index, id, operatorId, line, column, endColumn, original, replacement)                        \
  __asm__(".pushsection .rodata.handMadeText,\"a\"\n"                                                                  \
          HAND_MADE_STRING(handMadeOperator##index, operatorId)                                                        \
          HAND_MADE_STRING(handMadeOriginal##index, original)                                                          \
          HAND_MADE_STRING(handMadeReplacement##index, replacement)                                                    \
          ".popsection\n"                                                                                              \
          ".pushsection .rodata.handMadeMutants,\"a\"\n"                                                               \
          ".quad " #id "\n"                                                                                            \
          ".long handMadeOperator" #index " - .\n"                                                                     \
          ".long handMadeFile - .\n"                                                                                   \
          ".long handMadeOriginal" #index " - .\n"                                                                     \
          ".long handMadeReplacement" #index " - .\n"                                                                  \
          ".long " #line ", " #column ", " #line ", " #endColumn ", " #index ", 2\n" /* ALLELE_ACTION_ONE */           \
          ".popsection\n"                                                                                              \
          ".pushsection .rodata.handMadeSites,\"a\"\n"                                                                 \
          ".long " #index "\n.short 1\n.byte 0, 32\n"                                                                  \
          ".popsection\n"                                                                                              \
          ".pushsection " ALLELE_SECTION_SITE_SWITCHES ",\"aw\"\n.byte 0\n.popsection\n");

__asm__(".pushsection .rodata.handMadeText,\"a\"\n"
        "handMadeName: .asciz \"handMade\"\n"
        "handMadeFile: .asciz \"" HAND_MADE_FILE "\"\n"
        "handMadeRoot: .asciz \"" HAND_MADE_ROOT "\"\n"
        ".popsection\n"
        ".pushsection .rodata.handMadeMutants,\"a\"\n.p2align 3\nhandMadeMutants:\n.popsection\n"
        ".pushsection .rodata.handMadeSites,\"a\"\n.p2align 3\nhandMadeSites:\n.popsection\n"
        ".pushsection " ALLELE_SECTION_SITE_SWITCHES ",\"aw\"\nhandMadeSiteSwitches:\n.popsection\n"
        ".pushsection " ALLELE_SECTION_FUNCTION_SWITCHES ",\"aw\"\nhandMadeFunctionSwitch: .byte 0\n.popsection\n");
HAND_MADE_MUTANTS(HAND_MADE_MUTANT)

// A term of a sum.
#define HAND_MADE_COUNT(...) +1 // NOLINT(bugprone-macro-parentheses)
__asm__(".pushsection " ALLELE_SECTION_FUNCTIONS ",\"a\"\n.p2align 3\n"
        "handMadeFunction:\n"
        ".long " TEXT(ALLELE_ABI_VERSION) "\n"
        ".long handMadeName - .\n"
        ".long handMadeFunctionSwitch - .\n"
        ".long handMadeSiteSwitches - .\n"
        ".long handMadeSites - .\n"
        ".long handMadeMutants - .\n"
        ".long 0" TEXT(HAND_MADE_MUTANTS(HAND_MADE_COUNT)) "\n"
        ".long 0" TEXT(HAND_MADE_MUTANTS(HAND_MADE_COUNT)) "\n"
        ".long handMadeRoot - .\n"
        ".long 0, 0, 0, 0, 0, 0, 0\n"
        ".quad 0\n" // not described
        ".quad 0\n" // not marked
        ".popsection\n");
/* clang-format on */

extern const AlleleFunction handMadeFunction;
extern uint8_t handMadeSiteSwitches[];

extern const AlleleFunction startFunctions[] __asm__("__start_" ALLELE_SECTION_FUNCTIONS);
extern const AlleleFunction stopFunctions[] __asm__("__stop_" ALLELE_SECTION_FUNCTIONS);
extern uint8_t startFunctionSwitches[] __asm__("__start_" ALLELE_SECTION_FUNCTION_SWITCHES);
extern uint8_t stopFunctionSwitches[] __asm__("__stop_" ALLELE_SECTION_FUNCTION_SWITCHES);
extern uint8_t startSiteSwitches[] __asm__("__start_" ALLELE_SECTION_SITE_SWITCHES);
extern uint8_t stopSiteSwitches[] __asm__("__stop_" ALLELE_SECTION_SITE_SWITCHES);

__attribute__((constructor(101))) static void registerHandMade(void) {
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

static bool handMade(unsigned index) {
  return handMadeSiteSwitches[index] != ALLELE_SITE_OFF && __allele_int_v1(&handMadeFunction, index, 0, 0, 0) != 0;
}

#endif
