/* For the tests: two compartments with absorption, every property of an oral dose a parameter. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_oral_two
#define TITLE    "Test: two compartments with absorption"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW) ROW(none, "10.0000/none", "nobody, for the tests of this library")

#define STATES(ROW)                                                                            \
  ROW(G, "mg", 1e-6, "drug in the gut")                                                        \
  ROW(A, "mg", 1e-6, "drug in plasma")                                                         \
  ROW(P, "mg", 1e-6, "drug in tissue")

#define PARAMETERS(ROW)                                                                        \
  ROW(KA,  1.5,  "1/h",  1e-3, 50,  assumed, "absorption")                                     \
  ROW(CL,  4.,   "L/h",  1e-3, 1e3, assumed, "clearance at 70 kg")                             \
  ROW(V,   15.,  "L",    0.1,  1e4, assumed, "volume of plasma")                               \
  ROW(Q,   6.,   "L/h",  1e-3, 1e3, assumed, "exchange")                                       \
  ROW(VP,  25.,  "L",    0.1,  1e4, assumed, "volume of tissue")                               \
  ROW(F,   1.,   "1",    0,    2,   assumed, "part that arrives")                              \
  ROW(lag, 0.,   "h",    0,    100, assumed, "delay")                                          \
  ROW(R_gut, 25., "mg/h", 1e-3, 1e4, assumed, "rate of a dose with RATE -1")                    \
  ROW(D_gut, 4.,  "h",    1e-3, 1e3, assumed, "duration of a dose with RATE -2")                \
  ROW(WT,  70.,  "kg",   1,    300, patient, "body weight")                                    \
  ROW(W70, 70.,  "kg",   70,   70,  exact,   "weight of the clearance")

#define INPUTS(ROW)                                                                            \
  ROW(gut, "mg/h", F, lag, 0, "by mouth")                                                      \
  ROW(iv,  "mg/h", 1, 0,   0, "into plasma")

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
  ddt(G) = gut - KA * G;
  ddt(A) = iv + KA * G - CL * power(WT / W70, 0.75) / V * A - Q / V * A + Q / VP * P;
  ddt(P) = Q / V * A - Q / VP * P;
END
