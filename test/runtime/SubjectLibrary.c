/* A shared library, linked with the subject program or loaded by it. */
#include "SubjectRecords.h"

#include <stdio.h>

__attribute__((visibility("default"))) void SUBJECT_PRINT(void);

void SUBJECT_PRINT(void) {
  printf("%s %d %d %d %d\n", SUBJECT_NAME, less(2, 2), lessToo(2, 2), outer(2, 2), multiply(3, 1));
}
