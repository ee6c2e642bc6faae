#define _GNU_SOURCE /* MADV_POPULATE_READ, MADV_POPULATE_WRITE */
#include "Pages.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ /* Linux 5.14; earlier ones refuse it */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#define PAGE 4096U
/* Of a page in /proc/self/pagemap. */
#define PRESENT ((uint64_t)1 << 63)
#define OF_FILE ((uint64_t)1 << 61)
#define EXCLUSIVE ((uint64_t)1 << 56)

enum { kMostPagesOfMapping = 1 << 16, kMostPagesWritten = 4096 };

typedef struct Line {
  uintptr_t begin, end;
  bool isPrivate, isWritable;
} Line;

static bool isHexDigit(char character) {
  return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
}

static const char *takeNumber(const char *text, uintptr_t *number) {
  *number = 0;
  for (; isHexDigit(*text); ++text) {
    *number = *number << 4 | (uintptr_t)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
  }
  return text;
}

/* "55d0a000-55d0b000 rw-p ..." */
static Line lineIn(const char *text) {
  Line line = {0, 0, false, false};
  text = takeNumber(text, &line.begin);
  if (*text == '-') {
    text = takeNumber(text + 1, &line.end);
  }
  if (text[0] == ' ' && text[1] != 0 && text[2] != 0 && text[3] != 0) {
    line.isWritable = text[2] == 'w';
    line.isPrivate = text[4] == 'p';
  }
  return line;
}

static void add(AllelePages *pages, uintptr_t page, bool isWritten) {
  AllelePageRun *last = pages->count == 0 ? NULL : &pages->runs[pages->count - 1];
  if (last != NULL && (last->size & 1) == isWritten && last->begin + (last->size & ~(uintptr_t)1) == page) {
    last->size += PAGE;
  } else if (pages->count < ALLELE_PAGE_RUNS) {
    AllelePageRun run = {page, PAGE | (isWritten ? 1U : 0U)};
    pages->runs[pages->count++] = run;
  }
}

static void findIn(AllelePages *pages, const Line *line, int pagemap, uint32_t *written) {
  static uint64_t entries[512];
  uintptr_t left = (line->end - line->begin) / PAGE;
  if (!line->isPrivate || left > kMostPagesOfMapping) {
    return;
  }
  for (uintptr_t page = line->begin; left != 0;) {
    size_t wanted = left < 512 ? left : 512;
    ssize_t size = pread(pagemap, entries, wanted * sizeof *entries, (off_t)(page / PAGE * sizeof *entries));
    if (size <= 0) {
      return;
    }
    for (size_t i = 0; i < (size_t)size / sizeof *entries; ++i, page += PAGE, --left) {
      if ((entries[i] & PRESENT) == 0) {
        continue;
      }
      if ((entries[i] & OF_FILE) != 0) {
        add(pages, page, false);
      } else if ((entries[i] & EXCLUSIVE) != 0 && line->isWritable && *written < kMostPagesWritten) {
        add(pages, page, true);
        ++*written;
      }
    }
  }
}

void allelePagesFind(AllelePages *pages) {
  static char text[1 << 16];
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  size_t used = 0;
  ssize_t size = 0;
  while (maps >= 0 && used < sizeof text - 1 && (size = read(maps, text + used, sizeof text - 1 - used)) > 0) {
    used += (size_t)size;
  }
  text[used] = 0;
  uint32_t written = 0;
  for (const char *next = text; pagemap >= 0 && *next != 0;) {
    Line line = lineIn(next);
    findIn(pages, &line, pagemap, &written);
    while (*next != 0 && *next++ != '\n') {
    }
  }
  if (maps >= 0) {
    close(maps);
  }
  if (pagemap >= 0) {
    close(pagemap);
  }
}

void allelePagesGet(const AllelePageRun *runs, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    bool isWritten = (runs[i].size & 1) != 0;
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    madvise((void *)runs[i].begin, runs[i].size & ~(uintptr_t)1, isWritten ? MADV_POPULATE_WRITE : MADV_POPULATE_READ);
  }
}
