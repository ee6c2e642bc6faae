// Comparisons of integers of all widths, signed and unsigned, of pointers, enumerations and floats with NaN; as values
// and as conditions.
// flags: -Wno-parentheses
#include "show.h"

enum Colour { kRed, kGreen, kBlue };

static void signedChars(signed char a, signed char b) {
  int r = (a < b) + 2 * (a <= b) + 4 * (a > b) + 8 * (a >= b) + 16 * (a == b) + 32 * (a != b);
  show(r);
}

static void unsignedChars(unsigned char a, unsigned char b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void shorts(short a, short b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void ints(int a, int b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
  if (a < b)
    show(1);
  if (a <= b)
    show(2);
  else
    show(3);
  int r = a > b ? 4 : 5;
  show(r);
  r = (a == b) == (b == a);
  show(r);
  r = a < b < 1;
  show(r);
}

static void unsignedInts(unsigned a, unsigned b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void mixed(int a, unsigned b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void longs(long a, long b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void unsignedLongs(unsigned long a, unsigned long b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void bools(_Bool a, _Bool b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void pointers(const char *a, const char *b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b, null = a == 0;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne), show(null);
}

static void colours(enum Colour a, enum Colour b) {
  int lt = a < b, eq = a == b, ne = a != kGreen;
  show(lt), show(eq), show(ne);
}

static void floats(float a, float b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void doubles(double a, double b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
  if (a != a)
    show(6);
  if (!(a < b))
    show(7);
}

static void longDoubles(long double a, long double b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void halves(_Float16 a, _Float16 b) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

static void wide(__int128 a, __int128 b, unsigned __int128 c) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
  lt = c<b, le = c <= b, gt = c> b, ge = c >= b;
  show(lt), show(le), show(gt), show(ge);
}

static void odd(_BitInt(7) a, _BitInt(7) b, unsigned _BitInt(65) c, unsigned _BitInt(65) d) {
  int lt = a<b, le = a <= b, gt = a> b, ge = a >= b, eq = a == b, ne = a != b;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
  lt = c<d, le = c <= d, gt = c> d, ge = c >= d, eq = c == d, ne = c != d;
  show(lt), show(le), show(gt), show(ge), show(eq), show(ne);
}

struct Bits {
  unsigned narrow : 3;
  signed sign : 4;
};

static void bitFields(struct Bits a, struct Bits b) {
  int lt = a.narrow < b.narrow, le = a.sign <= b.sign, eq = a.narrow == b.narrow, ge = a.sign >= b.sign;
  show(lt), show(le), show(eq), show(ge);
}

int main(void) {
  const char text[] = "text";
  EACH(int, a, -1, 0, 1, 127, 1000000) EACH(int, b, -1, 0, 1, 128) {
    signedChars(a, b);
    unsignedChars(a, b);
    shorts(a, b);
    ints(a, b);
    unsignedInts(a, b);
    mixed(a, b);
    longs(a, b);
    unsignedLongs(a, b);
    wide(a, b, a);
    odd(a & 31, b & 31, a, b);
    bitFields((struct Bits){a & 7, a & 7}, (struct Bits){b & 7, b & 7});
  }
  EACH(int, a, 0, 1, 2) EACH(int, b, 0, 1, 2) {
    bools(a, b);
    pointers(text + a, text + b);
    colours((enum Colour)a, (enum Colour)b);
  }
  EACH(double, a, -1.5, 0, 2, __builtin_nan(""), __builtin_inf()) EACH(double, b, -1.5, -0.0, 3, __builtin_nan("")) {
    floats(a, b);
    doubles(a, b);
    longDoubles(a, b);
    halves(a, b);
  }
  return 0;
}
