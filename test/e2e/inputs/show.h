/* Prints values for the comparison, by macros: those have no mutants. */
#ifndef SHOW_H
#define SHOW_H

#ifdef __cplusplus
extern "C" int printf(const char *format, ...);
extern "C" void exit(int code) noexcept;
#else
int printf(const char *format, ...);
void exit(int code);
#endif

#define EACH(type, variable, ...)                                                                                      \
  for (type allValues[] = {__VA_ARGS__}, variable, *eachValue = allValues;                                             \
       eachValue < allValues + sizeof allValues / sizeof *allValues && (variable = *eachValue, 1); ++eachValue)
/* A step limit for loops that a mutant may make endless. */
static int steps;
#define STEP()                                                                                                         \
  do {                                                                                                                 \
    if (++steps > 20000) {                                                                                             \
      printf("too many steps\n");                                                                                      \
      exit(3);                                                                                                         \
    }                                                                                                                  \
  } while (0)
#define show(value) printf("%d: %lld\n", __LINE__, (long long)(value))
#define showFloat(value) printf("%d: %a\n", __LINE__, (double)(value))
#define showLong(value) printf("%d: %La\n", __LINE__, (long double)(value))

#endif
