/* Docetaxel in plasma: three compartments, linear.
 *
 * Estimated in 62 Japanese patients who had 30 to 60 mg/m2 in 1 h.  Body surface is no
 * covariate, so a dose in mg/m2 matters only by its milligrams.  The output in umol/L drives
 * the neutropenia models, whose slopes are for total docetaxel. */
#ifndef MODEL
/* clang-format off */
#define MODEL    docetaxel_ozawa2007
#define TITLE    "Docetaxel in plasma"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(ozawa, "10.1111/j.1349-7006.2007.00615.x", "Ozawa K, Cancer Sci, 2007 (Table 2)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",     1e-5, "drug, central")                                                    \
  ROW(A2,  "mg",     1e-5, "drug, shallow periphery")                                          \
  ROW(A3,  "mg",     1e-5, "drug, deep periphery")                                             \
  ROW(AUC, "mg*h/L", 1e-5, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name default unit   low   high source  meaning */                                         \
  ROW(CL, 35.7, "L/h",   1,    200,  ozawa, "clearance")                                       \
  ROW(V1, 6.94, "L",     1,    50,   ozawa, "central volume")                                  \
  ROW(Q2, 5.58, "L/h",   0.1,  100,  ozawa, "exchange with the shallow periphery")             \
  ROW(V2, 7.39, "L",     0.5,  200,  ozawa, "volume of the shallow periphery")                 \
  ROW(Q3, 12.5, "L/h",   0.1,  100,  ozawa, "exchange with the deep periphery")                \
  ROW(V3, 225,  "L",     10,   2000, ozawa, "volume of the deep periphery")                    \
  ROW(mg_per_umol, 0.808, "mg/umol", 0, 0, exact, "weight of a micromole")

#define DERIVED(ROW) ROW(Vss, V1 + V2 + V3, "L", "volume at steady state")

#define INPUTS(ROW) ROW(iv, "mg/h", 1, 0, 808, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,     "mg/L",   "docetaxel in plasma")                                                  \
  ROW(Cmol,  "umol/L", "docetaxel in plasma, molar")

/* printed as coefficients of variation, 39.9 and 26.4 %: sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(CL, log_normal, 0.384357873, ozawa)                                                      \
  ROW(V1, log_normal, 0.259565976, ozawa)

#define RESIDUAL(ROW) ROW(C, proportional, 0.268, ozawa)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A1 / V1;
  out(Cmol) = A1 / (V1 * mg_per_umol);
END

EQUATIONS
  const real shallow = Q2 / V1 * A1 - Q2 / V2 * A2;
  const real deep = Q3 / V1 * A1 - Q3 / V3 * A3;

  ddt(A1) = iv - CL / V1 * A1 - shallow - deep;
  ddt(A2) = shallow;
  ddt(A3) = deep;
  ddt(AUC) = C;
END
