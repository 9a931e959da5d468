/* root_lanes.h — root.h's search in several lanes: each makes its own trials, those of kind d,
 * and rests at its answer until the last has found its own. */
#ifndef ROOT_LANES_H
#define ROOT_LANES_H

#include "root.h"

struct root_v {
  real a, b, fa, fb, x;
  mask rose, fell; /* which end moved last: a or b */
  mask last;       /* x is the answer */
  int trial;
};

ALWAYS struct root_v root_begin_v(real a, real b)
{
  const mask none = LESS(0, 0);
  return (struct root_v){ .a = a, .b = b, .x = a, .rose = none, .fell = none, .last = none };
}

/* The trials' residuals shrink the brackets. */
ALWAYS void root_narrow_v(struct root_v *s, real f)
{
  const mask low = LESS(f, 0);
  const real m = 1 - f / SELECT(low, s->fa, s->fb);
  const real shrink = SELECT(LESS(0, m), m, 0.5);
  const real fb = SELECT(s->rose, s->fb * shrink, s->fb);
  const real fa = SELECT(s->fell, s->fa * shrink, s->fa);
  s->fa = SELECT(low, f, fa);
  s->fb = SELECT(low, fb, f);
  s->a = SELECT(low, s->x, s->a);
  s->b = SELECT(low, s->b, s->x);
  s->rose = low;
  s->fell = NOT(low);
}

/* Takes the residuals at the trials and sets the next; 0: the lines have been run at the answer
 * of every lane. */
ALWAYS int root_next_v(struct root_v *s, real f)
{
  if (LANES_OF(s->last) == ALL_LANES) return 0;
  if (s->trial == 0) {
    s->fa = f;
    s->x = s->b;
  } else {
    if (s->trial == 1) s->fb = f;
    else root_narrow_v(s, f);
    const real width = s->b - s->a;
    const int halve = s->trial % 20 == 19; /* where the secant crawls */
    real x = halve ? s->a + 0.5 * width : s->b - s->fb * width / (s->fb - s->fa);
    x = SELECT(AT_MOST(s->fb, 0), s->b, x);
    x = SELECT(AT_MOST(0, s->fa), s->a, x);
    x = SELECT(s->last, s->x, x);
    mask goes_on = LESS(1e-15 * ABSOLUTE(x), ABSOLUTE(x - s->x)); /* not if NaN */
    if (s->trial == 1)
      goes_on = OR(goes_on, AND(AND(LESS(s->fa, 0), LESS(0, s->fb)), EQUAL(x, x)));
    s->last = s->trial >= ROOT_TRIALS ? EQUAL(0, 0) : OR(s->last, NOT(goes_on));
    s->x = x;
  }
  s->trial++;
  return 1;
}
#define root_value_v(s) ((s)->x)

#endif
