/* scalar.h — the kinds of number a model is compiled for.
 *
 *   d  double  a plain value
 *   z  dual    a value and a slope, carried as value + i * slope * SEED
 *
 * + - * / are the language's for both.  SEED is so small that the product of two slopes underflows
 * to nothing: the value is that of the plain pass in every bit, and the slope is exact.  Every
 * other function returns NaN if ANY argument is NaN: the sparsity of a model is found by that.
 * lanes.h has the third kind, v: several plain values side by side. */
#ifndef SCALAR_H
#define SCALAR_H

#include "description.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define ALWAYS   static inline __attribute__((always_inline, unused))
#define SEED     1e-170 /* SEED squared is below the least double */
#define VALUE(z) __real__(z)
#define SLOPE(z) __imag__(z) /* times SEED */

#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)

ALWAYS dual with_slope(double value, double slope)
{
  dual z;
  VALUE(z) = value;
  SLOPE(z) = slope;
  return z;
}

/* ---- plain ---------------------------------------------------------------------------- */
typedef double number_d;
typedef uint64_t bits_d;
ALWAYS double number_of_d(uint64_t bits)
{
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}
ALWAYS uint64_t bits_of_d(double x)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof x);
  return bits;
}
ALWAYS int less_d(double a, double b) { return a < b; }
ALWAYS int at_most_d(double a, double b) { return a <= b; }
ALWAYS int equal_d(double a, double b) { return a == b; }
ALWAYS double select_d(int m, double a, double b) { return m ? a : b; }
ALWAYS double least_d(double a, double b) { return a < b ? a : b; }
ALWAYS double most_d(double a, double b) { return a > b ? a : b; }

ALWAYS double fma_d(double a, double b, double c) { return __builtin_fma(a, b, c); }

/* exp, log and power; those of libm differ from one libm to the next, and do not come in lanes */
#if defined __FMA__ || defined __FP_FAST_FMA || defined ELEMENTARY_IN_LINE
#include "log_rows.h"
ALWAYS double log_row_d(uint64_t i, double *l)
{
  const double *row = log_rows[i & 15];
  *l = row[1];
  return row[0];
}
#define OF d
#include "elementary.h"
#undef OF
#else /* where fma() would be a call */
double elementary_exp(double x);
double elementary_log(double x);
double elementary_power(double x, double n);
double elementary_log_high(double x);
double elementary_log_low(double x);
double elementary_against(double x, double n, double high, double low);
double elementary_hill_against(double x, double k, double n);
#define exp_d          elementary_exp
#define log_d          elementary_log
#define power_d        elementary_power
#define log_high_d     elementary_log_high
#define log_low_d      elementary_log_low
#define against_d      elementary_against
#define hill_against_d elementary_hill_against
#endif

ALWAYS double sqrt_d(double x) { return sqrt(x); }
ALWAYS double positive_d(double x) { return x <= 0 ? 0 : x; }
ALWAYS double larger_d(double a, double b) { return a != a || b != b ? a + b : a >= b ? a : b; }
ALWAYS double hill_d(double x, double k, double n) { return 1 / (1 + hill_against_d(x, k, n)); }
/* of libm; where a model uses them its last bits are those of the libm */
ALWAYS double expm1_d(double x) { return expm1(x); }
ALWAYS double log1p_d(double x) { return log1p(x); }
/* part of the standard normal distribution below x */
ALWAYS double normal_d(double x) { return 0.5 * erfc(-x * sqrt(0.5)); }
/* 1 above 0, else 0 */
ALWAYS double step_d(double x) { return x != x ? x : x > 0; }
/* the positive x with a x^2 + b x = c, for a > 0 and c >= 0, without cancellation */
ALWAYS double positive_root_d(double a, double b, double c)
{
  const double q = fabs(b) + sqrt(b * b + 4 * a * c);
  return q == 0 ? 0 : b >= 0 ? 2 * c / q : q / (2 * a);
}

/* ---- dual ----------------------------------------------------------------------------- */
ALWAYS dual exp_z(dual x)
{
  const double y = exp_d(VALUE(x));
  return with_slope(y, y * SLOPE(x));
}
ALWAYS dual log_z(dual x) { return with_slope(log_d(VALUE(x)), SLOPE(x) / VALUE(x)); }
ALWAYS dual expm1_z(dual x) { return with_slope(expm1(VALUE(x)), exp_d(VALUE(x)) * SLOPE(x)); }
ALWAYS dual log1p_z(dual x) { return with_slope(log1p(VALUE(x)), SLOPE(x) / (1 + VALUE(x))); }
ALWAYS dual normal_z(dual x)
{
  const double density = 0.3989422804014327 * exp_d(-0.5 * VALUE(x) * VALUE(x));
  return with_slope(normal_d(VALUE(x)), density * SLOPE(x));
}
ALWAYS dual step_z(dual x) { return step_d(VALUE(x)); }
ALWAYS dual sqrt_z(dual x)
{
  const double y = sqrt(VALUE(x));
  return with_slope(y, y == 0 ? 0 : SLOPE(x) / (2 * y));
}
ALWAYS dual positive_z(dual x) { return VALUE(x) <= 0 ? 0 : x; }
ALWAYS dual larger_z(dual a, dual b)
{
  if (VALUE(a) != VALUE(a) || VALUE(b) != VALUE(b)) return a + b;
  return VALUE(a) >= VALUE(b) ? a : b;
}
ALWAYS dual power_z(dual x, dual n)
{
  const double xv = VALUE(x), nv = VALUE(n);
  if (xv <= 0) return with_slope(0 * nv, xv == 0 && nv == 1 ? SLOPE(x) : 0);
  const double y = power_d(xv, nv);
  double slope = nv * SLOPE(x) / xv; /* of log y */
  if (SLOPE(n) != 0) slope += SLOPE(n) * log_d(xv);
  return with_slope(y, y * slope);
}
ALWAYS dual hill_z(dual x, dual k, dual n)
{
  const double xv = VALUE(x), kv = VALUE(k), nv = VALUE(n);
  const double against = hill_against_d(xv, kv, nv), y = 1 / (1 + against);
  if (xv <= 0) return with_slope(y, xv == 0 && nv == 1 && kv > 0 ? SLOPE(x) / kv : 0);
  double slope = nv * (SLOPE(x) / xv - (kv <= 0 ? 0 : SLOPE(k) / kv)); /* of -log against */
  if (SLOPE(n) != 0 && kv > 0)
    slope += SLOPE(n) * log_d(most_d(5e-324, least_d(1.79e308, xv / kv)));
  return with_slope(y, y * (y * least_d(1.79e308, against)) * slope);
}
ALWAYS dual positive_root_z(dual a, dual b, dual c)
{
  const double x = positive_root_d(VALUE(a), VALUE(b), VALUE(c));
  const double steepness = 2 * VALUE(a) * x + VALUE(b);
  const double slope = SLOPE(c) - x * (SLOPE(b) + x * SLOPE(a));
  return with_slope(x, steepness == 0 ? 0 : slope / steepness);
}

#endif
