/* root.h — an unknown given by an equation, inside a body:
 *
 *   SOLVE(b, 0, Bt)                        the unknown and its bracket
 *   const real a = ...b...;                any lines
 *   ZERO(b, b + a * b / K - Bt)            rises through 0 within the bracket
 *   ... a and b may be used from here on
 *
 * ZERO jumps back until the lines hold.  Value: regula falsi with the correction of Anderson
 * and Bjorck, the same trials in every kind, so that dual and plain agree in every bit.  Slope:
 * at the solution the residual is run with b fixed (slope f_p) and with b moving far faster than
 * anything else (slope f_b); then db = -f_p / f_b.  A bracket that holds no root gives its nearer
 * end.  NaN anywhere gives NaN. */
#ifndef ROOT_H
#define ROOT_H

#include "scalar.h"

enum { ROOT_TRIALS = 100 };
#define ROOT_FAST 1e30 /* speed of the unknown over all else while f_b is found */

/* A bracket [a, b] with residuals fa < 0 < fb, and the trial x; side: which end moved last. */
struct root_d {
  double a, b, fa, fb, x;
  int side, trial, last;
};

ALWAYS struct root_d root_begin_d(double a, double b)
{
  return (struct root_d){ .a = a, .b = b, .x = a };
}

/* The trial's residual shrinks the bracket. */
ALWAYS void root_narrow(struct root_d *s, double f)
{
  if (f < 0) {
    const double m = 1 - f / s->fa;
    if (s->side < 0) s->fb *= m > 0 ? m : 0.5;
    s->a = s->x, s->fa = f, s->side = -1;
  } else {
    const double m = 1 - f / s->fb;
    if (s->side > 0) s->fa *= m > 0 ? m : 0.5;
    s->b = s->x, s->fb = f, s->side = 1;
  }
}

/* Takes the residual at the trial and sets the next; 0: the lines have been run at the answer. */
ALWAYS int root_next_d(struct root_d *s, double f)
{
  if (s->last) return 0;
  if (s->trial == 0) {
    s->fa = f;
    s->x = s->b;
  } else {
    if (s->trial == 1) s->fb = f;
    else root_narrow(s, f);
    const double width = s->b - s->a;
    const int halve = s->trial % 20 == 19; /* where the secant crawls */
    double x = halve ? s->a + 0.5 * width : s->b - s->fb * width / (s->fb - s->fa);
    if (s->fb <= 0) x = s->b;
    if (s->fa >= 0) x = s->a;
    const int settled = !(fabs(x - s->x) > 1e-15 * fabs(x)); /* also if NaN */
    const int begun = s->trial == 1 && s->fa < 0 && s->fb > 0 && x == x;
    s->last = (settled && !begun) || s->trial >= ROOT_TRIALS;
    s->x = x;
  }
  s->trial++;
  return 1;
}
#define root_value_d(s) ((s)->x)

struct root_z {
  struct root_d value;
  dual fixed;
  double slope;
  enum { ROOT_SEARCHES, ROOT_MOVES, ROOT_HOLDS } phase;
};

ALWAYS struct root_z root_begin_z(dual a, dual b)
{
  return (struct root_z){ .value = root_begin_d(VALUE(a), VALUE(b)) };
}

ALWAYS int root_next_z(struct root_z *s, dual f)
{
  switch (s->phase) {
  case ROOT_SEARCHES:
    if (!s->value.last) return root_next_d(&s->value, VALUE(f));
    s->fixed = f; /* the residual at the answer, the unknown held */
    s->slope = ROOT_FAST * SEED;
    s->phase = ROOT_MOVES;
    return 1;
  case ROOT_MOVES:
    s->slope = -SLOPE(s->fixed) / ((SLOPE(f) - SLOPE(s->fixed)) / (ROOT_FAST * SEED));
    s->phase = ROOT_HOLDS;
    return 1;
  default: return 0;
  }
}
#define root_value_z(s) with_slope((s)->value.x, (s)->slope)

#define root_s       root_z
#define root_begin_s root_begin_z
#define root_next_s  root_next_z
#define root_value_s root_value_z

#define SOLVE(name, low, high)                                                                 \
  struct JOIN(root, KIND) JOIN(name, root) = JOIN(root_begin, KIND)(AS(low), AS(high));        \
  real name;                                                                                   \
  JOIN(name, again) :;                                                                         \
  name = JOIN(root_value, KIND)(&JOIN(name, root));
#define ZERO(name, residual)                                                                   \
  if (JOIN(root_next, KIND)(&JOIN(name, root), residual)) goto JOIN(name, again);

#endif
