/* Broken: grows without limit, to infinity within a year where the rate is at the top of its
 * range; at the default it does not. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_year
#define TITLE    "Broken: cannot be integrated for a year"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)     ROW(B, "cell", 1e-3, "blasts")
#define PARAMETERS(ROW)                                                                        \
  ROW(k,  1e-6, "1/cell/d", 1e-9, 1,  assumed, "growth by the square")                         \
  ROW(B0, 1.,   "cell",     0.5,  10, assumed, "blasts at the start")
#define INPUTS(ROW)
#define OUTPUTS(ROW)
/* clang-format on */

#include "model.h"
#endif

START
  init(B) = B0;
END

OBSERVE
END

EQUATIONS
  ddt(B) = k * B * B;
END
