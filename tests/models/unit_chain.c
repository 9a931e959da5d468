/* For the tests: a linear chain with rates from 1e4 to 1e-3 an hour. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_chain
#define TITLE    "Test: a stiff chain"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(a, "nmol", 1e-6, "first")                                                                \
  ROW(b, "nmol", 1e-6, "second")                                                               \
  ROW(c, "nmol", 1e-6, "third")

#define PARAMETERS(ROW)                                                                        \
  ROW(k1, 1e4,  "1/h",  1e-4, 1e6, assumed, "first to second")                                 \
  ROW(k2, 1.,   "1/h",  1e-4, 1e6, assumed, "second to third")                                 \
  ROW(k3, 1e-3, "1/h",  1e-4, 1e6, assumed, "loss of the third")                               \
  ROW(a0, 5.,   "nmol", 0,    1e3, assumed, "at the start")

#define INPUTS(ROW)
#define OUTPUTS(ROW) ROW(sum, "nmol", "all")
/* clang-format on */

#include "model.h"
#endif

START
  init(a) = a0;
END

OBSERVE
  out(sum) = a + b + c;
END

EQUATIONS
  ddt(a) = -k1 * a;
  ddt(b) = k1 * a - k2 * b;
  ddt(c) = k2 * b - k3 * c;
END
