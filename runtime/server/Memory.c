#define _GNU_SOURCE /* MAP_ANONYMOUS, memfd_create */
#include "Memory.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BLOCK_SIZE ((size_t)1 << 20)

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

void *alleleMap(size_t size, bool isShared) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | (isShared ? MAP_SHARED : MAP_PRIVATE), -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void *alleleMapShared(size_t size, int *descriptor) {
  /* Some systems refuse memory that could be executed, and older ones don't know the flag. */
  *descriptor = memfd_create("allele", MFD_CLOEXEC | MFD_NOEXEC_SEAL);
  if (*descriptor < 0) {
    *descriptor = memfd_create("allele", MFD_CLOEXEC);
  }
  if (*descriptor < 0) {
    return NULL;
  }
  void *memory = ftruncate(*descriptor, (off_t)size) == 0
                     ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, *descriptor, 0)
                     : MAP_FAILED;
  if (memory != MAP_FAILED) {
    return memory;
  }
  close(*descriptor);
  return NULL;
}

void *alleleAllocate(size_t size) {
  static char *next;
  static size_t left;
  size = (size + 15) / 16 * 16;
  if (size > BLOCK_SIZE / 4) {
    return alleleMap(size, false);
  }
  if (size > left) {
    next = alleleMap(BLOCK_SIZE, false);
    left = next == NULL ? 0 : BLOCK_SIZE;
  }
  if (next == NULL) {
    return NULL;
  }
  void *memory = next;
  next += size;
  left -= size;
  return memory;
}

void *alleleGrow(void *array, uint32_t *capacity, uint32_t count, size_t elementSize) {
  if (count < *capacity) {
    return array;
  }
  uint32_t larger = *capacity == 0 ? 64 : 2 * *capacity;
  void *copy = alleleAllocate(larger * elementSize);
  if (copy != NULL && count != 0) {
    memcpy(copy, array, count * elementSize);
  }
  *capacity = larger;
  return copy;
}
