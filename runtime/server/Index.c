#include "Index.h"

#include "Memory.h"

static AlleleIndexEntry *firstEntry(const AlleleIndex *index, uint64_t id) {
  return &index->entries[id & index->mask]; /* ids are hashes */
}

static AlleleIndexEntry *nextEntry(const AlleleIndex *index, const AlleleIndexEntry *entry) {
  return &index->entries[((uint64_t)(entry - index->entries) + 1) & index->mask];
}

/* `count` for each absorbed function of this object: called with its number and the number of what absorbed it. */
static void forEachAbsorption(const AlleleObject *object, AlleleIndex *index,
                              void (*visit)(AlleleIndex *index, uint32_t absorbed, uint32_t absorber)) {
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    for (uint32_t i = 0; i < function->absorbedCount; ++i) {
      const AlleleFunction *absorbed = alleleAbsorbed(function, i);
      if (absorbed >= object->functions && absorbed < object->functionsEnd) {
        visit(index, (uint32_t)(absorbed - object->functions), (uint32_t)(function - object->functions));
      }
    }
  }
}

static void countAbsorber(AlleleIndex *index, uint32_t absorbed, uint32_t absorber) {
  (void)absorber;
  ++index->firstAbsorber[absorbed];
}

static void placeAbsorber(AlleleIndex *index, uint32_t absorbed, uint32_t absorber) {
  index->absorbers[--index->firstAbsorber[absorbed]] = absorber;
}

bool alleleIndexMake(AlleleIndex *index, const AlleleObject *object) {
  uint32_t functions = (uint32_t)(object->functionsEnd - object->functions);
  uint64_t mutants = 0;
  uint64_t absorptions = 0;
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    mutants += function->mutantCount;
    absorptions += function->absorbedCount;
  }
  uint64_t size = 2;
  while (size < 2 * mutants) {
    size *= 2;
  }
  index->mask = size - 1;
  index->entries = alleleAllocate(size * sizeof *index->entries);
  index->firstAbsorber = alleleAllocate((functions + 1ULL) * sizeof *index->firstAbsorber);
  index->absorbers = alleleAllocate(absorptions * sizeof *index->absorbers + 1);
  if (index->entries == NULL || index->firstAbsorber == NULL || index->absorbers == NULL) {
    return false;
  }
  for (uint32_t f = 0; f < functions; ++f) {
    const AlleleFunction *function = &object->functions[f];
    for (uint32_t i = 0; i < function->mutantCount; ++i) {
      AlleleIndexEntry *entry = firstEntry(index, alleleMutants(function)[i].id);
      while (entry->function != 0) {
        entry = nextEntry(index, entry);
      }
      entry->id = alleleMutants(function)[i].id;
      entry->function = f + 1;
      entry->mutant = i;
    }
  }
  /* The lists lie end to end: count, sum up to the end of each, then fill each from its end. */
  forEachAbsorption(object, index, countAbsorber);
  for (uint32_t f = 1; f <= functions; ++f) {
    index->firstAbsorber[f] += index->firstAbsorber[f - 1];
  }
  forEachAbsorption(object, index, placeAbsorber);
  return true;
}

uint32_t alleleIndexCount(const AlleleIndex *index, uint64_t mutant) {
  uint32_t count = 0;
  for (const AlleleIndexEntry *entry = firstEntry(index, mutant); entry->function != 0;
       entry = nextEntry(index, entry)) {
    count += entry->id == mutant;
  }
  return count;
}

static void armTwin(const AlleleFunction *function, uint64_t budget) {
  *alleleFunctionSwitch(function) = 1;
  uint64_t *cell = alleleBudget(function);
  if (cell != NULL) {
    *cell = budget;
  }
}

void alleleIndexArm(const AlleleIndex *index, const AlleleObject *object, uint64_t mutant, const AlleleBudgets *budgets,
                    uint32_t firstFunction) {
  for (const AlleleIndexEntry *entry = firstEntry(index, mutant); entry->function != 0;
       entry = nextEntry(index, entry)) {
    if (entry->id != mutant) {
      continue;
    }
    uint32_t number = entry->function - 1;
    const AlleleFunction *function = &object->functions[number];
    uint32_t site = alleleMutants(function)[entry->mutant].site;
    alleleSiteSwitches(function)[site] = (uint8_t)(entry->mutant - alleleSites(function)[site].firstMutant + 1);
    armTwin(function, alleleBudgetOf(budgets, firstFunction + number));
    for (uint32_t i = index->firstAbsorber[number]; i != index->firstAbsorber[number + 1]; ++i) {
      uint32_t absorber = index->absorbers[i];
      armTwin(&object->functions[absorber], alleleBudgetOf(budgets, firstFunction + absorber));
    }
  }
}
