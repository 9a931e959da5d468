/* For the tests: solutions in closed form, of equations that show the order of a method. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_order
#define TITLE    "Test: smooth solutions"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(a, "1", 1e-6, "Prothero and Robinson: 1 / (1 + t) + b exp(-k t)")                        \
  ROW(y, "1", 1e-6, "nonlinear, of time too: 1 / (1 + g t^2)")                                 \
  ROW(z, "1", 1e-6, "logistic: 1 / (1 + 9 exp(-r t))")                                         \
  ROW(p, "1", 1e-6, "Kaps: exp(-2 t), whatever e is")                                          \
  ROW(q, "1", 1e-6, "Kaps: exp(-t)")                                                           \
  ROW(v, "1", 1e-6, "c t")                                                                     \
  ROW(w, "h", 1e-6, "grows by 1 - v while that is above 0")

#define PARAMETERS(ROW)                                                                        \
  ROW(k, 3., "1/h",   0, 1e12, assumed, "how fast a approaches its course")                    \
  ROW(b, 0., "1",     0, 10,   assumed, "how far a starts from it")                            \
  ROW(g, 1., "1/h^2", 0, 10,   assumed, "growth of the denominator of y")                      \
  ROW(r, 1., "1/h",   0, 10,   assumed, "growth of z")                                         \
  ROW(e, 2., "1/h",   0, 1e12, assumed, "how fast p approaches q^2")                           \
  ROW(c, 0., "1/h",   0, 10,   assumed, "growth of v")

#define INPUTS(ROW)
#define OUTPUTS(ROW)
/* clang-format on */

#include "model.h"
#endif

START
  init(a) = 1 + b;
  init(y) = constant(1);
  init(z) = constant(0.1);
  init(p) = constant(1);
  init(q) = constant(1);
END

OBSERVE
END

EQUATIONS
  const real course = 1 / (1 + t);
  ddt(a) = -k * (a - course) - course * course;
  ddt(y) = -2 * g * t * y * y;
  ddt(z) = r * z * (1 - z);
  ddt(p) = -(2 + e) * p + e * q * q;
  ddt(q) = p - q - q * q;
  ddt(v) = c;
  ddt(w) = positive(1 - v);
END
