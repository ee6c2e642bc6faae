// Conditions of all statements, forced to one value; loops with every part left out; switches; goto.
#include "show.h"

static int touched;
static int touch(int value) {
  touched++;
  return value;
}

static void branches(int a, int b) {
  if (a)
    show(1);
  if (a > b)
    show(2);
  else
    show(3);
  if (a == 1) {
    show(4);
  } else if (a == 2) {
    show(5);
  } else if (touch(b)) {
    show(6);
  } else {
    show(7);
  }
  if (!a)
    show(8);
  if (a & 1)
    show(9);
  if (a - b)
    show(10);
  if (touch(a) && touch(b))
    show(11);
  if (!(a < b))
    show(12);
  if ((a = b + 1))
    show(13);
  if (a, b)
    show(14);
  if (a)
    ;
  if (a) {
  } else
    show(15);
  show(touched);
}

static void choices(int a, int b) {
  int v = a ? 1 : 2;
  show(v);
  v = a > b ? a : b;
  show(v);
  v = a ? b ? 3 : 4 : 5;
  show(v);
  v = (a < 0 ? -a : a) + (b < 0 ? -b : b);
  show(v);
  v = a ?: b;
  show(v);
  v = !a ? 6 : 7;
  show(v);
  v = touch(a) > 0 && touch(b) > 0 ? 8 : 9;
  show(v);
  double d = a ? 0.5 : b;
  showFloat(d);
  const char *p = a > 1 ? "more" : 0;
  show(p != 0);
  a ? show(10) : show(11);
  v = 1 + (a ? 12 : 13) * 2;
  show(v);
  int cells[2] = {a ? 14 : 15, b > 0 ? 16 : 17};
  show(cells[0]), show(cells[1]);
  struct {
    int x, y;
  } s = a ? (__typeof__(s)){1, 2} : (__typeof__(s)){3, 4};
  show(s.x), show(s.y);
}

static void loops(int a, int b) {
  int i = 0;
  while (i < a) {
    STEP();
    i++;
  }
  show(i);
  while (1) {
    STEP();
    if (i > 5)
      break;
    i++;
  }
  show(i);
  for (i = 0; i < b; i++) {
    STEP();
    if (i == 2)
      continue;
    show(i);
  }
  for (;;) {
    STEP();
    if (--i < 0)
      break;
  }
  show(i);
  for (; i < 3;) {
    STEP();
    i += 2;
  }
  show(i);
  for (int j = 0, k = 10; j < k; j++, k--)
    STEP();
  do {
    STEP();
    i--;
  } while (i > 0);
  show(i);
  do
    STEP();
  while (touch(touched < 100 && b > 100));
  do {
    show(1);
  } while (0);
  i = a;
  while (i--)
    STEP();
  show(i);
  i = 3;
  while (!(i == 0)) {
    STEP();
    i -= 1;
  }
  for (const char *p = "text"; *p; p++)
    show(*p);
  i = 0;
  while (i < 3)
    for (int j = 0; j < 2; ++j)
      do {
        STEP();
        i++;
      } while (i < 2);
  show(i);
  while (i > 0 && b > 0)
    i--, b--;
  show(b);
}

static void jumps(int a, int b) {
  switch (a) {
  case 0:
    show(1);
  case 1:
    if (b)
      break;
    show(2);
    break;
  case 2 ... 5:
    show(a * 2);
    break;
  default:
    show(b - a);
  }
  switch (a > b) {
  case 1:
    show(3);
  }
  int n = 0;
again:
  STEP();
  n++;
  if (n < a)
    goto again;
  show(n);
  int v = ({
    int inner = a;
    if (b > a)
      inner = b;
    inner + 1;
  });
  show(v);
}

int main(void) {
  EACH(int, a, -1, 0, 1, 2, 3, 7) EACH(int, b, -1, 0, 1, 4) {
    branches(a, b);
    choices(a, b);
    steps = 0;
    jumps(a, b);
  }
  EACH(int, a, 0, 1, 4) EACH(int, b, 0, 1, 4) {
    steps = 0;
    touched = 0;
    loops(a, b);
  }
  return 0;
}
