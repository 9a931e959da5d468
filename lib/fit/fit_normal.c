/* fit_normal.c — the normal distribution and Student's t. */
#include "fit.h"

#include <float.h>
#include <math.h>

static const double SQRT_2 = 1.41421356237309504880;
static const double SQRT_2_PI = 2.50662827463100050242;

/* Mills' ratio Phi(-x) / phi(x) for large x, by Laplace's continued fraction. */
static double mills(double x)
{
  double tail = x;
  for (int k = 60; k >= 1; k--) tail = x + k / tail;
  return 1 / tail;
}

double fit_log_normal_below(double z, double *slope)
{
  if (z < -10) { /* erfc would underflow further out */
    const double ratio = mills(-z);
    *slope = 1 / ratio;
    return -0.5 * z * z - log(SQRT_2_PI) + log(ratio);
  }
  const double below = 0.5 * erfc(-z / SQRT_2);
  *slope = exp(-0.5 * z * z) / SQRT_2_PI / below;
  return z > 0 ? log1p(-0.5 * erfc(z / SQRT_2)) : log(below);
}

/* Continued fraction of the incomplete beta function, by Lentz' method. */
static double beta_fraction(double a, double b, double x)
{
  const double tiny = DBL_MIN / DBL_EPSILON;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  if (fabs(d) < tiny) d = tiny;
  d = 1 / d;
  double h = d;
  for (int m = 1; m <= 10000; m++) {
    for (int odd = 0; odd < 2; odd++) {
      const double step = odd ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                              : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 + step * d;
      c = 1 + step / c;
      if (fabs(d) < tiny) d = tiny;
      if (fabs(c) < tiny) c = tiny;
      d = 1 / d;
      h *= d * c;
      if (odd && fabs(d * c - 1) < 4 * DBL_EPSILON) return h;
    }
  }
  return h;
}

/* P(|T| > t): the regularised incomplete beta function of (freedom / 2, 1 / 2) at
 * freedom / (freedom + t^2). */
static double student_outside(double t, double freedom)
{
  const double a = freedom / 2, b = 0.5, x = freedom / (freedom + t * t);
  const double y = t * t / (freedom + t * t); /* 1 - x, without its rounding */
  const double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, y) / b;
}

static double normal_outside(double z, double unused)
{
  (void)unused;
  return erfc(z / SQRT_2);
}

/* The t at which what lies outside falls below 1 - level. */
static double width(double level, double (*outside)(double, double), double freedom)
{
  double low = 0, high = 1;
  while (outside(high, freedom) > 1 - level && high < 1e300) low = high, high *= 2;
  for (int i = 0; i < 200 && high - low > 2 * DBL_EPSILON * high; i++) {
    const double middle = 0.5 * (low + high);
    if (outside(middle, freedom) > 1 - level) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

double fit_normal_width(double level) { return width(level, normal_outside, 0); }

double fit_student_width(double level, double freedom)
{
  return width(level, student_outside, freedom);
}
