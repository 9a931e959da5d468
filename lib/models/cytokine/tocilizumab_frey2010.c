/* Tocilizumab in adults: two compartments, linear and saturable clearance side by side.
 *
 * The saturable part is the drug that its receptor takes away: below Km the half-life falls to
 * days, and the last of a dose goes fast.  Printed coefficients of variation are read as those
 * of log-normal values: variances are ln(1 + CV^2).
 *
 * From adults with rheumatoid arthritis: the rheumatoid factor enters by its logarithm, which
 * must stay above 0, and without that disease it is low (20 U/mL: CL falls by 4 %).
 * Children, and patients with a cytokine storm and so with far more free receptor, are
 * outside the data; volumes follow protein and albumin but no size, so that in children doses
 * must be scaled instead.  A run remarks on RF and albumin outside the data (Table I; weights
 * 38 to 150 kg); how far the other covariates went was not seen. */
#ifndef MODEL
/* clang-format off */
#define MODEL    tocilizumab_frey2010
#define TITLE    "Tocilizumab in adults: receptor-mediated beside linear clearance"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(frey, "10.1177/0091270009350623",                                                        \
      "Frey N, J Clin Pharmacol, 2010 (structure, parameters, covariates, variability)")

#define STATES(ROW)                                                                            \
  ROW(A1, "mg", 1e-5, "antibody, central")                                                     \
  ROW(A2, "mg", 1e-5, "antibody, peripheral")

#define PARAMETERS(ROW)                                                                        \
  /* name      default  unit      low    high  source  meaning */                              \
  ROW(CL_ref,   0.3,    "L/d",    0.01,  3,    frey,   "linear clearance, reference man")      \
  ROW(V1_ref,   3.5,    "L",      0.5,   20,   frey,   "his central volume")                   \
  ROW(Q,        0.2,    "L/d",    0.01,  5,    frey,   "exchange with the periphery")          \
  ROW(V2,       2.9,    "L",      0.2,   20,   frey,   "peripheral volume")                    \
  ROW(Vmax_ref, 7.5,    "mg/d",   0,     100,  frey,   "his fastest saturable elimination")    \
  ROW(Km,       2.7,    "mg/L",   0.1,   30,   frey,   "concentration of half that (ug/mL)")   \
  ROW(BSA_CL,   0.7,    "1",      0,     2,    frey,   "power of body surface on CL")          \
  ROW(female_CL, -0.16, "1",      -0.9,  0.9,  frey,   "change of CL in women")                \
  ROW(HDL_CL,   -0.2,   "1",      -1,    1,    frey,   "power of HDL cholesterol on CL")       \
  ROW(RF_CL,    0.1,    "1",      -1,    1,    frey,                                           \
      "power of the logarithm of the rheumatoid factor on CL")                                 \
  ROW(protein_V1, -1.1, "1",      -3,    3,    frey,   "power of total protein on V1")         \
  ROW(albumin_V1, 0.7,  "1",      -3,    3,    frey,   "power of albumin on V1")               \
  ROW(albumin_Vmax, -0.4, "1",    -3,    3,    frey,   "power of albumin on Vmax")             \
  ROW(CrCl_Vmax, 0.2,   "1",      -1,    1,    frey,   "power of CrCl on Vmax")                \
  ROW(smoker_Vmax, 0.11, "1",     -0.9,  2,    frey,   "change of Vmax in smokers")            \
  ROW(BSA,      1.8,    "m2",     0.5,   3,    patient, "body surface")                        \
  ROW(female,   0,      "1",      0,     1,    patient, "1: woman, 0: man")                    \
  ROW(HDL,      54,     "mg/dL",  10,    150,  patient, "HDL cholesterol")                     \
  ROW(RF,       109.947172, "U/mL", 2,   2e4,  patient,                                        \
      "rheumatoid factor; its logarithm is 4.7 where it is neutral")                           \
  ROW(protein,  74,     "g/L",    40,    110,  patient, "total protein in serum")              \
  ROW(albumin,  38,     "g/L",    15,    60,   patient, "albumin in serum")                    \
  ROW(CrCl,     106,    "mL/min", 10,    250,  patient,                                        \
      "creatinine clearance, not normalised to body surface")                                  \
  ROW(smoker,   0,      "1",      0,     1,    patient, "1: smokes, 0: does not")              \
  ROW(BSA_ref,  1.8,    "m2",     0,     0,    exact,  "body surface of the reference man")    \
  ROW(HDL_ref,  54,     "mg/dL",  0,     0,    exact,  "his HDL cholesterol")                  \
  ROW(RF_unit,  1,      "U/mL",   0,     0,    exact,  "in which RF has its logarithm taken")  \
  ROW(log_RF_ref, 4.7,  "1",      0,     0,    exact,  "logarithm of his rheumatoid factor")   \
  ROW(protein_ref, 74,  "g/L",    0,     0,    exact,  "his total protein")                    \
  ROW(albumin_ref, 38,  "g/L",    0,     0,    exact,  "his albumin")                          \
  ROW(CrCl_ref, 106,    "mL/min", 0,     0,    exact,  "his creatinine clearance")

#define DERIVED(ROW)                                                                           \
  ROW(CL,                                                                                      \
      CL_ref * power(BSA / BSA_ref, BSA_CL) * (1 + female_CL * female)                         \
          * power(HDL / HDL_ref, HDL_CL) * power(log(RF / RF_unit) / log_RF_ref, RF_CL),       \
      "L/d", "linear clearance")                                                               \
  ROW(V1,                                                                                      \
      V1_ref * power(protein / protein_ref, protein_V1)                                        \
          * power(albumin / albumin_ref, albumin_V1),                                          \
      "L", "central volume")                                                                   \
  ROW(Vmax,                                                                                    \
      Vmax_ref * power(albumin / albumin_ref, albumin_Vmax)                                    \
          * power(CrCl / CrCl_ref, CrCl_Vmax) * (1 + smoker_Vmax * smoker),                    \
      "mg/d", "fastest saturable elimination")                                                 \
  ROW(Vss, V1 + V2, "L", "volume at steady state, without saturation")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/d", 1, 0, 148000, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "mg/L", "antibody in serum")

#define STUDIED(ROW) /* of all 1793 patients, Table I; the others were not seen */             \
  ROW(RF,      15, 11800, frey)                                                                \
  ROW(albumin, 24, 50,    frey)

#define VARIES(ROW) /* CV 39, 37, 66 and 54 % */                                               \
  ROW(CL_ref,   log_normal, 0.376280, frey)                                                    \
  ROW(V1_ref,   log_normal, 0.358197, frey)                                                    \
  ROW(V2,       log_normal, 0.601318, frey)                                                    \
  ROW(Vmax_ref, log_normal, 0.505848, frey)

#define CORRELATED(ROW)                                                                        \
  ROW(CL_ref, V1_ref,   0.6,  frey)                                                            \
  ROW(CL_ref, V2,       -0.1, frey)                                                            \
  ROW(CL_ref, Vmax_ref, -0.5, frey)                                                            \
  ROW(V1_ref, V2,       0.5,  frey)                                                            \
  ROW(V1_ref, Vmax_ref, 0.2,  frey)                                                            \
  ROW(V2,     Vmax_ref, 0.2,  frey)

#define RESIDUAL(ROW)                                                                          \
  ROW(C, proportional, 0.22, frey)                                                             \
  ROW(C, additive,     2.4,  frey)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A1 / V1;
END

EQUATIONS
  const real exchange = Q * (C - A2 / V2);

  ddt(A1) = iv - CL * C - Vmax * C / (Km + C) - exchange;
  ddt(A2) = exchange;
END
