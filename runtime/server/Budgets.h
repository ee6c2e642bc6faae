/* How much a function that holds a mutant may do before all functions begin to count. */
#ifndef ALLELE_SERVER_BUDGETS_H
#define ALLELE_SERVER_BUDGETS_H

#include "allele/server.h"

#include <stdbool.h>

typedef struct AlleleBudgets {
  const AlleleServerFunction *functions; /* of the test, by growing number */
  uint32_t functionCount;
  uint64_t most; /* for any function */
} AlleleBudgets;

/* For the function of that number, as AlleleServerFunction has it. */
uint64_t alleleBudgetOf(const AlleleBudgets *budgets, uint32_t function);

#endif
