// Sizes that calls are given, indices, and checks for null among other conditions.
#include "show.h"
#define NULL ((void *)0)

void *memcpy(void *to, const void *from, unsigned long size);
void *memmove(void *to, const void *from, unsigned long size);
void *memset(void *to, int byte, unsigned long size);
int memcmp(const void *a, const void *b, unsigned long size);
char *strncpy(char *to, const char *from, unsigned long size);
int strncmp(const char *a, const char *b, unsigned long size);
int snprintf(char *to, unsigned long size, const char *format, ...);

static void put(long value) {
  show(value);
}

static char buffer[32];
#define FILL(array, count)                                                                                             \
  for (int i = 0; i < (count); ++i)                                                                                    \
  (array)[i] = i
#define CLEAR() __builtin_memset(buffer, '.', sizeof buffer)
static void check(void) {
  printf("%.32s\n", buffer);
  CLEAR();
}

static void sizes(int a, unsigned b, unsigned long c, unsigned char d) {
  memcpy(buffer, "a text of some length", a);
  check();
  memcpy(buffer, "a text of some length", b);
  check();
  memcpy(buffer, "a text of some length", 4);
  check();
  memmove(buffer, buffer + 1, c);
  check();
  memset(buffer, 'x', c / 2 + 1);
  check();
  memset(buffer, 'y', sizeof(long) + d);
  check();
  put(memcmp("abcdef", "abcxef", a) != 0);
  put(strncmp("abcdef", "abcxef", d) != 0);
  strncpy(buffer, "another", c);
  check();
  snprintf(buffer, a + 2, "%d", 123456);
  check();
}

struct Row {
  int cells[8];
  int *more;
};

static int grid[8][4] = {{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}, {12, 13, 14, 15}};

static void indices(struct Row *row, int i, unsigned j, const short *p, int **q) {
  int list[8] = {0, 10, 20, 30, 40, 50, 60, 70};
  put(list[i]);
  put(list[j]);
  put(list[3]);
  put(p[i]);
  put(p[-i + 5]);
  put(row->cells[i + 1]);
  put(row->more[i]);
  put(grid[i - 1][1]);
  put(q[1][i]);
  list[i] = 5;
  list[i + 1] += 6;
  list[i]++;
  put(list[i] + list[i + 1] + list[2]);
}

static int touched;
static const char *touch(const char *text) {
  touched++;
  return text;
}

static void checks(const char *p, const char *q, int a) {
  if (p && a > 0)
    put(1);
  if (!p || a > 0)
    put(2);
  if (p != 0 && q == 0)
    put(3);
  if (a > 1 || (p && q))
    put(4);
  if (touch(p) && a)
    put(5);
  if (!(p && a) || !q)
    put(6);
  int v = p && a;
  put(v);
  v = a || !q || a > 1;
  put(v);
  while (p && a > 0) {
    STEP();
    put(a--);
  }
  put(p && q ? 7 : 8);
  put(touched);
}

int main(void) {
  static int more[] = {98, 99, 100, 101, 102, 103, 104, 105, 106};
  int *both[] = {more, more + 2, more + 1, more, more};
  static short middle[64];
  FILL(middle, 64);
  struct Row row = {{1, 4, 9, 16, 25, 36, 49, 64}, more};
  CLEAR();
  EACH(int, i, 2, 3) {
    sizes(i, i + 2, i + 4, i);
    indices(&row, i, i, middle + 32, both + 1);
  }
  EACH(int, a, -1, 0, 1, 2) {
    checks("p", "q", a);
    checks("p", 0, a);
    checks(0, "q", a);
    checks(0, 0, a);
  }
  return 0;
}
