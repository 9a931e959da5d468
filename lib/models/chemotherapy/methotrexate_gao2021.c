/* High-dose methotrexate in Chinese children with leukaemia: three compartments, by weight.
 *
 * Clearance falls along a line as creatinine in serum rises, and would be zero at 129 umol/L;
 * some of the patients had more.  So creatinine ends at 110, and methotrexate_taylor2020 is for
 * kidneys that fail.  The footnote of the table misprints that line; its percentage decides.
 *
 * A large and slow periphery makes the concentrations from 42 h on.  In another hospital's
 * patients peaks were higher than these: the central volume is large.  Neither leucovorin nor
 * glucarpidase is here. */
#ifndef MODEL
/* clang-format off */
#define MODEL    methotrexate_gao2021
#define TITLE    "High-dose methotrexate in children, by weight and creatinine"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(gao, "10.3389/fphar.2021.701452", "Gao X, Front Pharmacol, 2021 (Table 2)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",     1e-5, "drug, central")                                                    \
  ROW(A2,  "mg",     1e-5, "drug, deep periphery")                                             \
  ROW(A3,  "mg",     1e-5, "drug, shallow periphery")                                          \
  ROW(AUC, "mg*h/L", 1e-5, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name      default unit     low    high source   meaning */                                \
  ROW(CL_ref,  6.9,    "L/h",   0.5,   100, gao,     "clearance at 19 kg and 26 umol/L")       \
  ROW(VC_ref,  20.7,   "L",     2,     100, gao,     "central volume at 19 kg")                \
  ROW(Q1_ref,  0.255,  "L/h",   0.01,  5,   gao,     "exchange with the deep periphery")       \
  ROW(VP1_ref, 41,     "L",     2,     400, gao,     "volume of the deep periphery")           \
  ROW(Q2_ref,  0.217,  "L/h",   0.01,  5,   gao,     "exchange with the shallow periphery")    \
  ROW(VP2_ref, 3.17,   "L",     0.2,   50,  gao,     "volume of the shallow periphery")        \
  ROW(WT_CL,   0.75,   "1",     0,     2,   gao,     "power of weight on clearances, fixed")   \
  ROW(WT_V,    1,      "1",     0,     2,   gao,     "power of weight on volumes, fixed")      \
  ROW(creatinine_CL, -0.0097, "L/umol", -0.011, 0, gao, "slope of creatinine on CL")           \
  ROW(WT,      19,     "kg",    3,     150, patient, "body weight")                            \
  ROW(creatinine, 26,  "umol/L", 5,    110, patient, "creatinine in serum")                    \
  ROW(WT_ref,  19,     "kg",    0,     0,   exact,   "weight of the reference child")          \
  ROW(creatinine_ref, 26, "umol/L", 0, 0,   exact,   "creatinine of the same")                 \
  ROW(mg_per_umol, 0.45444, "mg/umol", 0, 0, exact,  "weight of a micromole")

#define DERIVED(ROW)                                                                           \
  ROW(CL,                                                                                      \
      CL_ref * power(WT / WT_ref, WT_CL)                                                       \
          * (1 + creatinine_CL * (creatinine - creatinine_ref)),                               \
      "L/h", "clearance")                                                                      \
  ROW(VC,  VC_ref * power(WT / WT_ref, WT_V),  "L",   "central volume")                        \
  ROW(Q1,  Q1_ref * power(WT / WT_ref, WT_CL), "L/h", "exchange with the deep periphery")      \
  ROW(VP1, VP1_ref * power(WT / WT_ref, WT_V), "L",   "volume of the deep periphery")          \
  ROW(Q2,  Q2_ref * power(WT / WT_ref, WT_CL), "L/h", "exchange with the shallow periphery")   \
  ROW(VP2, VP2_ref * power(WT / WT_ref, WT_V), "L",   "volume of the shallow periphery")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "mg/h", 1, 0, 454.44, "intravenous dose rate; infusions take 24 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,    "mg/L",   "methotrexate in plasma")                                                \
  ROW(Cmol, "umol/L", "methotrexate in plasma, molar")

#define STUDIED(ROW) /* of all 311; creatinine up to 132.6, but see above */                   \
  ROW(WT,         4.5, 113, gao)                                                               \
  ROW(creatinine, 8.8, 110, gao)

#define VARIES(ROW) /* CV 17.5 and 26.2 %: sqrt(log(1 + CV^2)) */                              \
  ROW(CL_ref, log_normal, 0.173681934, gao)                                                    \
  ROW(Q1_ref, log_normal, 0.257663647, gao)

#define RESIDUAL(ROW) ROW(Cmol, log_additive, 0.354, gao)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A1 / VC;
  out(Cmol) = A1 / (VC * mg_per_umol);
END

EQUATIONS
  const real deep = Q1 / VC * A1 - Q1 / VP1 * A2;
  const real shallow = Q2 / VC * A1 - Q2 / VP2 * A3;

  ddt(A1) = iv - CL / VC * A1 - deep - shallow;
  ddt(A2) = deep;
  ddt(A3) = shallow;
  ddt(AUC) = C;
END
