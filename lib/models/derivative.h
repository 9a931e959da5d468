/* derivative.h — what written-out derivatives (derive/) use beyond lanes.h.
 *
 * Values keep the body's operations; what is here is for derivatives and elimination alone. */
#ifndef DERIVATIVE_H
#define DERIVATIVE_H

#include "lanes.h"
#include "written.h"

/* The struct written of a build of MODEL; PROCESSOR is ANY, V3 or V4. */
#define BUILD_(model, lanes, processor)   written_##model##_##lanes##_##processor
#define BUILD_OF(model, lanes, processor) BUILD_(model, lanes, processor)
#define BUILD(lanes, processor)           BUILD_OF(MODEL, lanes, processor)
#define BUILD_ROW(lanes, processor)       extern const struct written BUILD(lanes, processor);
#define BUILD_LISTED(lanes, processor)    &BUILD(lanes, processor),
#define PROCESSOR_OF_(processor)          PROCESSOR_##processor
#define PROCESSOR_OF(processor)           PROCESSOR_OF_(processor)

#define UNUSED        __attribute__((unused)) /* a model need not depend on all it is given */
#define AT(from, i)   LOAD((from) + LANES * (i))
#define PUT(to, i, a) STORE((to) + LANES * (i), a)
#define SPREAD(J, k)  AS_v((J)[ENTRY_APART * (k)]) /* one number for all lanes */

/* A pivot less than this part of the terms it was summed from has lost its digits; as in
 * lib/engine/sparse_lu.c. */
#define CANCELLED 1e-9
ALWAYS void subtract(real *pivot, real *terms, real update)
{
  *pivot = *pivot - update;
  *terms = *terms + ABSOLUTE(update);
}

ALWAYS real inverse(real a) { return 1 / a; }
ALWAYS real inverse_or_0(real a) { return SELECT(EQUAL(a, 0), 0, inverse(a)); }
/* what is left of 1 with that against it, and its slope in -log(against) */
ALWAYS real share(real against) { return 1 / (1 + against); }
ALWAYS real share_slope(real against, real share)
{
  return share * (share * LEAST(1.79e308, against));
}

ALWAYS real inverse_if_positive(real a) { return SELECT(AT_MOST(a, 0), 0, inverse(a)); }

/* 0 where x <= 0, else d */
ALWAYS real unless(real x, real d) { return SELECT(AT_MOST(x, 0), 0, d); }
/* c where a >= b, else d */
ALWAYS real where_larger(real a, real b, real c, real d) { return SELECT(AT_MOST(b, a), c, d); }

/* slopes of y = power(x, n) in x and in n */
ALWAYS real power_slope(real x, real n, real y)
{
  const real at_0 = SELECT(AND(EQUAL(x, 0), EQUAL(n, 1)), 1, 0);
  return SELECT(AT_MOST(x, 0), at_0, n * y * inverse(x));
}
ALWAYS real exponent_slope(real x, real y) { return SELECT(AT_MOST(x, 0), 0, y * log_v(x)); }
/* slopes of a share in x and in n, where (k / x)^n is against it, which rises by -log(against) */
ALWAYS real hill_slope(real x, real n, real rise, real inverse_k)
{
  const real at_0 = SELECT(AND(EQUAL(x, 0), EQUAL(n, 1)), inverse_k, 0);
  return SELECT(AT_MOST(x, 0), at_0, rise * n * inverse(x));
}
ALWAYS real hill_exponent_slope(real x, real k, real rise)
{
  const real finite = MOST(5e-324, LEAST(1.79e308, x / k));
  return SELECT(OR(AT_MOST(x, 0), AT_MOST(k, 0)), 0, rise * log_v(finite));
}

#endif
