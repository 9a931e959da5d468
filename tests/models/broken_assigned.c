/* Broken: the equation of P, and the output low, have been forgotten; B starts at 1/0. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_assigned
#define TITLE    "Broken: what is never assigned"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(C, "nmol", 1e-6, "drug in plasma")                                                       \
  ROW(P, "nmol", 1e-6, "drug in the periphery")                                                \
  ROW(B, "1",    1e-6, "an effect")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,    0.02, "1/h", 1e-4, 1, assumed, "elimination")                                      \
  ROW(zero, 0.,   "1",   0,    1, assumed, "a divisor that may be zero")

#define INPUTS(ROW)
#define OUTPUTS(ROW)                                                                           \
  ROW(all, "nmol", "drug in plasma and periphery")                                             \
  ROW(low, "nmol", "forgotten")
/* clang-format on */

#include "model.h"
#endif

START
  init(B) = 1 / zero;
END

OBSERVE
  out(all) = C + P;
END

EQUATIONS
  ddt(C) = -k * C;
  ddt(B) = -k * B;
END
