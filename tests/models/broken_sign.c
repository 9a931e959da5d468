/* Broken: A is removed at a constant rate, also when there is none, and B jumps below zero. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_sign
#define TITLE    "Broken: states that turn negative"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(A, "nmol", 1e-6, "removed at a constant rate")                                           \
  ROW(B, "nmol", 1e-6, "taken away by a dose")

#define PARAMETERS(ROW)                                                                        \
  ROW(v, 0.5, "nmol/h", 0.1, 1, assumed, "rate of removal")                                    \
  ROW(d, 0.5, "nmol",   0.1, 1, assumed, "taken away by a dose")

#define INPUTS(ROW) ROW(iv, "nmol/h", 1, 0, 0, "infusion")
#define OUTPUTS(ROW)
#define JUMPS(ROW)  ROW(iv, B, B - d, "taken away")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(A) = iv - v;
  ddt(B) = constant(0);
END
