/* Broken: the amount infused is not divided by the volume, a threshold is a bare number, and a
 * state starts in the unit of another. */
#ifndef MODEL
/* clang-format off */
#define MODEL    broken_units
#define TITLE    "Broken: units that do not fit"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(C, "nmol/L",  1e-6, "drug in plasma")                                                    \
  ROW(B, "cell/uL", 1e-4, "blasts")

#define PARAMETERS(ROW)                                                                        \
  ROW(V,     4.,   "L",      1,    20,  assumed, "volume")                                     \
  ROW(k,     0.02, "1/h",    1e-4, 1,   assumed, "elimination")                                \
  ROW(C0,    1.,   "nmol/L", 0.1,  10,  assumed, "drug at the start")                          \
  ROW(onset, 24.,  "h",      0,    240, assumed, "when the blasts begin to grow")

#define INPUTS(ROW)   ROW(iv, "nmol/h", 1, 0, 0, "infusion")
#define OUTPUTS(ROW)                                                                           \
  ROW(amount, "nmol",   "drug in the body")                                                    \
  ROW(wrong,  "nmol/L", "the same, with the wrong unit")
#define SWITCHES(ROW)                                                                          \
  ROW(late,   t - onset, "right")                                                              \
  ROW(few,    B - 1,     "a bare number of cells")
/* clang-format on */

#include "model.h"
#endif

START
  init(C) = C0;
  init(B) = C0;
END

OBSERVE
  out(amount) = V * C;
  out(wrong) = V * C;
END

EQUATIONS
  ddt(C) = iv - k * C;
  ddt(B) = late * (1 - few) * k * B;
END
