/* For the tests: equations that cease to be finite at a known time. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_blowup
#define TITLE    "Test: solutions that end"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(calm, "1", 1e-6, "harmless")                                                             \
  ROW(x,    "1", 1e-6, "infinite at 1 / (a x0)")                                               \
  ROW(y,    "1", 1e-6, "its derivative is no number from T on")

#define PARAMETERS(ROW)                                                                        \
  ROW(a,  0.,   "1/h", 0,    10,  assumed, "growth by the square")                             \
  ROW(x0, 0.5,  "1",   0,    10,  assumed, "at the start")                                     \
  ROW(T,  1e6,  "h",   1,    1e6, assumed, "end of y")

#define INPUTS(ROW)
#define OUTPUTS(ROW)
/* clang-format on */

#include "model.h"
#endif

START
  init(x) = x0;
END

OBSERVE
END

EQUATIONS
  ddt(calm) = constant(1);
  ddt(x) = a * x * x;
  ddt(y) = sqrt(T - t);
END
