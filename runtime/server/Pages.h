/* Pages that the runs of a test touch. A child gets each by a fault of its own, which costs more than copying it does,
 * above all in a virtual machine. What the first run touched, later ones get at once, by a few system calls. */
#ifndef ALLELE_SERVER_PAGES_H
#define ALLELE_SERVER_PAGES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct AllelePageRun {
  uintptr_t begin;
  uintptr_t size; /* bytes; the lowest bit is set for pages that are written */
} AllelePageRun;

#define ALLELE_PAGE_RUNS 2048

/* Shared with the child that is looked at. */
typedef struct AllelePages {
  uint32_t count;
  AllelePageRun runs[ALLELE_PAGE_RUNS];
} AllelePages;

/* In a child at its end: the pages that it has of its own, and those of files that it has mapped. As far as there is
 * room; the kernel is asked through /proc. */
void allelePagesFind(AllelePages *pages);

/* In a child at its beginning. What isn't mapped yet is left out. */
void allelePagesGet(const AllelePageRun *runs, uint32_t count);

#endif
