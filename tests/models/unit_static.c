/* For the tests: no states, no inputs; an output of time and a parameter. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_static
#define TITLE    "Test: nothing but outputs"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)
#define PARAMETERS(ROW) ROW(C0, 30., "ng/mL", 0, 1e3, assumed, "level")
#define INPUTS(ROW)
#define OUTPUTS(ROW) ROW(C, "ng/mL", "level, rising by itself once a day")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = C0 * (1 + t);
END

EQUATIONS
END
