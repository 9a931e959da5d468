/* For the tests of misuse: small, and with something of each kind of row. */
#ifndef MODEL
/* clang-format off */
#define MODEL    misuse_drug
#define TITLE    "Test: a drug with a depot"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW) ROW(nobody, "10.0000/nothing", "nobody, for the tests of this library")

#define STATES(ROW)                                                                            \
  ROW(depot, "nmol",   1e-6, "drug under the skin")                                            \
  ROW(C,     "nmol/L", 1e-6, "drug in plasma")                                                 \
  ROW(hot,   "1",      1e-6, "an effect of the heat")

#define PARAMETERS(ROW)                                                                        \
  ROW(ka,     0.1,   "1/h",    1e-3, 10,   nobody,  "absorption")                              \
  ROW(kel,    0.05,  "1/h",    1e-3, 10,   nobody,  "elimination")                             \
  ROW(V,      4.,    "L",      1,    20,   nobody,  "volume")                                  \
  ROW(BSA,    1.8,   "m2",     0.2,  3,    patient, "body surface area")                       \
  ROW(F,      0.5,   "1",      0.05, 1,    nobody,  "part that arrives")                       \
  ROW(lag,    1.,    "h",      0,    24,   nobody,  "delay")                                   \
  ROW(Cmax,   10.,   "nmol/L", 0.1,  1000, nobody,  "above it, elimination is slower")         \
  ROW(per_h,  1.,    "1/h",    0,    0,    exact,   "once an hour")

#define DERIVED(ROW) ROW(CL, V * kel, "L/h", "clearance")
#define INPUTS(ROW)                                                                            \
  ROW(sc,   "nmol/h", F, lag, 50000, "under the skin")                                         \
  ROW(iv,   "nmol/h", 1, 0,   50000, "into a vein")                                            \
  ROW(heat, "1/h",    1, 0,   0,     "enters by its square: no bolus")                         \
  ROW(mass, "nmol/h", 1, 0,   0,     "of unknown molar mass")
#define OUTPUTS(ROW)                                                                           \
  ROW(amount, "nmol",   "drug in plasma")                                                      \
  ROW(level,  "umol/L", "drug in plasma, in another unit")
#define SWITCHES(ROW) ROW(high, C - Cmax, "elimination is slower")
#define PRESETS(ROW)                                                                           \
  ROW(slow,  nobody,  "slow absorption", SET(ka, 0.01))                                        \
  ROW(small, assumed, "a child", SET(V, 1.5) SET(BSA, 0.5))
#define VARIES(ROW)                                                                            \
  ROW(V,   log_normal, 0.3, nobody)                                                            \
  ROW(kel, log_normal, 0.2, nobody)
#define CORRELATED(ROW) ROW(V, kel, 0.5, nobody)
#define RESIDUAL(ROW)   ROW(amount, proportional, 0.1, nobody)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(amount) = V * C;
  out(level) = C / 1000;
END

EQUATIONS
  ddt(depot) = sc - ka * depot;
  ddt(C) = (iv + mass + ka * depot) / V - choose(high, 0.5, 1) * kel * C;
  ddt(hot) = heat * heat / per_h - per_h * hot * BSA / 2;
END
