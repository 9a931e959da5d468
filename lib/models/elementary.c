/* elementary.c — exp, log and power for what is compiled for any x86-64, where fma() is a call of
 * libm: here it is an instruction if the processor has it.  The bits are the same. */
#define ELEMENTARY_IN_LINE
#include "scalar.h"

double elementary_exp(double x);
double elementary_log(double x);
double elementary_power(double x, double n);

#if defined __x86_64__ && !defined __FMA__
#define WITH_FMA __attribute__((target("fma")))
WITH_FMA static double fused_exp(double x) { return exp_d(x); }
WITH_FMA static double fused_log(double x) { return log_d(x); }
WITH_FMA static double fused_power(double x, double n) { return power_d(x, n); }
#define CHOSEN(fused, called) (__builtin_cpu_supports("fma") ? (fused) : (called))
#else
#define CHOSEN(fused, called) (called)
#endif

double elementary_exp(double x) { return CHOSEN(fused_exp(x), exp_d(x)); }
double elementary_log(double x) { return CHOSEN(fused_log(x), log_d(x)); }
double elementary_power(double x, double n) { return CHOSEN(fused_power(x, n), power_d(x, n)); }
