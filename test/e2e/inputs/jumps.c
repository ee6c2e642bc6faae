// operators: break-to-continue, continue-to-break
/* Jumps of loops: every kind of loop, with and without braces, switches in loops, loops in switches, ways out that are
 * the same. */
#include "show.h"

static int total;
static int step(int v) {
  STEP();
  total += v;
  return v;
}

static int plain(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    if (i == 2)
      continue;
    if (i == 5)
      break;
    sum += step(i);
  }
  return sum;
}

static int scoped(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    int twice = 2 * i;
    int *address = &twice;
    if (step(*address) == 4)
      continue;
    {
      int more[2] = {i, twice};
      int *inner = more;
      if (inner[1] > 8)
        break;
      sum += inner[0];
    }
    sum += *address;
  }
  return sum;
}

static int whiles(int n) {
  int sum = 0;
  while (n > 0 && sum < 100) {
    int v = step(n--);
    if (v % 3 == 0)
      continue;
    if (v == 4)
      break;
    sum += v;
  }
  while (step(1), n-- > -5)
    if (n == -3)
      break;
    else if (n == -1)
      continue;
    else
      sum += n;
  return sum;
}

static int dos(int n) {
  int sum = 0;
  do {
    if (n == 3)
      continue;
    if (n == 7)
      break;
    sum += step(n);
  } while (++n < 9 && step(1));
  do
    if (step(n) == 2)
      break;
  while (--n > 0);
  do {
    if (n == 0)
      break;
    if (n == 1)
      continue;
    sum += 100;
  } while (0);
  return sum;
}

static int endless(int n) {
  int sum = 0;
  for (;;) {
    if (step(n++) == 3)
      continue;
    if (n > 8)
      break;
    sum += n;
  }
  while (1) {
    if (n-- < 3)
      break;
    step(n);
  }
  for (;;) {
    int local = step(n++), *address = &local;
    if (*address > 20)
      return sum;
    if (*address == 12)
      break;
    if (*address == 10)
      continue;
    sum += *address;
  }
  return -sum;
}

static int switches(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    switch (i % 5) {
    case 0:
      sum += 1;
      break;
    case 1:
      continue;
    case 2: {
      int local = i, *address = &local;
      if (*address > 5)
        continue;
      sum += *address;
      break;
    }
    default:
      step(i);
    }
    sum += 10;
  }
  return sum;
}

/* The switch is the end: `break` and `continue` are the same. */
static int ending(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    int local = i;
    switch (step(local)) {
    case 2:
      sum += 3;
      break;
    case 3:
      continue;
    default:
      sum++;
    }
  }
  while (n-- > 0)
    switch (n) {
    case 1:
      sum += 5;
      break;
    case 2:
      continue;
    default:
      sum++;
    }
  return sum;
}

static int nested(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) {
      if (j > i)
        break;
      if (j == 1)
        continue;
      sum += step(i * j);
    }
    while (1) {
      if (sum > i)
        break;
      sum++;
      if (sum > 1000)
        return -1;
    }
  }
  switch (n) {
  case 6:
    for (;;) {
      if (++sum % 7 == 0)
        break;
      if (sum % 5 == 0)
        continue;
      step(1);
    }
    break;
  case 7:
    do {
      if (sum++ > 30)
        break;
    } while (sum < 40);
  default:
    sum += 1000;
  }
  return sum;
}

#define EACH_BELOW(i, n) for (int i = 0; i < (n); i++)
#define FOREVER for (;;)
#define LEAVE_IF(c)                                                                                                    \
  if (c)                                                                                                               \
  break
static int macros(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
    EACH_BELOW(j, i) {
      if (j == 2)
        break;
      if (j == 1)
        continue;
      switch (j) {
      case 3:
        continue;
      case 0:
        break;
      }
      sum += step(j);
    }
    LEAVE_IF(i == 4);
    FOREVER {
      if (++sum > i)
        break;
    }
    switch (i) {
#if 0
    case 1:
      continue;
#else
    case 1:
      break;
#endif
    case 2:
      continue;
    }
    sum += 7;
  }
  return sum;
}

static int gotos(int n) {
  int sum = 0;
  for (int i = 0; i < n; i++) {
  again:
    if (step(i) == 3)
      break;
    if (++sum % 4 == 0)
      goto again;
    if (sum > 6)
      continue;
    sum += 2;
  }
  switch (n % 3) {
  case 0:
    do {
      sum++;
    case 1:
      if (step(sum) == 9)
        break;
      if (sum == 4)
        continue;
    case 2:
      sum += 2;
    } while (sum < 30);
  }
  return sum;
}

static int arrays(int n) {
  int sum = 0;
  for (int i = 1; i < n; i++) {
    int values[i];
    values[0] = step(i);
    if (values[0] == 3)
      break;
    if (values[0] == 2)
      continue;
    switch (values[0]) {
    case 1:
      break;
    default:
      sum++;
    }
    sum += values[0];
  }
  return sum;
}

int main(void) {
  EACH(int, n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12) {
    show(plain(n));
    show(scoped(n));
    show(whiles(n));
    show(dos(n));
    show(endless(n));
    show(switches(n));
    show(ending(n));
    show(nested(n));
    show(macros(n));
    show(gotos(n));
    show(arrays(n));
    show(total);
  }
  return 0;
}
