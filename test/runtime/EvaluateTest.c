/* Every action at many widths and edge values against independent computations: what the active mutant goes on with. */
#include "Fixture.h"

#include <fenv.h>
#include <float.h>
#include <math.h>

static Fixture fixture;

static const uint32_t kAllActions[] = {
#define ACTION(name) ALLELE_ACTION_##name,
    ALLELE_ACTIONS(ACTION)
#undef ACTION
};

/* A fresh fixture whose function 0 has site 0 with every action; alternative i + 1 is action i. */
static void makeSite(uint8_t kind, uint8_t bits) {
  memset(&fixture, 0, sizeof fixture);
  addSite(&fixture, addFunction(&fixture), kind, bits, 1, kAllActions, ALLELE_ACTION_COUNT);
}

static uint64_t activeInt(uint32_t action, uint64_t value, uint64_t a, uint64_t b) {
  fixture.siteSwitches[0][0] = (uint8_t)(action + 1);
  return __allele_int_v1(fixture.functions, 0, value, a, b);
}

static double activeFloat(uint32_t action, double value, double a, double b) {
  fixture.siteSwitches[0][0] = (uint8_t)(action + 1);
  return __allele_float_v1(fixture.functions, 0, value, a, b);
}

static uint64_t activeComparison(uint32_t action, uint64_t value, double a, double b) {
  fixture.siteSwitches[0][0] = (uint8_t)(action + 1);
  return __allele_fcmp_v1(fixture.functions, 0, value, a, b);
}

static bool diesBySigfpe(uint32_t action, uint64_t a, uint64_t b) {
  fflush(stdout);
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    signal(SIGFPE, SIG_DFL); /* AddressSanitizer has a handler */
    activeInt(action, 1, a, b);
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGFPE;
}

/* ---- integers ---- */

typedef __int128 Wide;

static Wide asSigned(uint64_t x, unsigned width) {
  return x >> (width - 1) & 1 ? (Wide)x - ((Wide)1 << width) : (Wide)x;
}

/* The mathematical result; the caller takes it modulo 2^width. *traps: the division does. */
static Wide expectedInt(uint32_t action, unsigned width, uint64_t value, uint64_t a, uint64_t b, bool *traps) {
  Wide sa = asSigned(a, width);
  Wide sb = asSigned(b, width);
  Wide power = (Wide)1 << b % width;
  switch (action) {
  case ALLELE_ACTION_ZERO:
    return 0;
  case ALLELE_ACTION_ONE:
    return 1;
  case ALLELE_ACTION_A:
    return a;
  case ALLELE_ACTION_NEG:
    return -(Wide)value;
  case ALLELE_ACTION_NOT:
    return value == 0;
  case ALLELE_ACTION_ADD:
    return (Wide)a + b;
  case ALLELE_ACTION_SUB:
    return (Wide)a - b;
  case ALLELE_ACTION_MUL:
    return (Wide)((unsigned __int128)a * b);
  case ALLELE_ACTION_SDIV:
    *traps = sb == 0 || (sb == -1 && sa == -((Wide)1 << (width - 1)));
    return *traps ? 0 : sa / sb;
  case ALLELE_ACTION_UDIV:
    *traps = b == 0;
    return *traps ? 0 : (Wide)a / b;
  case ALLELE_ACTION_AND:
    return a & b;
  case ALLELE_ACTION_OR:
    return a + (Wide)b - (a & b);
  case ALLELE_ACTION_XOR:
    return a + (Wide)b - 2 * (Wide)(a & b);
  case ALLELE_ACTION_SHL:
    return (Wide)((unsigned __int128)a * (unsigned __int128)power);
  case ALLELE_ACTION_ASHR:
    return (sa - (sa % power + power) % power) / power;
  case ALLELE_ACTION_LSHR:
    return (Wide)a / power;
  case ALLELE_ACTION_EQ:
    return a == b;
  case ALLELE_ACTION_NE:
    return a != b;
  case ALLELE_ACTION_SLT:
    return sa < sb;
  case ALLELE_ACTION_SLE:
    return sa <= sb;
  case ALLELE_ACTION_SGT:
    return sa > sb;
  case ALLELE_ACTION_SGE:
    return sa >= sb;
  case ALLELE_ACTION_ULT:
    return a < b;
  case ALLELE_ACTION_ULE:
    return a <= b;
  case ALLELE_ACTION_UGT:
    return a > b;
  case ALLELE_ACTION_UGE:
    return a >= b;
  default:
    return value;
  }
}

static void integersAtEveryWidth(void) {
  const unsigned widths[] = {1, 7, 8, 16, 32, 33, 64};
  for (size_t w = 0; w < sizeof widths / sizeof *widths; ++w) {
    unsigned width = widths[w];
    uint64_t mask = width == 64 ? UINT64_MAX : (1ULL << width) - 1;
    const uint64_t edges[] = {
        0,          1,     2,         3, 5, 7, mask, mask - 1, mask / 2, mask / 2 + 1, mask / 3, 0x123456789abcdef5ULL,
        width - 1U, width, width + 1U};
    makeSite(ALLELE_SITE_INT, (uint8_t)width);
    for (size_t i = 0; i < sizeof edges / sizeof *edges; ++i) {
      for (size_t j = 0; j < sizeof edges / sizeof *edges; ++j) {
        uint64_t a = edges[i] & mask;
        uint64_t b = edges[j] & mask;
        uint64_t value = edges[(i * 7 + j * 3) % (sizeof edges / sizeof *edges)] & mask;
        for (uint32_t action = ALLELE_ACTION_ZERO; action < ALLELE_ACTION_COUNT; ++action) {
          bool traps = false;
          uint64_t expected = (uint64_t)expectedInt(action, width, value, a, b, &traps) & mask;
          if (!traps && activeInt(action, value, a, b) != expected) {
            printf("action %u, width %u, value %#lx, a %#lx, b %#lx: %#lx instead of %#lx\n", action, width,
                   (unsigned long)value, (unsigned long)a, (unsigned long)b,
                   (unsigned long)activeInt(action, value, a, b), (unsigned long)expected);
            ++failedChecks;
          }
        }
      }
    }
  }
}

/* The same once more against C's own types. */
static void integersAsCComputesThem(void) {
  makeSite(ALLELE_SITE_INT, 8);
  for (int a = -128; a < 128; ++a) {
    for (int b = -128; b < 128; ++b) {
      uint8_t ua = (uint8_t)a;
      uint8_t ub = (uint8_t)b;
      CHECK(activeInt(ALLELE_ACTION_MUL, 0, ua, ub) == (uint8_t)(a * b));
      CHECK(activeInt(ALLELE_ACTION_SLT, 0, ua, ub) == (a < b));
      CHECK(activeInt(ALLELE_ACTION_ULT, 0, ua, ub) == (ua < ub));
      if (b != 0 && !(a == -128 && b == -1)) {
        CHECK(activeInt(ALLELE_ACTION_SDIV, 0, ua, ub) == (uint8_t)(a / b));
        CHECK(activeInt(ALLELE_ACTION_UDIV, 0, ua, ub) == (uint8_t)(ua / ub));
      }
    }
  }
  makeSite(ALLELE_SITE_INT, 32);
  CHECK(activeInt(ALLELE_ACTION_SUB, 0, 3, 5) == (uint32_t)-2);
  CHECK(activeInt(ALLELE_ACTION_ASHR, 0, (uint32_t)-9, 1) == (uint32_t)-5);
  CHECK(activeInt(ALLELE_ACTION_SHL, 0, 1, 35) == 8);
}

/* For a comparison the width is the operands', the value 0 or 1. */
static void comparisonsOfWideOperands(void) {
  makeSite(ALLELE_SITE_INT, 64);
  CHECK(activeInt(ALLELE_ACTION_NOT, 1, 5, 6) == 0);
  CHECK(activeInt(ALLELE_ACTION_NOT, 0, 5, 6) == 1);
  CHECK(activeInt(ALLELE_ACTION_ONE, 0, 5, 6) == 1);
  CHECK(activeInt(ALLELE_ACTION_SGT, 0, UINT64_MAX, 0) == 0);
  CHECK(activeInt(ALLELE_ACTION_UGT, 0, UINT64_MAX, 0) == 1);
}

static void trappingDivisionsDie(void) {
  const uint8_t widths[] = {8, 32, 64};
  for (size_t i = 0; i < sizeof widths; ++i) {
    makeSite(ALLELE_SITE_INT, widths[i]);
    uint64_t minimum = 1ULL << (widths[i] - 1);
    uint64_t minusOne = minimum | (minimum - 1);
    CHECK(diesBySigfpe(ALLELE_ACTION_SDIV, 5, 0));
    CHECK(diesBySigfpe(ALLELE_ACTION_UDIV, 5, 0));
    CHECK(diesBySigfpe(ALLELE_ACTION_SDIV, minimum, minusOne));
    CHECK(!diesBySigfpe(ALLELE_ACTION_UDIV, minimum, minusOne));
    CHECK(!diesBySigfpe(ALLELE_ACTION_SDIV, 5, minusOne));
  }
}

/* ---- floats ---- */

static uint64_t bitsOf(double x) {
  uint64_t bits = 0;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* The same bits, or both NaN: which payload an operation on two NaNs gives is the processor's business. */
static bool same(double x, double y) {
  return bitsOf(x) == bitsOf(y) || (x != x && y != y);
}

static const double kFloatEdges[] = {0.0,     -0.0,    1.0,     -1.0,     0.1,      3.0,       1e-5,
                                     65504.0, 65519.9, 65520.0, 1e30,     -1e300,   1e-310,    0x1p-14,
                                     0x1p-24, 0x1p-25, 3e-8,    2049.0,   INFINITY, -INFINITY, NAN,
                                     1.0 / 3, FLT_MAX, FLT_MIN, 0x1p-149, 1e-46,    16.0,      2051.0};
enum { kFloatEdgeCount = sizeof kFloatEdges / sizeof *kFloatEdges };

#define CHECK_FLOAT_ARITHMETIC(name, type, width)                                                                      \
  static void name(void) {                                                                                             \
    makeSite(ALLELE_SITE_FLOAT, width);                                                                                \
    for (int i = 0; i < kFloatEdgeCount; ++i) {                                                                        \
      for (int j = 0; j < kFloatEdgeCount; ++j) {                                                                      \
        type a = (type)kFloatEdges[i];                                                                                 \
        type b = (type)kFloatEdges[j];                                                                                 \
        type value = (type)kFloatEdges[(i + j) % kFloatEdgeCount];                                                     \
        CHECK(same(activeFloat(ALLELE_ACTION_ADD, value, a, b), (type)(a + b)));                                       \
        CHECK(same(activeFloat(ALLELE_ACTION_SUB, value, a, b), (type)(a - b)));                                       \
        CHECK(same(activeFloat(ALLELE_ACTION_MUL, value, a, b), (type)(a * b)));                                       \
        CHECK(same(activeFloat(ALLELE_ACTION_SDIV, value, a, b), (type)(a / b)));                                      \
        CHECK(same(activeFloat(ALLELE_ACTION_A, value, a, b), a));                                                     \
        CHECK(same(activeFloat(ALLELE_ACTION_NEG, value, a, b), (type)(-value)));                                      \
        CHECK(same(activeFloat(ALLELE_ACTION_ZERO, value, a, b), 0.0));                                                \
        CHECK(same(activeFloat(ALLELE_ACTION_ONE, value, a, b), 1.0));                                                 \
      }                                                                                                                \
    }                                                                                                                  \
  }
/* Out-of-range conversions of the edge values are meant. */
CHECK_FLOAT_ARITHMETIC(doublesAsCComputesThem, double, 64)
CHECK_FLOAT_ARITHMETIC(floatsAsCComputesThem, float, 32)
#ifdef __FLT16_MANT_DIG__
CHECK_FLOAT_ARITHMETIC(halvesAsCComputesThem, _Float16, 16)
#else
static void halvesAsCComputesThem(void) {}
#endif

static void floatComparisonsAreOrdered(void) {
  makeSite(ALLELE_SITE_FCMP, 64);
  for (int i = 0; i < kFloatEdgeCount; ++i) {
    for (int j = 0; j < kFloatEdgeCount; ++j) {
      double a = kFloatEdges[i];
      double b = kFloatEdges[j];
      CHECK(activeComparison(ALLELE_ACTION_EQ, 0, a, b) == (a == b));
      CHECK(activeComparison(ALLELE_ACTION_NE, 0, a, b) == (a != b));
      CHECK(activeComparison(ALLELE_ACTION_SLT, 0, a, b) == (a < b));
      CHECK(activeComparison(ALLELE_ACTION_SLE, 0, a, b) == (a <= b));
      CHECK(activeComparison(ALLELE_ACTION_SGT, 0, a, b) == (a > b));
      CHECK(activeComparison(ALLELE_ACTION_SGE, 0, a, b) == (a >= b));
      CHECK(activeComparison(ALLELE_ACTION_NOT, 1, a, b) == 0);
      CHECK(activeComparison(ALLELE_ACTION_NOT, 0, a, b) == 1);
      CHECK(activeComparison(ALLELE_ACTION_ZERO, 1, a, b) == 0);
      CHECK(activeComparison(ALLELE_ACTION_ONE, 0, a, b) == 1);
    }
  }
}

/* ---- around the values ---- */

static void errnoAndExceptionFlagsStay(void) {
  makeSite(ALLELE_SITE_FLOAT, 32);
  errno = EXDEV;
  feclearexcept(FE_ALL_EXCEPT);
  activeFloat(ALLELE_ACTION_SDIV, 1, 1, 0);
  activeFloat(ALLELE_ACTION_SDIV, 1, 1, 3);
  activeFloat(ALLELE_ACTION_MUL, 1, 1e300, 1e300);
  activeFloat(ALLELE_ACTION_SUB, 1, INFINITY, INFINITY);
  CHECK(fetestexcept(FE_ALL_EXCEPT) == 0);
  makeSite(ALLELE_SITE_FCMP, 64);
  activeComparison(ALLELE_ACTION_SLT, 1, NAN, 0);
  CHECK(fetestexcept(FE_ALL_EXCEPT) == 0);
  feraiseexcept(FE_INEXACT);
  activeComparison(ALLELE_ACTION_SLT, 1, NAN, 0);
  CHECK(fetestexcept(FE_ALL_EXCEPT) == FE_INEXACT);
  CHECK(errno == EXDEV);
}

static void pickSaysWhichAlternative(void) {
  makeSite(ALLELE_SITE_PICK, 0);
  for (uint8_t alternative = 0; alternative <= ALLELE_SITE_MAX_ALTERNATIVES; ++alternative) {
    fixture.siteSwitches[0][0] = alternative;
    CHECK(__allele_pick_v1(fixture.functions, 0) == alternative);
  }
}

static void aDisarmedSiteGivesTheOriginal(void) {
  makeSite(ALLELE_SITE_INT, 32);
  CHECK(__allele_int_v1(fixture.functions, 0, 42, 1, 2) == 42);
  makeSite(ALLELE_SITE_FLOAT, 64);
  CHECK(same(__allele_float_v1(fixture.functions, 0, -0.0, 1, 2), -0.0));
}

int main(void) {
  integersAtEveryWidth();
  integersAsCComputesThem();
  comparisonsOfWideOperands();
  trappingDivisionsDie();
  doublesAsCComputesThem();
  floatsAsCComputesThem();
  halvesAsCComputesThem();
  floatComparisonsAreOrdered();
  errnoAndExceptionFlagsStay();
  pickSaysWhichAlternative();
  aDisarmedSiteGivesTheOriginal();
  return failedChecks != 0;
}
