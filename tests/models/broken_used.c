/* Broken: the parameter idle and the input unheard act on nothing.  The input noted acts by a jump
 * alone, and the parameter early by a switch alone: both are right. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_used
#define TITLE    "Broken: what acts on nothing"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(C, "nmol", 1e-6, "drug in plasma")                                                       \
  ROW(n, "1",    1e-6, "doses so far")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,     0.5, "1/d", 1e-4, 10, assumed, "elimination")                                     \
  ROW(idle,  1.,  "1",   0,    2,  assumed, "of no use")                                       \
  ROW(early, 3.,  "d",   0.1,  10, assumed, "a time")

#define INPUTS(ROW)                                                                            \
  ROW(iv,      "nmol/d", 1, 0, 0, "infusion")                                                  \
  ROW(noted,   "nmol/d", 1, 0, 0, "its doses are counted")                                     \
  ROW(unheard, "nmol/d", 1, 0, 0, "of no use")
#define OUTPUTS(ROW)
#define SWITCHES(ROW) ROW(begun, t - early, "it has begun")
#define JUMPS(ROW)    ROW(noted, n, n + 1, "one dose more")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(C) = iv - begun * k * C;
  ddt(n) = constant(0);
END
