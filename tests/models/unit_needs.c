/* For the tests of what a run needs: two parameters without a value, and a driver. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_needs
#define TITLE    "Test: an input that needs parameters, and one that must be driven"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(D, "mg", 1e-6, "drug under the skin")                                                    \
  ROW(A, "mg", 1e-6, "drug in the body")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,   0.1, "1/h",  0.01, 1,   assumed, "elimination")                                     \
  ROW(ka,  0.5, "1/h",  0.01, 2,   assumed, "absorption")                                      \
  ROW(F,   1.,  "1",    0,    1,   assumed, "part that arrives")                               \
  ROW(WT,  70., "kg",   2,    200, patient, "body weight")                                     \
  ROW(ref, 70., "kg",   0,    0,   exact,   "weight where it is neutral")

#define INPUTS(ROW)                                                                            \
  ROW(iv,   "mg/h", 1, 0, 0, "into a vein")                                                    \
  ROW(sc,   "mg/h", F, 0, 0, "under the skin")                                                 \
  ROW(heat, "1",    1, 0, 0, "factor of elimination")
#define OUTPUTS(ROW) ROW(gone, "mg/h", "drug that goes by default")
#define PRESETS(ROW) ROW(trial, assumed, "of a trial", SET(k, 0.2))

#define NEEDS(ROW)                                                                             \
  ROW(sc, ka, "its absorption was not published")                                              \
  ROW(sc, F,  "its part that arrives was not published")
#define DRIVEN(ROW) ROW(heat, "a body without heat is dead")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(gone) = k * A;
END

EQUATIONS
  ddt(D) = sc - ka * D;
  ddt(A) = iv + ka * D - heat * k * (WT / ref) * A;
END
