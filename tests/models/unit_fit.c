/* For the tests of estimation: a straight line, two compartments, and a product of which only the
 * whole can be seen. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_fit
#define TITLE    "Test: courses with exact estimates"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(line,  "1",    1e-6, "intercept + rate t")                                               \
  ROW(A1,    "mg",   1e-9, "drug, central")                                                    \
  ROW(A2,    "mg",   1e-9, "drug, peripheral")                                                 \
  ROW(grown, "1",    1e-6, "grows without bound where growth is positive")

#define PARAMETERS(ROW)                                                                        \
  ROW(intercept, 1.,  "1",   -1e6, 1e6, assumed, "line at the start")                          \
  ROW(rate,      2.,  "1/h", -1e6, 1e6, assumed, "of the line")                                \
  ROW(V,         0.3, "L",   1e-4, 1e4, assumed, "central volume")                             \
  ROW(k10,       2.,  "1/h", 1e-4, 1e3, assumed, "elimination")                                \
  ROW(k12,       0.7, "1/h", 1e-4, 1e3, assumed, "to the periphery")                           \
  ROW(k21,       0.5, "1/h", 1e-4, 1e3, assumed, "from the periphery")                         \
  ROW(share,     0.5, "1",   0,    1,   assumed, "one factor")                                 \
  ROW(scale,     3.,  "1",   1e-3, 1e3, assumed, "another")                                    \
  ROW(idle,      1.,  "1",   0,    10,  assumed, "nothing depends on it but effort")           \
  ROW(growth,    0.,  "1/h", -10,  10,  assumed, "square of the grown, per grown")

#define INPUTS(ROW) ROW(iv, "mg/h", 1, 0, 0, "into the central compartment")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,       "mg/L", "drug in plasma")                                                       \
  ROW(product, "1",    "share times scale, falling off")                                       \
  ROW(effort,  "1",    "idle")
/* clang-format on */

#include "model.h"
#endif

START
  init(line) = intercept;
  init(grown) = 1;
END

OBSERVE
  out(C) = A1 / V;
  out(product) = share * scale * exp(-0.1 * t);
  out(effort) = idle;
END

EQUATIONS
  ddt(line) = rate;
  ddt(A1) = iv - (k10 + k12) * A1 + k21 * A2;
  ddt(A2) = k12 * A1 - k21 * A2;
  ddt(grown) = growth * grown * grown;
END
