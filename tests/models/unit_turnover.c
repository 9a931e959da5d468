/* For the tests: an oral drug, saturable, that slows a turnover with a baseline of its own, and an
 * area that nothing depends on. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_turnover
#define TITLE    "Test: absorption, saturable elimination, and a turnover that it slows"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW) ROW(none, "10.0000/none", "nobody, for the tests of this library")

#define STATES(ROW)                                                                            \
  ROW(G, "mg",     1e-6, "drug in the gut")                                                    \
  ROW(A, "mg",     1e-6, "drug in plasma")                                                     \
  ROW(R, "1",      1e-6, "what turns over")                                                    \
  ROW(S, "mg*h",   1e-6, "area under the drug in plasma")

#define PARAMETERS(ROW)                                                                        \
  ROW(KA,  1.5,  "1/h",  1e-3, 50,  assumed, "absorption")                                     \
  ROW(VM,  60.,  "mg/h", 1e-3, 1e4, assumed, "highest elimination at 70 kg")                   \
  ROW(KM,  2.5,  "mg/L", 1e-3, 1e4, assumed, "concentration of half of it")                    \
  ROW(V,   20.,  "L",    0.1,  1e4, assumed, "volume")                                         \
  ROW(KI,  8.,   "1/h",  1e-3, 1e3, assumed, "production")                                     \
  ROW(KO,  0.4,  "1/h",  1e-3, 1e3, assumed, "loss")                                           \
  ROW(IC,  1.5,  "mg/L", 1e-3, 1e4, assumed, "concentration that halves the production")       \
  ROW(F,   1.,   "1",    0,    2,   assumed, "part that arrives")                              \
  ROW(lag, 0.,   "h",    0,    100, assumed, "delay")                                          \
  ROW(R_gut, 25., "mg/h", 1e-3, 1e4, assumed, "rate of a dose with RATE -1")                    \
  ROW(D_gut, 4.,  "h",    1e-3, 1e3, assumed, "duration of a dose with RATE -2")                \
  ROW(WT,  70.,  "kg",   1,    300, patient, "body weight")                                    \
  ROW(W70, 70.,  "kg",   70,   70,  exact,   "weight of the elimination")

#define INPUTS(ROW)                                                                            \
  ROW(gut, "mg/h", F, lag, 0, "by mouth")                                                      \
  ROW(iv,  "mg/h", 1, 0,   0, "into plasma")

#define OUTPUTS(ROW) ROW(C, "mg/L", "drug in plasma")
/* clang-format on */

#include "model.h"
#endif

START
  init(R) = KI / KO;
END

OBSERVE
  out(C) = A / V;
END

EQUATIONS
  ddt(G) = gut - KA * G;
  ddt(A) = iv + KA * G - VM * power(WT / W70, 0.75) * A / (KM * V + A);
  ddt(R) = KI / (1 + A / (IC * V)) - KO * R;
  ddt(S) = A;
END
