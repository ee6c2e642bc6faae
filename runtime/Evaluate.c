/* The slow paths: what a site computes while a mutant is active or the run is recorded. */
#include "Internal.h"

#include <signal.h>

/* The exception flags are read and written around the arithmetic, which must not move past that. */
#ifdef __clang__
#pragma STDC FENV_ACCESS ON
#endif

typedef union Bits64 {
  double number;
  uint64_t bits;
} Bits64;

typedef union Bits32 {
  float number;
  uint32_t bits;
} Bits32;

/* fegetexceptflag() lives in libm, which a C program need not link; so by hand. Targets without a case here don't
 * preserve the flags. */
ALLELE_RUNTIME_INLINE uint64_t readFloatStatus(void) {
#if defined(__x86_64__)
  uint32_t status;
  __asm__ volatile("stmxcsr %0" : "=m"(status) : : "memory");
  return status;
#elif defined(__aarch64__)
  uint64_t status;
  __asm__ volatile("mrs %0, fpsr" : "=r"(status) : : "memory");
  return status;
#elif defined(__riscv_flen)
  uint64_t status;
  __asm__ volatile("frflags %0" : "=r"(status) : : "memory");
  return status;
#else
  return 0;
#endif
}

ALLELE_RUNTIME_INLINE void writeFloatStatus(uint64_t saved) {
#if defined(__x86_64__)
  uint32_t status = (uint32_t)saved;
  __asm__ volatile("ldmxcsr %0" : : "m"(status) : "memory");
#elif defined(__aarch64__)
  __asm__ volatile("msr fpsr, %0" : : "r"(saved) : "memory");
#elif defined(__riscv_flen)
  __asm__ volatile("fsflags %0" : : "r"(saved) : "memory");
#else
  (void)saved;
#endif
}

/* Rounds to the nearest half, ties to even. By hand: _Float16 would need __truncdfhf2 of a recent compiler library. */
ALLELE_RUNTIME_INLINE double roundToHalf(double number) {
  const uint64_t kSign = 1ULL << 63;
  Bits64 value = {.number = number};
  uint64_t sign = value.bits & kSign;
  value.bits &= ~kSign;
  if (!(value.number < 65520.0)) {
    if (value.number == value.number) {
      value.number = __builtin_inf();
    }
  } else if (value.number < 0x1p-14) {
    /* Subnormal halves are multiples of 2^-24, the unit in the last place of a double near 2^28. */
    value.number = (value.number + 0x1p28) - 0x1p28;
  } else {
    value.bits += (1ULL << 41) - 1 + ((value.bits >> 42) & 1);
    value.bits &= ~((1ULL << 42) - 1);
  }
  value.bits |= sign;
  return value.number;
}

/* Both comparison kinds: -1 when `action` is none. */
ALLELE_RUNTIME_INLINE int compareFloats(uint32_t action, double a, double b) {
  switch (action) {
  case ALLELE_ACTION_EQ:
    return a == b;
  case ALLELE_ACTION_NE:
    return a != b;
  case ALLELE_ACTION_SLT:
  case ALLELE_ACTION_ULT:
    return a < b;
  case ALLELE_ACTION_SLE:
  case ALLELE_ACTION_ULE:
    return a <= b;
  case ALLELE_ACTION_SGT:
  case ALLELE_ACTION_UGT:
    return a > b;
  case ALLELE_ACTION_SGE:
  case ALLELE_ACTION_UGE:
    return a >= b;
  default:
    return -1;
  }
}

ALLELE_RUNTIME_INLINE double computeFloat(uint32_t action, double value, double a, double b) {
  switch (action) {
  case ALLELE_ACTION_ZERO:
    return 0.0;
  case ALLELE_ACTION_ONE:
    return 1.0;
  case ALLELE_ACTION_A:
    return a;
  case ALLELE_ACTION_NEG:
    return -value;
  case ALLELE_ACTION_NOT:
    return value == 0.0 ? 1.0 : 0.0;
  case ALLELE_ACTION_ADD:
    return a + b;
  case ALLELE_ACTION_SUB:
    return a - b;
  case ALLELE_ACTION_MUL:
    return a * b;
  case ALLELE_ACTION_SDIV:
  case ALLELE_ACTION_UDIV:
    return a / b;
  default: {
    int order = compareFloats(action, a, b);
    return order < 0 ? value : order;
  }
  }
}

ALLELE_RUNTIME_INLINE uint64_t evaluateFloat(const AlleleSite *site, uint32_t action, uint64_t value, uint64_t a,
                                             uint64_t b) {
  Bits64 result = {.bits = value};
  Bits64 left = {.bits = a};
  Bits64 right = {.bits = b};
  result.number = computeFloat(action, result.number, left.number, right.number);
  /* A double holds more than twice the digits of a float or half: rounding twice gives what rounding once does. */
  if (site->bits == 32) {
    result.number = (double)(float)result.number;
  } else if (site->bits == 16) {
    result.number = roundToHalf(result.number);
  }
  return result.bits;
}

ALLELE_RUNTIME_INLINE uint64_t evaluateFloatComparison(uint32_t action, uint64_t value, uint64_t a, uint64_t b) {
  Bits64 left = {.bits = a};
  Bits64 right = {.bits = b};
  switch (action) {
  case ALLELE_ACTION_ZERO:
    return 0;
  case ALLELE_ACTION_ONE:
    return 1;
  case ALLELE_ACTION_NOT:
    return value == 0;
  default: {
    int order = compareFloats(action, left.number, right.number);
    return order < 0 ? value : (uint64_t)order;
  }
  }
}

ALLELE_RUNTIME_INLINE bool evaluateInteger(const AlleleSite *site, uint32_t action, uint64_t value, uint64_t a,
                                           uint64_t b, uint64_t *result) {
  unsigned width = ((site->bits - 1U) & 63U) + 1U;
  unsigned spare = 64U - width;
  uint64_t mask = ~0ULL >> spare;
  uint64_t r = value;
  a &= mask;
  b &= mask;
  int64_t signedA = (int64_t)(a << spare) >> spare;
  int64_t signedB = (int64_t)(b << spare) >> spare;
  switch (action) {
  case ALLELE_ACTION_IN_LINE:
    return false;
  case ALLELE_ACTION_ZERO:
    r = 0;
    break;
  case ALLELE_ACTION_ONE:
    r = 1;
    break;
  case ALLELE_ACTION_A:
    r = a;
    break;
  case ALLELE_ACTION_NEG:
    r = 0 - value;
    break;
  case ALLELE_ACTION_NOT:
    r = (value & mask) == 0;
    break;
  case ALLELE_ACTION_ADD:
    r = a + b;
    break;
  case ALLELE_ACTION_SUB:
    r = a - b;
    break;
  case ALLELE_ACTION_MUL:
    r = a * b;
    break;
  case ALLELE_ACTION_SDIV:
    if (b == 0 || (signedB == -1 && a == 1ULL << (width - 1))) {
      return false;
    }
    r = (uint64_t)(signedA / signedB);
    break;
  case ALLELE_ACTION_UDIV:
    if (b == 0) {
      return false;
    }
    r = a / b;
    break;
  case ALLELE_ACTION_AND:
    r = a & b;
    break;
  case ALLELE_ACTION_OR:
    r = a | b;
    break;
  case ALLELE_ACTION_XOR:
    r = a ^ b;
    break;
  case ALLELE_ACTION_SHL:
    r = a << (b % width);
    break;
  case ALLELE_ACTION_ASHR:
    r = (uint64_t)(signedA >> (b % width));
    break;
  case ALLELE_ACTION_LSHR:
    r = a >> (b % width);
    break;
  case ALLELE_ACTION_EQ:
    r = a == b;
    break;
  case ALLELE_ACTION_NE:
    r = a != b;
    break;
  case ALLELE_ACTION_SLT:
    r = signedA < signedB;
    break;
  case ALLELE_ACTION_SLE:
    r = signedA <= signedB;
    break;
  case ALLELE_ACTION_SGT:
    r = signedA > signedB;
    break;
  case ALLELE_ACTION_SGE:
    r = signedA >= signedB;
    break;
  case ALLELE_ACTION_ULT:
    r = a < b;
    break;
  case ALLELE_ACTION_ULE:
    r = a <= b;
    break;
  case ALLELE_ACTION_UGT:
    r = a > b;
    break;
  case ALLELE_ACTION_UGE:
    r = a >= b;
    break;
  default:
    break;
  }
  *result = r & mask;
  return true;
}

ALLELE_RUNTIME_HOT bool __allele_evaluate_v1(const AlleleSite *site, uint32_t action, uint64_t value, uint64_t a,
                                             uint64_t b, uint64_t *result) {
  if (site->kind == ALLELE_SITE_INT) {
    return evaluateInteger(site, action, value, a, b, result);
  }
  if (site->kind == ALLELE_SITE_PICK) {
    return false;
  }
  uint64_t status = readFloatStatus();
  *result = site->kind == ALLELE_SITE_FLOAT ? evaluateFloat(site, action, value, a, b)
                                            : evaluateFloatComparison(action, value, a, b);
  writeFloatStatus(status);
  return true;
}

/* What the mutated source's division does: a SIGFPE that the program can neither block nor ignore where the processor
 * raises it. Returns only where it doesn't and the program ignores the signal. */
ALLELE_RUNTIME_INLINE void divideByZero(void) {
#if defined(__x86_64__) || defined(__i386__)
  __asm__ volatile("divl %0" : : "r"(0), "a"(1), "d"(0) : "cc");
#else
  raise(SIGFPE);
#endif
}

ALLELE_RUNTIME_INLINE uint64_t valueAtSite(const AlleleFunction *function, uint32_t site, uint64_t value, uint64_t a,
                                           uint64_t b) {
  uint8_t armed = __atomic_load_n(alleleSiteSwitches(function) + site, __ATOMIC_RELAXED);
  if (armed == ALLELE_SITE_RECORD) {
    __allele_record_v1(function, site, value, a, b);
    return value;
  }
  if (armed == ALLELE_SITE_OFF) { /* Another thread disarmed it since the twin looked. */
    return value;
  }
  const AlleleSite *record = &alleleSites(function)[site];
  uint64_t result = 0;
  if (!__allele_evaluate_v1(record, alleleMutants(function)[record->firstMutant + armed - 1U].action, value, a, b,
                            &result)) {
    divideByZero();
  }
  return result;
}

ALLELE_RUNTIME_HOT uint64_t __allele_int_v1(const AlleleFunction *function, uint32_t site, uint64_t value, uint64_t a,
                                            uint64_t b) {
  return valueAtSite(function, site, value, a, b);
}

ALLELE_RUNTIME_HOT double __allele_float_v1(const AlleleFunction *function, uint32_t site, double value, double a,
                                            double b) {
  Bits64 v = {.number = value};
  Bits64 left = {.number = a};
  Bits64 right = {.number = b};
  v.bits = __allele_int_v1(function, site, v.bits, left.bits, right.bits);
  return v.number;
}

ALLELE_RUNTIME_HOT uint64_t __allele_fcmp_v1(const AlleleFunction *function, uint32_t site, uint64_t value, double a,
                                             double b) {
  Bits64 left = {.number = a};
  Bits64 right = {.number = b};
  return __allele_int_v1(function, site, value, left.bits, right.bits);
}

ALLELE_RUNTIME_HOT uint32_t __allele_pick_v1(const AlleleFunction *function, uint32_t site) {
  uint8_t armed = __atomic_load_n(alleleSiteSwitches(function) + site, __ATOMIC_RELAXED);
  if (armed == ALLELE_SITE_RECORD) {
    __allele_record_v1(function, site, 0, 0, 0);
    return 0;
  }
  return armed;
}
