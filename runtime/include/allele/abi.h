/* The contract between the plugin, the runtime and the driver.
 *
 * The plugin writes the records below into the program, the runtime reads them inside the running
 * program, the driver reads them from the program's file. Plain C, <stdint.h> only. Nothing else is
 * shared between the three parts.
 *
 * Layout of an instrumented function f:
 *
 *   f        if (*function switch != 0) return f.twin(args...);   else the original body
 *   f.twin   at each site:  v = original;  if (site switch != 0) v = <slow path in the runtime>
 *
 * Relative offsets: a field of type AlleleOffset holds (address of the target) - (address of the field),
 * so no record needs a dynamic relocation. 0 means "none".
 *
 * Changes:
 *   1  first version
 */
#ifndef ALLELE_ABI_H
#define ALLELE_ABI_H

#include <stdint.h>

/* Stands in every function record, and at the end of the name of every runtime function, so that parts of
 * different versions do not link and are refused by the driver. */
#define ALLELE_ABI_VERSION 1

/* ---- sections (C identifiers, so that the linker defines __start_NAME and __stop_NAME) ---- */

/* AlleleFunction[], one per twin; read-only. A COMDAT function has one per object, whatever the number of TUs. */
#define ALLELE_SECTION_FUNCTIONS "allele_functions"
/* uint8_t[]: the function switches. 0: the original body runs. 1: the twin runs. */
#define ALLELE_SECTION_FUNCTION_SWITCHES "allele_function_switches"
/* uint8_t[]: the site switches, AlleleFunction.siteCount bytes in a row for each function. */
#define ALLELE_SECTION_SITE_SWITCHES "allele_site_switches"
/* uint64_t[]: what each function's twin may still do. It takes 1 away whenever it is entered and at each turn of a
 * loop, and where it finds 0 it tells the runtime. They begin with ALLELE_BUDGET_UNLIMITED. */
#define ALLELE_SECTION_BUDGETS "allele_budgets"
#define ALLELE_BUDGET_UNLIMITED UINT64_MAX
/* uint8_t[]: the probes, AlleleFunction.probeCount bytes in a row for each function that is measured. Each stands for a
 * block of its code or an outcome of a condition. Its twin writes 1 into the byte at the probe's address plus
 * __allele_probe_delta_v1: while nothing is recorded that is the probe itself, and nobody reads it. */
#define ALLELE_SECTION_PROBES "allele_probes"

/* How much a mutant asks of a test suite, or what of. X(name, id) */
#define ALLELE_LEVELS(X)                                                                                               \
  X(DEFAULT, "default")                                                                                                \
  X(STRONG, "strong")                                                                                                  \
  X(EXTREME, "extreme")                                                                                                \
  X(FAILURE, "failure")                                                                                                \
  X(CONCURRENCY, "concurrency")

enum AlleleLevel {
#define ALLELE_DECLARE_LEVEL(name, id) ALLELE_LEVEL_##name,
  ALLELE_LEVELS(ALLELE_DECLARE_LEVEL)
#undef ALLELE_DECLARE_LEVEL
      ALLELE_LEVEL_COUNT
};

/* NUL-terminated strings, not loaded into memory: mutants that were found and are not compiled in. Each is
 *   id  reason  detail  operator  root  file  line  column  endLine  endColumn  original  replacement
 *   level
 * tab separated, backslash, tab and newline escaped as \\ \t \n; id in 16 hex digits. The same id may also stand in a
 * record, or with another reason: where a template or a header was compiled more than once, the places may differ. */
#define ALLELE_SECTION_IGNORED "allele_ignored"
#define ALLELE_IGNORED_NOISE "noise"           /* detail: the rule's id */
#define ALLELE_IGNORED_SUPPRESSED "suppressed" /* detail: the reason that the source gives */
/* No mutant: a use of the macro `detail` that holds operators, of which none is mutated. operator,
 * replacement and level are empty. */
#define ALLELE_IGNORED_MACRO "macro"
#define ALLELE_IGNORED_EQUIVALENT "equivalent" /* equal to the original once optimised; no detail */
#define ALLELE_IGNORED_DUPLICATE "duplicate"   /* detail: the id of a mutant that it is equal to once optimised */

/* NUL-terminated strings, not loaded into memory: the configurations that the object's mutants were chosen by. Each is
 *   fingerprint  "file"  path of the allele.yml          or          fingerprint  "none"  directory
 * tab separated; the fingerprint in 16 hex digits is that of the file alone, "none" says that none stood in the
 * directory or above it. What follows the second tab goes on to the end. */
#define ALLELE_SECTION_BUILD "allele_build"

/* NUL-terminated strings, not loaded into memory: what the code is made of. Each is a JSON object that describes one
 * function or one table of virtual functions, see docs/formats.md. "key", 16 hex digits, ties it to
 * AlleleFunction.code: the body that the linker kept may be described otherwise in another object. */
#define ALLELE_SECTION_CODE "allele_code"

/* What a failure state ends a function with (docs/failure-states.md). X(name, id in the description) */
#define ALLELE_STATE_KINDS(X)                                                                                          \
  X(Throw, "throw")                                                                                                    \
  X(Handler, "handler")                                                                                                \
  X(Return, "return")                                                                                                  \
  X(Goto, "goto")                                                                                                      \
  X(ErrorCode, "error code")                                                                                           \
  X(Abort, "abort")                                                                                                    \
  X(Assert, "assert")

/* Values of a site switch. 1..ALLELE_SITE_MAX_ALTERNATIVES: that alternative of the site is active, which is mutant
 * firstMutant + value - 1. */
#define ALLELE_SITE_OFF 0
#define ALLELE_SITE_RECORD 255
#define ALLELE_SITE_MAX_ALTERNATIVES 200

typedef int32_t AlleleOffset;

/* ---- records ----
 * X(C type, width in bits, field). Expanded to the C struct here and to the LLVM StructType in the plugin. */

/* clang-format off */

/* One instrumented function. Alignment 8, size a multiple of 8. */
#define ALLELE_FUNCTION_FIELDS(X)                                                                                      \
  X(uint32_t, 32, version)            /* ALLELE_ABI_VERSION */                                                         \
  X(AlleleOffset, 32, name)           /* char[]: the linkage name of f */                                              \
  X(AlleleOffset, 32, functionSwitch) /* uint8_t */                                                                    \
  X(AlleleOffset, 32, siteSwitches)   /* uint8_t[siteCount] */                                                         \
  X(AlleleOffset, 32, sites)          /* AlleleSite[siteCount] */                                                      \
  X(AlleleOffset, 32, mutants)        /* AlleleMutant[mutantCount], in the order of the sites */                       \
  X(uint32_t, 32, siteCount)          /* */                                                                            \
  X(uint32_t, 32, mutantCount)        /* */                                                                            \
  X(AlleleOffset, 32, root)           /* char[]: absolute directory that AlleleMutant.file is relative to */           \
  X(AlleleOffset, 32, checksum)       /* char[]: MD5 of f's source file in hex as the compiler saw it, or none */      \
  X(AlleleOffset, 32, absorbed)       /* AlleleOffset[absorbedCount], each to the AlleleFunction of a function whose */ \
                                      /* body f's original absorbed: arming one of its mutants arms f's twin too */    \
  X(uint32_t, 32, absorbedCount)      /* */                                                                            \
  X(AlleleOffset, 32, budget)         /* uint64_t in ALLELE_SECTION_BUDGETS */                                         \
  X(AlleleOffset, 32, probes)         /* uint8_t[probeCount] in ALLELE_SECTION_PROBES, or none */                      \
  X(uint32_t, 32, probeCount)         /* */                                                                            \
  X(uint32_t, 32, reserved)           /* 0 */                                                                          \
  X(uint64_t, 64, code)               /* key of its description in ALLELE_SECTION_CODE; 0: it has none */              \
  X(uint64_t, 64, mark)               /* stands in the ALLELE_MARK_DISTANCE bytes before f's code, or 0: f isn't */    \
                                      /* marked. Linkers may take a weak or inline f from another object, which was */ \
                                      /* compiled without the plugin: then calls of f don't reach its twin */

/* In bytes: sanitizers put data of their own between the mark and the code. */
#define ALLELE_MARK_DISTANCE 64

/* One instruction in which mutants are compiled in. */
#define ALLELE_SITE_FIELDS(X)                                                                                          \
  X(uint32_t, 32, firstMutant)  /* index into AlleleFunction.mutants of the site's first alternative */                \
  X(uint16_t, 16, mutantCount)  /* 1..ALLELE_SITE_MAX_ALTERNATIVES */                                                  \
  X(uint8_t, 8, kind)           /* enum AlleleSiteKind */                                                              \
  X(uint8_t, 8, bits)           /* ALLELE_SITE_INT: operand width 1..64; FLOAT: 16, 32 or 64; others 0 */

/* One mutant as it stands in one site. The same id stands in several records when a template or an inline function
 * was compiled more than once; all of them are armed together. */
#define ALLELE_MUTANT_FIELDS(X)                                                                                        \
  X(uint64_t, 64, id)              /* shown as 16 hex digits */                                                        \
  X(AlleleOffset, 32, operatorId)  /* char[]: "lt-to-le" */                                                            \
  X(AlleleOffset, 32, file)        /* char[]: source file, relative to AlleleFunction.root where it lies below it */   \
  X(AlleleOffset, 32, original)    /* char[]: the source text that is replaced */                                      \
  X(AlleleOffset, 32, replacement) /* char[]: what stands there instead */                                             \
  X(uint32_t, 32, line)            /* 1-based; first character that is replaced */                                     \
  X(uint32_t, 32, column)          /* 1-based, in bytes */                                                             \
  X(uint32_t, 32, endLine)         /* first character behind what is replaced */                                       \
  X(uint32_t, 32, endColumn)       /* */                                                                               \
  X(uint32_t, 32, site)            /* index into AlleleFunction.sites */                                               \
  X(uint16_t, 16, action)          /* enum AlleleAction */                                                             \
  X(uint16_t, 16, level)           /* enum AlleleLevel: what it is made at, here */

/* clang-format on */

#define ALLELE_DECLARE_FIELD(type, bits, field) type field;
typedef struct AlleleFunction {
  ALLELE_FUNCTION_FIELDS(ALLELE_DECLARE_FIELD)
} AlleleFunction;
typedef struct AlleleSite {
  ALLELE_SITE_FIELDS(ALLELE_DECLARE_FIELD)
} AlleleSite;
typedef struct AlleleMutant {
  ALLELE_MUTANT_FIELDS(ALLELE_DECLARE_FIELD)
} AlleleMutant;
#undef ALLELE_DECLARE_FIELD

/* How the slow path of a site evaluates its alternatives. */
enum AlleleSiteKind {
  ALLELE_SITE_INT = 0,   /* __allele_int_v1: integers and pointers of up to 64 bits, from (value, a, b) */
  ALLELE_SITE_FLOAT = 1, /* __allele_float_v1: half, float, double; value and operands widened to double */
  ALLELE_SITE_FCMP = 2,  /* __allele_fcmp_v1: comparison of half, float, double; the value is 0 or 1 */
  ALLELE_SITE_PICK = 3   /* __allele_pick_v1: the twin evaluates in line; the runtime only says which alternative */
};

/* What an alternative computes from the site's original value v and its operands a and b. Integers are taken modulo
 * 2^bits; S and U say signed and unsigned. X(name) */
#define ALLELE_ACTIONS(X)                                                                                              \
  X(IN_LINE) /* computed by the twin (ALLELE_SITE_PICK) */                                                             \
  X(ZERO)    /* 0, also null and false */                                                                              \
  X(ONE)     /* 1, also true */                                                                                        \
  X(A)       /* a */                                                                                                   \
  X(NEG)     /* -v */                                                                                                  \
  X(NOT)     /* v == 0 */                                                                                              \
  X(ADD)     /* a + b */                                                                                               \
  X(SUB)     /* a - b */                                                                                               \
  X(MUL)     /* a * b */                                                                                               \
  X(SDIV)    /* a / b; by zero (or minimum / -1): the recording doesn't evaluate it and takes it as infected; the */   \
             /* active mutant executes it, as the mutated source would, and so raises SIGFPE */                        \
  X(UDIV)                                                                                                              \
  X(AND)                                                                                                               \
  X(OR)                                                                                                                \
  X(XOR)                                                                                                               \
  X(SHL)  /* a << b, b modulo the width */                                                                             \
  X(ASHR) /* a >> b, arithmetic */                                                                                     \
  X(LSHR) /* a >> b, logical */                                                                                        \
  X(EQ)   /* comparisons give 0 or 1; for floats the ordered ones, NE the unordered one, as in C */                    \
  X(NE)                                                                                                                \
  X(SLT)                                                                                                               \
  X(SLE)                                                                                                               \
  X(SGT)                                                                                                               \
  X(SGE)                                                                                                               \
  X(ULT)                                                                                                               \
  X(ULE)                                                                                                               \
  X(UGT)                                                                                                               \
  X(UGE)

enum AlleleAction {
#define ALLELE_DECLARE_ACTION(name) ALLELE_ACTION_##name,
  ALLELE_ACTIONS(ALLELE_DECLARE_ACTION)
#undef ALLELE_DECLARE_ACTION
      ALLELE_ACTION_COUNT
};

/* ---- environment ----
 * Read once, when the object is initialised. Unset or empty: the program behaves as if it were not instrumented. */

/* 16 hex digits: the mutant to activate, in this process and in all that inherit the variable. */
#define ALLELE_ENV_MUTANT "ALLELE_MUTANT"
/* Path of an existing file, made by the driver with an AlleleRecordHeader: reached and infected mutants are recorded
 * there. */
#define ALLELE_ENV_RECORD "ALLELE_RECORD"
/* Path: every object of the process that holds mutants appends one line for each, tab separated:
 *   id  operator  file:line:column  original  replacement  function     (backslash, tab, newline escaped as \\ \t \n)
 * and the program ends with exit code 0 before main. (Mutants in a library whose program is not instrumented are listed
 * too, but then the program runs.) */
#define ALLELE_ENV_LIST "ALLELE_LIST"
/* Path: the runtime appends one line, by one write(2), for what it did:
 *   allele 1 armed <id> <number of sites> <pid> <object>
 *   allele 1 error <pid> <message>
 * With it an id that is in none of the process's objects is no error: the caller looks for "armed" itself. */
#define ALLELE_ENV_STATUS "ALLELE_STATUS"

/* The exit code of a program whose runtime could not do what it was told. A line on stderr says why. */
#define ALLELE_EXIT_CODE 119

/* ---- the record file ----
 * AlleleRecordHeader, then chunks; a chunk begins at a multiple of ALLELE_RECORD_ALIGNMENT. One chunk for each object
 * (program or shared library), shared by all processes that load that object. Writers append chunks under flock(2) on
 * the file and map their own chunk MAP_SHARED; so `_exit`, signals and crashes lose nothing. */
#define ALLELE_RECORD_ALIGNMENT 65536
#define ALLELE_RECORD_MAGIC 0x31434552454c4c41ULL /* "ALLEREC1" in memory, little endian */

typedef struct AlleleRecordHeader {
  uint64_t magic; /* ALLELE_RECORD_MAGIC */
  uint64_t end;   /* offset behind the last chunk, a multiple of ALLELE_RECORD_ALIGNMENT; the first is at 1 x that */
} AlleleRecordHeader;

typedef struct AlleleRecordChunk {
  uint64_t size;        /* of the whole chunk, a multiple of ALLELE_RECORD_ALIGNMENT */
  uint64_t key;         /* of the object: FNV-1a of its path and all its ids */
  uint32_t mutantCount; /* number of mutant records in the object, in the order of its function records */
  uint32_t probeCount;  /* bytes of the object's ALLELE_SECTION_PROBES */
  uint32_t pathLength;  /* bytes of path, without the padding */
  uint32_t reserved;    /* 0 */
  /* then: char path[pathLength] of the object's file, padded with 0 to a multiple of 8;
   *       uint64_t id[mutantCount];
   *       uint8_t seen[mutantCount], a set of ALLELE_SEEN_ bits each, the same mutant may stand in several entries;
   *       uint8_t probed[probeCount], 1 for each probe that was passed, in the order of the section */
} AlleleRecordChunk;

#define ALLELE_SEEN_REACHED 1
/* A value was computed that differs from the original's (by bits), or it can't be told (ALLELE_SITE_PICK, a trap). */
#define ALLELE_SEEN_INFECTED 2

/* ---- the runtime's functions, called by instrumented code only ---- */

#ifdef __cplusplus
extern "C" {
#endif

/* Everything an object holds; the bounds are the linker's __start_ and __stop_ of its own sections. */
typedef struct AlleleObject {
  const AlleleFunction *functions, *functionsEnd;
  uint8_t *functionSwitches, *functionSwitchesEnd;
  uint8_t *siteSwitches, *siteSwitchesEnd;
  uint64_t *budgets, *budgetsEnd;
  uint8_t *probes, *probesEnd;
} AlleleObject;

/* Added to the address of each probe that a twin passes. 0 until the object is recorded. */
extern uint64_t __allele_probe_delta_v1; // NOLINT(readability-identifier-naming)

/* Called once for each object by a constructor that runs before all others of the object. Does what the environment
 * says. */
void __allele_register_v1(const AlleleObject *object);

/* The slow paths, called when the site's switch is not ALLELE_SITE_OFF. Each returns the value to go on with: the
 * alternative's when one is active, `value` itself when recording. Integers are passed zero-extended to 64 bits and the
 * result is truncated to the type of the value by the caller. They neither allocate nor throw, and keep errno and the
 * floating-point exception flags as they are. */
uint64_t __allele_int_v1(const AlleleFunction *function, uint32_t site, uint64_t value, uint64_t a, uint64_t b);
double __allele_float_v1(const AlleleFunction *function, uint32_t site, double value, double a, double b);
uint64_t __allele_fcmp_v1(const AlleleFunction *function, uint32_t site, uint64_t value, double a, double b);
/* The active alternative, 1-based, or 0 for the original (also when recording). */
uint32_t __allele_pick_v1(const AlleleFunction *function, uint32_t site);
/* Called by a twin that found 0 in its budget: under the fork server the run ends, otherwise nothing happens. */
void __allele_exhausted_v1(const AlleleFunction *function);

#ifdef __cplusplus
}
#endif

#endif
