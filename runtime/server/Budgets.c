#include "Budgets.h"

/* A function that does so much more than without a mutant is worth a closer look, which makes the rest of the run
 * slower and decides nothing. Of what is called a few times, a few times more means little. */
#define FACTOR 4
#define LEAST 2000

uint64_t alleleBudgetOf(const AlleleBudgets *budgets, uint32_t function) {
  uint32_t begin = 0;
  uint32_t end = budgets->functionCount;
  while (begin < end) {
    uint32_t middle = begin + (end - begin) / 2;
    if (budgets->functions[middle].function < function) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  bool isListed = begin < budgets->functionCount && budgets->functions[begin].function == function;
  uint64_t budget = LEAST + (isListed ? FACTOR * (uint64_t)budgets->functions[begin].count : 0);
  return budget < budgets->most ? budget : budgets->most;
}
