/* For the tests: decay that ends in extinction, and what begins or changes then. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_extinct
#define TITLE    "Test: decay and extinction"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(x, "cell", 1e-6, "decays, and is gone below xmin")                                       \
  ROW(w, "1",    1e-6, "grows from the extinction on")                                         \
  ROW(y, "cell", 1e-6, "decays twice as fast below ymin, without a jump")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,    0.5,  "1/h",  1e-3, 10,  assumed, "decay")                                         \
  ROW(x0,   100., "cell", 1e-3, 1e6, assumed, "at the start")                                  \
  ROW(xmin, 1.,   "cell", 1e-6, 1e6, assumed, "fewer are none")                                \
  ROW(ymin, 10.,  "cell", 1e-6, 1e6, assumed, "fewer decay faster")                            \
  ROW(a,    0.1,  "1/h",  0,    10,  assumed, "growth of w")

#define INPUTS(ROW)  ROW(cells, "cell/h", 1, 0, 0, "given")
#define OUTPUTS(ROW)
#define SWITCHES(ROW)                                                                          \
  ROW(gone, xmin - x, "extinct")                                                               \
  ROW(few,  ymin - y, "few of y")
#define JUMPS(ROW) ROW(gone, x, constant(0), "none is left")
/* clang-format on */

#include "model.h"
#endif

START
  init(x) = x0;
  init(y) = x0;
END

OBSERVE
END

EQUATIONS
  ddt(x) = cells - k * x;
  ddt(w) = gone * a;
  ddt(y) = -factor(few, 2) * k * y;
END
