/* A test program with mutants that are compiled in and others that are ignored, for every reason. Its exit code is 3
 * with mutant 0 active and 0 with mutant 1; mutant 2 isn't reached, mutant 3 makes it crash.
 *
 * Subject.cpp stands for its source. The numbers of the ignored mutants:
 *   a..1, a..2  noise rule logging    a..3  noise rule destructors    b..1  suppressed    c..1  equivalent
 *   d..0 to d..3  duplicates of mutants 0 to 3
 *   e..1  duplicate of a mutant that is nowhere    e..2  the same, but mutant 3 equals that one too
 *   f..1  equivalent here, suppressed and noise there
 * Mutant 1 is noise in another object: that it is compiled in counts. */
#define HAND_MADE_FILE "Subject.cpp"
/* clang-format off */
#define HAND_MADE_MUTANTS(M)                                                   \
  M(0, 0x1000000000000000, "false-to-true", 1, 16, 21, "false", "true")        \
  M(1, 0x1000000000000001, "false-to-true", 2, 17, 22, "false", "true")        \
  M(2, 0x1000000000000002, "false-to-true", 3, 14, 19, "false", "true")        \
  M(3, 0x1000000000000003, "false-to-one", 4, 18, 23, "false", "true")
#include "HandMade.h"

#include <stdlib.h>

#define IGNORED(id, reason, detail, line)                                                                              \
  ".asciz \"" id "\\t" reason "\\t" detail "\\tfalse-to-true\\t" HAND_MADE_ROOT "\\tSubject.cpp\\t" line "\\t5\\t"     \
  line "\\t9\\tbool\\t\\\\n\\\\t\\\\\\\\\\tstrong\"\n"

__asm__(".pushsection " ALLELE_SECTION_IGNORED ",\"MS\",%progbits,1\n"
        IGNORED("a000000000000001", "noise", "logging", "5")
        IGNORED("a000000000000002", "noise", "logging", "5")
        IGNORED("a000000000000003", "noise", "destructors", "6")
        IGNORED("b000000000000001", "suppressed", "never fails\\\\there", "6")
        IGNORED("c000000000000001", "equivalent", "", "7")
        IGNORED("d000000000000000", "duplicate", "1000000000000000", "7")
        IGNORED("d000000000000001", "duplicate", "1000000000000001", "7")
        IGNORED("d000000000000002", "duplicate", "1000000000000002", "8")
        IGNORED("d000000000000003", "duplicate", "1000000000000003", "8")
        IGNORED("e000000000000001", "duplicate", "9999999999999999", "8")
        IGNORED("e000000000000002", "duplicate", "9999999999999998", "9")
        IGNORED("1000000000000003", "duplicate", "9999999999999998", "4")
        IGNORED("f000000000000001", "equivalent", "", "9")
        IGNORED("f000000000000001", "noise", "logging", "9")
        IGNORED("f000000000000001", "suppressed", "there", "9")
        IGNORED("1000000000000001", "noise", "logging", "2")
        ".popsection\n");
/* clang-format on */

int main(int argc, char **argv) {
  (void)argv;
  if (handMade(0))
    exit(3);
  (void)handMade(1);
  if (argc > 5)
    (void)handMade(2);
  if (handMade(3))
    abort();
  return 0;
}
