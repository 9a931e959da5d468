/* elementary.c — the functions of elementary.h for what is compiled for any x86-64, where fma() is a
 * call of libm: here it is an instruction if the processor has it.  The bits are the same. */
#define ELEMENTARY_IN_LINE
#include "scalar.h"

#if defined __x86_64__ && !defined __FMA__
#define FUNCTION(name, given, passed)                                                          \
  double elementary_##name given;                                                              \
  __attribute__((target("fma"))) static double fused_##name given { return name##_d passed; }  \
  double elementary_##name given                                                               \
  {                                                                                            \
    return __builtin_cpu_supports("fma") ? fused_##name passed : name##_d passed;              \
  }
#else
#define FUNCTION(name, given, passed)                                                          \
  double elementary_##name given;                                                              \
  double elementary_##name given { return name##_d passed; }
#endif

FUNCTION(exp, (double x), (x))
FUNCTION(log, (double x), (x))
FUNCTION(power, (double x, double n), (x, n))
FUNCTION(log_high, (double x), (x))
FUNCTION(log_low, (double x), (x))
FUNCTION(against, (double x, double n, double high, double low), (x, n, high, low))
FUNCTION(hill_against, (double x, double k, double n), (x, k, n))
