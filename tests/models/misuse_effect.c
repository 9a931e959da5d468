/* For the tests of misuse: an effect, driven by a concentration that another model gives. */
#ifndef MODEL
/* clang-format off */
#define MODEL    misuse_effect
#define TITLE    "Test: an effect of a drug"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW) ROW(E, "1", 1e-6, "effect")

#define PARAMETERS(ROW)                                                                        \
  ROW(kout, 0.5, "1/d",    1e-3, 10,  assumed, "turnover")                                     \
  ROW(EC50, 5.,  "nmol/L", 0.1,  100, assumed, "concentration of half the effect")

#define INPUTS(ROW)  ROW(drug, "nmol/L", 1, 0, 0, "concentration that acts")
#define OUTPUTS(ROW) ROW(response, "1", "effect")
/* clang-format on */

#include "model.h"
#endif

START
  init(E) = 1;
END

OBSERVE
  out(response) = E;
END

EQUATIONS
  ddt(E) = kout * (EC50 / (EC50 + drug) - E);
END
