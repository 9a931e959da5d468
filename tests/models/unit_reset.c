/* For the tests: growth that is cut back whenever it reaches a ceiling, at known times. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_reset
#define TITLE    "Test: exponential growth with resets"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(x, "cell", 1e-6, "grows; cut back to xr at K")                                           \
  ROW(n, "1",    1e-6, "how often it has been cut back")                                       \
  ROW(w, "h",    1e-6, "time with the switch on")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,  0.25, "1/h",  1e-3, 10,   assumed, "growth")                                         \
  ROW(K,  50.,  "cell", 1,    1e6,  assumed, "ceiling")                                        \
  ROW(x0, 10.,  "cell", 0,    1e6,  assumed, "at the start")                                   \
  ROW(xr, 20.,  "cell", 0,    1e6,  assumed, "after each cut")

#define INPUTS(ROW)  ROW(feed, "cell/h", 1, 0, 0, "added")
#define OUTPUTS(ROW) ROW(twice, "cell", "two of each")
#define SWITCHES(ROW) ROW(full, x - K, "the ceiling is reached")
#define JUMPS(ROW)                                                                             \
  ROW(full, x, xr,    "cut back")                                                              \
  ROW(full, n, n + 1, "counted")
/* clang-format on */

#include "model.h"
#endif

START
  init(x) = x0;
END

OBSERVE
  out(twice) = 2 * x;
END

EQUATIONS
  ddt(x) = k * x + feed;
  ddt(n) = constant(0);
  ddt(w) = full;
END
