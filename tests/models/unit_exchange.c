/* For the tests: an exchange so fast that its elimination cancels, beside a slow loss. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_exchange
#define TITLE    "Test: an exchange that needs pivots"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(a, "nmol", 1e-6, "one side")                                                             \
  ROW(b, "nmol", 1e-6, "the other side; alone it is lost")

#define PARAMETERS(ROW)                                                                        \
  ROW(fast, 1e13, "1/h",  1e-3, 1e15, assumed, "exchange")                                     \
  ROW(slow, 0.2,  "1/h",  1e-3, 10,   assumed, "loss")                                         \
  ROW(a0,   4.,   "nmol", 0,    1e3,  assumed, "at the start, on each side")

#define INPUTS(ROW)
#define OUTPUTS(ROW) ROW(sum, "nmol", "both")
/* clang-format on */

#include "model.h"
#endif

START
  init(a) = a0;
  init(b) = a0;
END

OBSERVE
  out(sum) = a + b;
END

EQUATIONS
  const real net = fast * (a - b);
  ddt(a) = -net;
  ddt(b) = net - slow * b;
END
