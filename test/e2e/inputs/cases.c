/* Cases of switches: falling through, several labels, nested switches, no default, characters, wide and narrow values.
 */
#include "show.h"

enum Colour { kRed, kGreen, kBlue };
#define SEVEN 7
#define CASE_EIGHT case 8

static int total;

static int plain(int v) {
  switch (v) {
  case 0:
    return 10;
  case 1:
    return 11;
  case -1:
    return 12;
  default:
    return 13;
  }
}
static int falling(int v) {
  int value = 0;
  switch (v) {
  case 0:
    value += 1;
  case 1:
    value += 2;
    break;
  case 2:
  case 3:
    value += 4;
    break;
  case 4:
  default:
    value += 8;
    break;
  case 5:
    break;
  case SEVEN:
    value += 16;
  }
  return value;
}
static int withoutDefault(enum Colour v) {
  switch (v) {
  case kRed:
    return 1;
  case kGreen:
    break;
  case kBlue:
    return 3;
  }
  return 4;
}
static int nested(int v, char c) {
  int i = 0;
  switch (c) {
  case 'a':
    switch (v) {
    case 1:
      return 1;
    default:
      break;
    case 2:
      return 2;
    }
    return 3;
  case 'b':
    for (; i < 3; ++i) {
      if (i == v)
        break;
      total += i;
    case 'c':
      total += 10;
      STEP();
    }
    return total;
  case ':':
    return 5;
  case sizeof(int) > 2 ? 'd':
    'e' : return 6;
  }
  return 7;
}
static int macros(int v) {
  switch (v) {
  case 1:
    return 1;
  CASE_EIGHT:
    return 8;
  }
  return 0;
}
static int ranges(int v) {
  switch (v) {
  case 1 ... 2:
    return 1;
  case 3:
    return 8;
  }
  return 0;
}
static long wide(unsigned long v) {
  switch (v) {
  case 1UL << 40:
    return 1;
  case 0:
    return 2;
  case 2:
    return 3;
  }
  return 0;
}
static int directives(int v) {
  switch (v) {
  case 1:
    return 1;
#ifdef NEVER
  case 2:
    return 2;
#endif
  case 3:
    return 3;
  }
  return 0;
}

int main(void) {
  EACH(int, v, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8) {
    total = v;
    show(plain(v)), show(falling(v)), show(macros(v)), show(ranges(v)), show(directives(v));
    show(wide(v & 1 ? 1UL << 40 : v));
    if (v >= 0 && v < 3)
      show(withoutDefault((enum Colour)v));
    EACH(char, c, 'a', 'b', 'c', 'd', ':', 0) show(nested(v, c));
  }
  return 0;
}
