// `&&`, `||` and `!` nested in every shape, in every place where a truth value may stand. The operands tell when they
// are evaluated.
#include "show.h"

static char trace[64];
static int length;
#define RESET() (length = 0, trace[0] = 0)
#define DONE(value) printf("%d: %s %d\n", __LINE__, trace, (int)(value))

static int t(int value, int name) {
  trace[length++] = (char)name;
  trace[length] = 0;
  return value;
}
#define A t(a, 'a')
#define BOTH(x, y) ((x) && (y))
#define IS_NULL(x) (!(x))

static int in(int a) {
  return t(a, 'p');
}

static void ifs(int a, int b, int c, int d) {
  RESET();
  if (t(a, 'a') && t(b, 'b'))
    DONE(1);
  RESET();
  if (t(a, 'a') || t(b, 'b'))
    DONE(2);
  else
    DONE(3);
  RESET();
  if (t(a, 'a') && t(b, 'b') && t(c, 'c'))
    DONE(4);
  RESET();
  if (t(a, 'a') || t(b, 'b') || t(c, 'c'))
    DONE(5);
  RESET();
  if (t(a, 'a') && t(b, 'b') || t(c, 'c'))
    DONE(6);
  RESET();
  if (t(a, 'a') || t(b, 'b') && t(c, 'c'))
    DONE(7);
  RESET();
  if ((t(a, 'a') || t(b, 'b')) && t(c, 'c'))
    DONE(8);
  RESET();
  if (t(a, 'a') && (t(b, 'b') || t(c, 'c')))
    DONE(9);
  RESET();
  if ((t(a, 'a') && t(b, 'b')) || (t(c, 'c') && t(d, 'd')))
    DONE(10);
  RESET();
  if ((t(a, 'a') || t(b, 'b')) && (t(c, 'c') || t(d, 'd')))
    DONE(11);
  RESET();
  if (!(t(a, 'a') && t(b, 'b')))
    DONE(12);
  RESET();
  if (!t(a, 'a') && !t(b, 'b'))
    DONE(13);
  RESET();
  if (!(t(a, 'a') || !t(b, 'b')) && t(c, 'c'))
    DONE(14);
  RESET();
  if (!!t(a, 'a'))
    DONE(15);
  RESET();
  if (!(!(t(a, 'a') && !(t(b, 'b') || t(c, 'c')))))
    DONE(16);
  RESET();
  if (!t(a, 'a'))
    DONE(17);
  else if (!t(b, 'b'))
    DONE(18);
  RESET();
  if (((t(a, 'a'))) && ((t(b, 'b'))))
    DONE(19);
  RESET();
  if (t(a, 'a') < t(b, 'b') && t(c, 'c') == t(d, 'd'))
    DONE(20);
  RESET();
  if (t(a, 'a') && t(b, 'b')) {
    if (t(c, 'c') || t(d, 'd'))
      DONE(21);
  } else {
    DONE(22);
  }
}

static void loops(int a, int b, int c) {
  int i = 0;
  RESET();
  while (i < 3 && t(a, 'a')) {
    STEP();
    i++;
  }
  DONE(i);
  RESET();
  while (length < 20 && (t(a, 'a') || i < 5)) {
    STEP();
    i++;
  }
  DONE(i);
  RESET();
  for (i = 0; i < 4 && (t(a, 'a') || t(b, 'b')); i++)
    STEP();
  DONE(i);
  RESET();
  i = 0;
  do {
    STEP();
    i++;
  } while (i < 3 && !t(c, 'c'));
  DONE(i);
  RESET();
  for (i = 0; !(i >= 3 || t(c, 'c')); i++)
    STEP();
  DONE(i);
  i = 3;
  while (!(i < 0)) {
    STEP();
    i--;
  }
  DONE(i);
  i = 0;
  do
    i++;
  while (i < 3);
  DONE(i);
}

static void values(int a, int b, int c, int d) {
  RESET();
  int v = t(a, 'a') && t(b, 'b');
  DONE(v);
  RESET();
  v = t(a, 'a') || t(b, 'b');
  DONE(v);
  RESET();
  v = t(a, 'a') && t(b, 'b') || t(c, 'c') && t(d, 'd');
  DONE(v);
  RESET();
  v = (t(a, 'a') || t(b, 'b')) && (t(c, 'c') || t(d, 'd'));
  DONE(v);
  RESET();
  v = !(t(a, 'a') && t(b, 'b')) || t(c, 'c');
  DONE(v);
  RESET();
  v = !t(a, 'a');
  DONE(v);
  RESET();
  v = !!t(a, 'a');
  DONE(v);
  RESET();
  v = (t(a, 'a') && t(b, 'b')) + (t(c, 'c') || t(d, 'd'));
  DONE(v);
  RESET();
  v = (t(a, 'a') && t(b, 'b')) == (t(c, 'c') || t(d, 'd'));
  DONE(v);
  RESET();
  v = in(t(a, 'a') && t(b, 'b'));
  DONE(v);
  RESET();
  v = in(t(a, 'a') || in(t(b, 'b') && t(c, 'c')));
  DONE(v);
  RESET();
  v = t(a, 'a') && t(b, 'b') ? t(c, 'c') : t(d, 'd');
  DONE(v);
  RESET();
  v = t(a, 'a') || !t(b, 'b') ? 5 : 6;
  DONE(v);
  RESET();
  v = !t(a, 'a') ? 7 : t(b, 'b') && t(c, 'c') ? 8 : 9;
  DONE(v);
  RESET();
  v = (t(a, 'a') ? t(b, 'b') : t(c, 'c')) && t(d, 'd');
  DONE(v);
  RESET();
  v = t(d, 'd') && (t(a, 'a') ? t(b, 'b') : t(c, 'c'));
  DONE(v);
  RESET();
  int cells[] = {t(a, 'a') && t(b, 'b'), t(c, 'c') || t(d, 'd')};
  DONE(cells[0] + 2 * cells[1]);
  RESET();
  v = cells[t(a, 'a') && t(b, 'b')];
  DONE(v);
  RESET();
  v += t(a, 'a') && t(b, 'b');
  DONE(v);
  RESET();
  t(a, 'a') && t(b, 'b');
  DONE(0);
  RESET();
  t(a, 'a') || (v = 9);
  DONE(v);
  RESET();
  _Bool truth = t(a, 'a') || t(b, 'b');
  DONE(truth);
  RESET();
  truth = t(a, 'a') & t(b, 'b') && t(c, 'c');
  DONE(truth);
  switch (t(a, 'a') && t(b, 'b')) {
  case 0:
    DONE(10);
    break;
  default:
    DONE(11);
  }
  RESET();
  v = t(a, 'a') && (v = t(b, 'b'), t(c, 'c'));
  DONE(v);
}

static void macros(int a, int b, int c) {
  RESET();
  if (A && t(b, 'b'))
    DONE(1);
  RESET();
  if (t(b, 'b') && A)
    DONE(2);
  RESET();
  if (BOTH(t(a, 'a'), t(b, 'b')) || t(c, 'c'))
    DONE(3);
  RESET();
  if (t(c, 'c') && BOTH(t(a, 'a'), t(b, 'b')))
    DONE(4);
  RESET();
  if (!BOTH(t(a, 'a'), t(b, 'b')))
    DONE(5);
  RESET();
  if (IS_NULL(t(a, 'a')) && t(b, 'b'))
    DONE(6);
  RESET();
  int v = t(a, 'a') || IS_NULL(t(b, 'b'));
  DONE(v);
  RESET();
  v = BOTH(t(a, 'a'), t(b, 'b')) && t(c, 'c');
  DONE(v);
  RESET();
  v = t(c, 'c') || BOTH(t(a, 'a'), t(b, 'b'));
  DONE(v);
}

static void constants(int a) {
  RESET();
  if (1 && t(a, 'a'))
    DONE(1);
  RESET();
  if (t(a, 'a') && 0)
    DONE(2);
  RESET();
  if (t(a, 'a') || 1)
    DONE(3);
  RESET();
  int v = 0 || t(a, 'a');
  DONE(v);
  RESET();
  v = t(a, 'a') && 1;
  DONE(v);
}

static int both(int a, int b) {
  return t(a, 'a') && t(b, 'b');
}
static _Bool either(int a, int b) {
  return t(a, 'a') || t(b, 'b');
}
static int neither(int a, int b) {
  if (t(a, 'a') || t(b, 'b'))
    return 0;
  return !t(a, 'a') && !t(b, 'b');
}

static void others(double x, const char *p, int a) {
  RESET();
  if (x && p)
    DONE(1);
  if (!x || !p)
    DONE(2);
  if (p && *p == 'x')
    DONE(3);
  if (!p)
    DONE(4);
  int v = !p || *p != 'x';
  DONE(v);
  v = !x;
  DONE(v);
  if (x > 1.5 && a)
    DONE(5);
  if (a & 1 && x)
    DONE(6);
  if ((a ^ 1) || !(a & 2))
    DONE(7);
  if (a = 0, t(a, 'a') || x)
    DONE(8);
}

int main(void) {
  EACH(int, a, 0, 1) EACH(int, b, 0, 2) EACH(int, c, 0, 1) {
    EACH(int, d, 0, 1) {
      ifs(a, b, c, d);
      values(a, b, c, d);
    }
    loops(a, b, c);
    macros(a, b, c);
  }
  EACH(int, a, 0, 1) {
    constants(a);
    EACH(int, b, 0, 1) {
      RESET();
      DONE(both(a, b));
      RESET();
      DONE(either(a, b));
      RESET();
      DONE(neither(a, b));
    }
    EACH(double, x, 0, 1, 2) {
      others(x, 0, a);
      others(x, "x", a);
      others(x, "y", a + 2);
    }
  }
  return 0;
}
