/* For the tests: one compartment, every property of a dose a parameter. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_one
#define TITLE    "Test: one compartment"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW) ROW(none, "10.0000/none", "nobody, for the tests of this library")

#define STATES(ROW)                                                                            \
  ROW(A, "mg", 1e-6, "drug in plasma")

#define PARAMETERS(ROW)                                                                        \
  ROW(CL,  4.,   "L/h",  1e-3, 1e3, assumed, "clearance at 70 kg")                             \
  ROW(V,   20.,  "L",    0.1,  1e4, assumed, "volume")                                         \
  ROW(F,   1.,   "1",    0,    10,  assumed, "part that arrives")                              \
  ROW(lag, 0.,   "h",    0,    100, assumed, "delay")                                          \
  ROW(R_iv, 25., "mg/h", 1e-3, 1e4, assumed, "rate of a dose with RATE -1")                    \
  ROW(D_iv, 4.,  "h",    1e-3, 1e3, assumed, "duration of a dose with RATE -2")                \
  ROW(WT,  70.,  "kg",   1,    300, patient, "body weight")                                    \
  ROW(W70, 70.,  "kg",   70,   70,  exact,   "weight of the clearance")

#define INPUTS(ROW) ROW(iv, "mg/h", F, lag, 0, "into plasma")

#define OUTPUTS(ROW) ROW(C, "mg/L", "drug in plasma")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A / V;
END

EQUATIONS
  ddt(A) = iv - CL * power(WT / W70, 0.75) / V * A;
END
