/* Broken: of its switches, one can never be on and one never off. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_switches
#define TITLE    "Broken: switches that never fire"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)     ROW(B, "cell", 1e-3, "blasts")
#define PARAMETERS(ROW) ROW(k, 0.01, "1/h", 1e-4, 1, assumed, "loss")
#define INPUTS(ROW)
#define OUTPUTS(ROW)
#define SWITCHES(ROW)                                                                          \
  ROW(never,  -k - k * k, "below zero whatever the loss")                                      \
  ROW(ever,   k,          "above zero whatever the loss")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
END

EQUATIONS
  ddt(B) = -(1 + never + ever) * k * B;
END
