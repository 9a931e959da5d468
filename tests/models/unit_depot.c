/* For the tests: one compartment with a depot, every kind of dose, and exact solutions. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_depot
#define TITLE    "Test: one compartment with a depot"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(first,  "10.0000/first",  "nobody, for the tests of this library")                       \
  ROW(second, "10.0000/second", "nobody else")

#define STATES(ROW)                                                                            \
  ROW(A, "mg",     1e-6, "drug in the depot")                                                  \
  ROW(C, "mg/L",   1e-6, "drug in plasma")                                                     \
  ROW(N, "nmol",   1e-6, "drug by substance, of its own")                                      \
  ROW(J, "mg",     1e-6, "sum of the doses into counted, each less a loss")

#define PARAMETERS(ROW)                                                                        \
  ROW(ka,   0.9,   "1/h",   1e-3, 50,   first,   "absorption")                                 \
  ROW(ke,   0.2,   "1/h",   1e-3, 50,   second,  "elimination")                                \
  ROW(V,    5.,    "L",     0.1,  1e6,  first,   "volume")                                     \
  ROW(F,    0.6,   "1",     0,    1,    first,   "part that arrives")                          \
  ROW(lag,  0.5,   "h",     0,    24,   first,   "delay")                                      \
  ROW(MW,   50e3,  "g/mol", 1,    1e6,  assumed, "molar mass")                                 \
  ROW(N0,   3.,    "nmol",  0,    100,  assumed, "substance at the start")                     \
  ROW(loss, 0.25,  "mg",    0,    10,   assumed, "lost of each dose into counted")             \
  ROW(WT,   70.,   "kg",    1,    200,  patient, "body weight")                                \
  ROW(BSA,  1.8,   "m2",    0.2,  3,    patient, "body surface")

#define DERIVED(ROW) ROW(CL, V * ke, "L/h", "clearance")

#define INPUTS(ROW)                                                                            \
  ROW(depot,   "mg/h",   F, lag, MW, "into the depot")                                         \
  ROW(part,    "mg/h",   F, lag, MW, "into plasma, a part of it, later")                       \
  ROW(iv,      "mg/h",   1, 0,   MW, "into plasma")                                            \
  ROW(molar,   "nmol/h", 1, 0,   MW, "by substance")                                           \
  ROW(counted, "mg/h",   1, lag, 0,  "each dose loses a little")

#define OUTPUTS(ROW)                                                                           \
  ROW(Cng,   "ng/mL", "drug in plasma")                                                        \
  ROW(total, "mg",    "drug in depot and plasma")

#define JUMPS(ROW)                                                                             \
  ROW(counted, J, J - loss, "each start of a dose")

#define PRESETS(ROW)                                                                           \
  ROW(slow, first,   "slow absorption", SET(ka, 0.1))                                          \
  ROW(tiny, assumed, "a child",         SET(V, 1.5) SET(WT, 10) SET(BSA, 0.5))

#define VARIES(ROW)                                                                            \
  ROW(V,  log_normal, 0.3, second)                                                             \
  ROW(ke, normal,     0.2, assumed)
#define CORRELATED(ROW) ROW(V, ke, -0.5, second)
#define RESIDUAL(ROW)   ROW(total, additive, 0.1, second)
/* clang-format on */

#include "model.h"
#endif

START
  init(N) = N0;
END

OBSERVE
  out(Cng) = 1000 * C;
  out(total) = A + V * C;
END

EQUATIONS
  ddt(A) = depot - ka * A;
  ddt(C) = (iv + part + ka * A) / V - ke * C;
  ddt(N) = molar - ke * N;
  ddt(J) = counted;
END
