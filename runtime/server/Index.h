/* Where the mutants of an object stand: what makes arming one cheap, since it happens in every child. */
#ifndef ALLELE_SERVER_INDEX_H
#define ALLELE_SERVER_INDEX_H

#include "../Internal.h"
#include "Budgets.h"

typedef struct AlleleIndexEntry {
  uint64_t id;
  uint32_t function; /* 1 more than its number; 0: the entry is free */
  uint32_t mutant;   /* index into AlleleFunction.mutants */
} AlleleIndexEntry;

typedef struct AlleleIndex {
  AlleleIndexEntry *entries; /* a hash table with open addressing, at most half full; an id may stand in several */
  uint64_t mask;             /* its size - 1 */
  uint32_t *firstAbsorber;   /* for each function into absorbers; the next one's ends the list */
  uint32_t *absorbers;       /* numbers of functions */
} AlleleIndex;

/* False: no memory. */
bool alleleIndexMake(AlleleIndex *index, const AlleleObject *object);

/* In how many sites the mutant stands. */
uint32_t alleleIndexCount(const AlleleIndex *index, uint64_t mutant);

/* Arms every site of the mutant, the twins around them, and the twins of what absorbed those. They get their budgets;
 * `firstFunction` is the number of the object's first. */
void alleleIndexArm(const AlleleIndex *index, const AlleleObject *object, uint64_t mutant, const AlleleBudgets *budgets,
                    uint32_t firstFunction);

#endif
