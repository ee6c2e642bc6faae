// Values that variables outside of functions, and static ones, begin with.
// operators: strong
#include "show.h"

#include <stdbool.h>

int limit = 10;
int negative = -3, second = (4);
unsigned count = 5u;
long large = 100000L;
static int changed = 7;
static int constant = 8;
const int fixed = 9;
double factor = 2.5;
float small = 0.25f;
double whole = 3;
bool enabled = true;
bool disabled = false;
_Bool number = 1;
char letter = 65;
unsigned char byte = 200;
short narrow = 300;
int zero = 0;
int nothing;
int folded = 2 * 3;
#define VALUE 12
int expanded = VALUE;
volatile int unstable = 6;
_Thread_local int local = 4;
int *pointer = 0;
int list[2] = {1, 2};
static int split = 14;
int same = 1;
static int alike = 2;

static void put(long value) {
  show(value);
}

static int next(void) {
  static int counter = 3;
  static bool first = true;
  counter += first ? 10 : 1;
  first = false;
  return counter;
}

static int earlyLimit;
__attribute__((constructor)) static void early(void) {
  earlyLimit = limit + 1;
}

int main(void) {
  put(earlyLimit);
  put(limit), put(negative), put(second), put(count), put(large);
  put(changed++), put(changed), put(constant), put(fixed);
  showFloat(factor), showFloat(small), showFloat(whole);
  put(enabled), put(disabled), put(number), put(letter), put(byte), put(narrow);
  put(zero), put(nothing), put(folded), put(expanded), put(unstable), put(local), put(pointer == 0), put(list[1]);
  put(split++), put(same), put(alike++);
  for (int i = 0; i < 3; ++i)
    put(next());
  return 0;
}
