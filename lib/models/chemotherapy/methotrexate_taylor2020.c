/* High-dose methotrexate in children with leukaemia: three compartments, linear.
 *
 * Clearance falls as creatinine in serum rises, by a power.  Creatinine is one value here; in
 * the publication it changes with time, so kidneys that fail during a course are not covered.
 * All clearances and volumes are in proportion to body surface, so that a dose in mg/m2 gives
 * the same concentrations in any patient.
 *
 * Slow delivery from V3 makes the concentrations from 42 h on, after which rescue is dosed.
 * Neither leucovorin nor glucarpidase is here.  The residual error was not printed: ours. */
#ifndef MODEL
/* clang-format off */
#define MODEL    methotrexate_taylor2020
#define TITLE    "High-dose methotrexate in children, by body surface and creatinine"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(taylor, "10.1002/cpt.1957", "Taylor ZL, Clin Pharmacol Ther, 2020 (Table 3)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",     1e-5, "drug, central")                                                    \
  ROW(A2,  "mg",     1e-5, "drug, shallow periphery")                                          \
  ROW(A3,  "mg",     1e-5, "drug, deep periphery")                                             \
  ROW(AUC, "mg*h/L", 1e-5, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name     default unit     low    high  source   meaning */                                \
  ROW(CL_ref, 11,     "L/h",   0.5,   100,  taylor,  "clearance at 1.73 m2 and 29 umol/L")     \
  ROW(V1_ref, 16.5,   "L",     2,     100,  taylor,  "central volume at 1.73 m2")              \
  ROW(Q2_ref, 0.602,  "L/h",   0.02,  10,   taylor,  "exchange with the shallow periphery")    \
  ROW(V2_ref, 4.55,   "L",     0.5,   50,   taylor,  "volume of the shallow periphery")        \
  ROW(Q3_ref, 0.111,  "L/h",   0.005, 5,    taylor,  "exchange with the deep periphery")       \
  ROW(V3_ref, 13.1,   "L",     1,     100,  taylor,  "volume of the deep periphery")           \
  ROW(creatinine_CL, -0.247, "1", -1, 0,    taylor,  "power of creatinine on CL")              \
  ROW(BSA,    0.745,  "m2",    0.2,   3,    patient, "body surface")                           \
  ROW(creatinine, 29, "umol/L", 5,    1000, patient, "creatinine in serum")                    \
  ROW(BSA_ref, 1.73,  "m2",    0,     0,    exact,   "body surface of the reference patient")  \
  ROW(creatinine_ref, 29, "umol/L", 0, 0,   exact,   "creatinine where it is neutral")         \
  ROW(mg_per_umol, 0.45444, "mg/umol", 0, 0, exact,  "weight of a micromole")

#define DERIVED(ROW)                                                                           \
  ROW(CL,                                                                                      \
      CL_ref * (BSA / BSA_ref) * power(creatinine / creatinine_ref, creatinine_CL),            \
      "L/h", "clearance")                                                                      \
  ROW(V1, V1_ref * (BSA / BSA_ref), "L",   "central volume")                                   \
  ROW(Q2, Q2_ref * (BSA / BSA_ref), "L/h", "exchange with the shallow periphery")              \
  ROW(V2, V2_ref * (BSA / BSA_ref), "L",   "volume of the shallow periphery")                  \
  ROW(Q3, Q3_ref * (BSA / BSA_ref), "L/h", "exchange with the deep periphery")                 \
  ROW(V3, V3_ref * (BSA / BSA_ref), "L",   "volume of the deep periphery")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "mg/h", 1, 0, 454.44, "intravenous dose rate; infusions take 24 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,    "mg/L",   "methotrexate in plasma")                                                \
  ROW(Cmol, "umol/L", "methotrexate in plasma, molar")

#define STUDIED(ROW) /* of all 772; the range of creatinine was not seen */                    \
  ROW(BSA, 0.4, 2.31, taylor)

/* printed as variances, 0.08, 0.12, 0.13 and 0.10 */
#define VARIES(ROW)                                                                            \
  ROW(CL_ref, log_normal, 0.282842712, taylor)                                                 \
  ROW(V2_ref, log_normal, 0.346410162, taylor)                                                 \
  ROW(Q3_ref, log_normal, 0.360555128, taylor)                                                 \
  ROW(V3_ref, log_normal, 0.316227766, taylor)

#define RESIDUAL(ROW) ROW(Cmol, log_additive, 0.25, assumed) /* as in similar publications */
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
