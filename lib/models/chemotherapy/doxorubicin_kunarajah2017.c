/* Doxorubicin and doxorubicinol in children, and the troponin I that they raise.
 *
 * Three compartments of the parent; a part of its clearance makes the metabolite, so that part
 * is no further loss.  Both together speed up the release of troponin, by 15 % at most; what
 * was given before this course raises its baseline.
 *
 * A factor of age on clearance is left out: as transcribed, 1 + (age / 8.4 y)^0.736, it doubles
 * clearance at 8 years and gives adults some 210 L/h, where 55 to 60 are known and 58.7 is the
 * table's own for 1.8 m2.  From 17 children; six values were fixed from others.  Metabolite is
 * made milligram for milligram.  Troponin stays below what the assay could see (0.04 ug/L), and
 * says nothing of heart failure years later. */
#ifndef MODEL
/* clang-format off */
#define MODEL    doxorubicin_kunarajah2017
#define TITLE    "Doxorubicin, doxorubicinol and troponin I in children"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(kunarajah, "10.1007/s00280-017-3309-6",                                                  \
      "Kunarajah K, Cancer Chemother Pharmacol, 2017 (Table 2, appendix: control stream)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",     1e-6, "doxorubicin, central")                                             \
  ROW(A2,  "mg",     1e-6, "doxorubicin, deep periphery")                                      \
  ROW(A3,  "mg",     1e-6, "doxorubicin, shallow periphery")                                   \
  ROW(M,   "mg",     1e-6, "doxorubicinol")                                                    \
  ROW(Tn,  "ug/L",   1e-7, "troponin I")                                                       \
  ROW(AUC, "ug*h/L", 1e-3, "area under doxorubicin so far")

#define PARAMETERS(ROW)                                                                        \
  /* name     default unit    low    high source     meaning */                                \
  ROW(CL_ref, 58.7,   "L/h",  5,     500, kunarajah, "clearance at 1.8 m2")                    \
  ROW(V1_ref, 32.2,   "L",    2,     300, kunarajah, "central volume, likewise")               \
  ROW(Q2_ref, 35.8,   "L/h",  1,     400, kunarajah,                                           \
      "exchange with the deep periphery, fixed")                                               \
  ROW(V2_ref, 3810.,  "L",    100,   4e4, kunarajah, "volume of the deep periphery, fixed")    \
  ROW(Q3_ref, 65.1,   "L/h",  1,     600, kunarajah,                                           \
      "exchange with the shallow periphery, fixed")                                            \
  ROW(V3_ref, 705.,   "L",    20,    7e3, kunarajah, "volume of the shallow periphery, fixed") \
  ROW(Qm_ref, 32.1,   "L/h",  1,     300, kunarajah,                                           \
      "part of clearance that makes doxorubicinol, fixed")                                     \
  ROW(CLm_ref, 19.9,  "L/h",  1,     200, kunarajah, "clearance of doxorubicinol")             \
  ROW(V4_ref, 508.,   "L",    20,    5e3, kunarajah, "volume of doxorubicinol")                \
  ROW(BSA_all, 0.465, "1/m2", 0,     0.6, kunarajah, "slope of body surface on all of these")  \
  ROW(kdeg,   0.6,    "1/h",  0.02,  10,  kunarajah, "loss of troponin")                       \
  ROW(Emax,   0.15,   "1",    0,     5,   kunarajah, "largest gain of its release")            \
  ROW(EC50,   11.8,   "ug/L", 0.1,   1e3, kunarajah, "both drugs at half that gain")           \
  ROW(B_ref,  0.021,  "ug/L", 0.001, 1,   kunarajah, "troponin without drug, after 90 mg/m2")  \
  ROW(prior_B, 0.00308, "m2/mg", 0,  0.01, kunarajah, "slope of earlier doses on that")        \
  ROW(BSA,    1.8,    "m2",   0.3,   2.5, patient,   "body surface")                           \
  ROW(prior,  0,      "mg/m2", 0,    600, patient,   "anthracyclines given before")            \
  ROW(BSA_ref, 1.8,   "m2",   0,     0,   exact,     "body surface where it is neutral")       \
  ROW(prior_ref, 90., "mg/m2", 0,    0,   exact,     "earlier doses where they are neutral")   \
  ROW(ug_per_mg, 1000., "ug/mg", 0,  0,   exact,     "micrograms in a milligram")

#define DERIVED(ROW)                                                                           \
  ROW(size, 1 + BSA_all * (BSA - BSA_ref), "1", "clearances and volumes, of those at 1.8 m2")  \
  ROW(CL,  CL_ref * size,  "L/h", "clearance")                                                 \
  ROW(V1,  V1_ref * size,  "L",   "central volume")                                            \
  ROW(Q2,  Q2_ref * size,  "L/h", "exchange with the deep periphery")                          \
  ROW(V2,  V2_ref * size,  "L",   "volume of the deep periphery")                              \
  ROW(Q3,  Q3_ref * size,  "L/h", "exchange with the shallow periphery")                       \
  ROW(V3,  V3_ref * size,  "L",   "volume of the shallow periphery")                           \
  ROW(Qm,  Qm_ref * size,  "L/h", "part of clearance that makes doxorubicinol")                \
  ROW(CLm, CLm_ref * size, "L/h", "clearance of doxorubicinol")                                \
  ROW(V4,  V4_ref * size,  "L",   "volume of doxorubicinol")                                   \
  ROW(B,   B_ref * (1 + prior_B * (prior - prior_ref)), "ug/L", "troponin without drug")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/h", 1, 0, 543.5, "intravenous dose rate; infusions take 15 min to 3 d")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,  "ug/L", "doxorubicin in plasma")                                                     \
  ROW(Cm, "ug/L", "doxorubicinol in plasma")                                                   \
  ROW(cTnI, "ug/L", "troponin I in serum")

#define STUDIED(ROW) /* the range of body surface was not seen */                              \
  ROW(prior, 0, 225, kunarajah)

/* printed as variances, 0.0344, 0.116, 0.11, 0.0497, 0.0241 and 0.0607 */
#define VARIES(ROW)                                                                            \
  ROW(CL_ref,  log_normal, 0.185472370, kunarajah)                                             \
  ROW(CLm_ref, log_normal, 0.340587727, kunarajah)                                             \
  ROW(Qm_ref,  log_normal, 0.331662479, kunarajah)                                             \
  ROW(Q3_ref,  log_normal, 0.222934968, kunarajah)                                             \
  ROW(V3_ref,  log_normal, 0.155241747, kunarajah)                                             \
  ROW(B_ref,   log_normal, 0.246373700, kunarajah)

#define CORRELATED(ROW) /* covariance 0.0523 */                                                \
  ROW(CL_ref, CLm_ref, 0.0523 / (0.185472370 * 0.340587727), kunarajah)

#define RESIDUAL(ROW)                                                                          \
  ROW(C,    proportional, 0.203, kunarajah)                                                    \
  ROW(C,    additive,     0.24,  kunarajah)                                                    \
  ROW(Cm,   proportional, 0.229, kunarajah)                                                    \
  ROW(Cm,   additive,     0.95,  kunarajah)                                                    \
  ROW(cTnI, proportional, 0.582, kunarajah)
/* clang-format on */

#include "model.h"
#endif

START
  init(Tn) = B;
END

OBSERVE
  out(C) = ug_per_mg * A1 / V1;
  out(Cm) = ug_per_mg * M / V4;
  out(cTnI) = Tn;
END

EQUATIONS
  const real deep = Q2 / V1 * A1 - Q2 / V2 * A2;
  const real shallow = Q3 / V1 * A1 - Q3 / V3 * A3;
  const real both = C + Cm;

  ddt(A1) = iv - CL / V1 * A1 - deep - shallow;
  ddt(A2) = deep;
  ddt(A3) = shallow;
  ddt(M) = Qm / V1 * A1 - CLm / V4 * M;
  ddt(Tn) = kdeg * B * (1 + Emax * both / (EC50 + both)) - kdeg * Tn;
  ddt(AUC) = C;
END
