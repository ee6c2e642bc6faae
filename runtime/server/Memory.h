/* Memory of the fork server: from the kernel, never from the program's heap. */
#ifndef ALLELE_SERVER_MEMORY_H
#define ALLELE_SERVER_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed pages, shared with children where asked for; null when there are none. */
void *alleleMap(size_t size, bool isShared);

/* Zeroed pages, shared with children and with whoever gets the descriptor, which the caller closes; null when there are
 * none. */
void *alleleMapShared(size_t size, int *descriptor);

/* Zeroed, aligned to 16, never given back; null when there is none. */
void *alleleAllocate(size_t size);

/* The array with room for one more element behind `count`: the same, or a copy twice as long; null when there is no
 * memory. */
void *alleleGrow(void *array, uint32_t *capacity, uint32_t count, size_t elementSize);

#endif
