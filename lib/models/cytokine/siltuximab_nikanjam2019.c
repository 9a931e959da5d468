/* Siltuximab in adults: two compartments, linear.
 *
 * Both volumes share one random effect, which is why it stands on a factor of its own, V.
 * Printed coefficients of variation are read as those of log-normal values: variances are
 * ln(1 + CV^2).  Volumes grow with weight, clearance does not, so that in light patients the
 * half-life is short.  Healthy, Castleman and smouldering are exponents of factors: 0 or 1.
 *
 * No child was in the data.  A run remarks on weight or albumin outside it (Table 1); how far
 * ALT and creatinine went was not seen. */
#ifndef MODEL
/* clang-format off */
#define MODEL    siltuximab_nikanjam2019
#define TITLE    "Siltuximab in adults: two compartments, with covariates"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(nikanjam, "10.1007/s00280-019-03939-7",                                                  \
      "Nikanjam M, Cancer Chemother Pharmacol, 2019 (structure, parameters, covariates)")

#define STATES(ROW)                                                                            \
  ROW(A1, "mg", 1e-5, "antibody, central")                                                     \
  ROW(A2, "mg", 1e-5, "antibody, peripheral")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit    low   high  source    meaning */                                 \
  ROW(CL_ref, 0.214,  "L/d",  0.01, 3,    nikanjam, "clearance of the reference patient")      \
  ROW(V1_ref, 3.66,   "L",    0.5,  20,   nikanjam, "central volume of the same")              \
  ROW(V2_ref, 3.13,   "L",    0.2,  20,   nikanjam, "peripheral volume of the same")           \
  ROW(Q,      0.624,  "L/d",  0.01, 10,   nikanjam, "exchange with the periphery")             \
  ROW(V,      1,      "1",    0.1,  10,   nikanjam, "factor on both volumes")                  \
  ROW(albumin_CL, -0.84, "1", -3,   3,    nikanjam, "power of albumin on CL")                  \
  ROW(ALT_CL, -0.096, "1",    -1,   1,    nikanjam, "power of alanine aminotransferase on CL") \
  ROW(healthy_CL, 0.77, "1",  0.1,  5,    nikanjam, "factor on CL in healthy volunteers")      \
  ROW(Castleman_CL, 1.24, "1", 0.1, 5,    nikanjam, "factor on CL in Castleman disease")       \
  ROW(WT_V,   0.65,   "1",    0,    2,    nikanjam, "power of weight on the volumes")          \
  ROW(albumin_V, -0.35, "1",  -3,   3,    nikanjam, "power of albumin on the volumes")         \
  ROW(creatinine_V, 0.16, "1", -1,  1,    nikanjam, "power of creatinine on the volumes")      \
  ROW(healthy_V, 0.83, "1",   0.1,  5,    nikanjam, "factor on volumes in healthy volunteers") \
  ROW(smouldering_V, 0.77, "1", 0.1, 5,   nikanjam,                                            \
      "factor on volumes in smouldering myeloma")                                              \
  ROW(WT,     73,     "kg",   10,   200,  patient,  "body weight")                             \
  ROW(albumin, 4.1,   "g/dL", 1.5,  6,    patient,  "albumin in serum")                        \
  ROW(ALT,    19,     "U/L",  2,    1000, patient,  "alanine aminotransferase")                \
  ROW(creatinine, 0.9, "mg/dL", 0.2, 10,  patient,  "creatinine in serum")                     \
  ROW(healthy, 0,     "1",    0,    1,    patient,  "1: healthy volunteer")                    \
  ROW(Castleman, 0,   "1",    0,    1,    patient,  "1: Castleman disease")                    \
  ROW(smouldering, 0, "1",    0,    1,    patient,  "1: smouldering myeloma")                  \
  ROW(WT_ref, 73,     "kg",   0,    0,    exact,    "weight of the reference patient")         \
  ROW(albumin_ref, 4.1, "g/dL", 0,  0,    exact,    "albumin of the same")                     \
  ROW(ALT_ref, 19,    "U/L",  0,    0,    exact,    "alanine aminotransferase of the same")    \
  ROW(creatinine_ref, 0.9, "mg/dL", 0, 0, exact,    "creatinine of the same")

#define DERIVED(ROW)                                                                           \
  ROW(CL,                                                                                      \
      CL_ref * power(albumin / albumin_ref, albumin_CL) * power(ALT / ALT_ref, ALT_CL)         \
          * power(healthy_CL, healthy) * power(Castleman_CL, Castleman),                       \
      "L/d", "clearance")                                                                      \
  ROW(volumes,                                                                                 \
      V * power(WT / WT_ref, WT_V) * power(albumin / albumin_ref, albumin_V)                   \
          * power(creatinine / creatinine_ref, creatinine_V) * power(healthy_V, healthy)       \
          * power(smouldering_V, smouldering),                                                 \
      "1", "volumes, of those of the reference patient")                                       \
  ROW(V1, V1_ref * volumes, "L", "central volume")                                             \
  ROW(V2, V2_ref * volumes, "L", "peripheral volume")                                          \
  ROW(sum_of_rates, CL / V1 + Q / V1 + Q / V2, "1/d", "of the two exponents")                  \
  ROW(terminal_half_life,                                                                      \
      log(2) * (sum_of_rates + sqrt(sum_of_rates * sum_of_rates - 4 * CL * Q / (V1 * V2)))     \
          / (2 * CL * Q / (V1 * V2)),                                                          \
      "d", "half-life of the slower exponent")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/d", 1, 0, 145000, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "mg/L", "antibody in serum")

#define STUDIED(ROW) /* of all 460; those of ALT and creatinine were not seen */               \
  ROW(WT,      40,  170, nikanjam)                                                             \
  ROW(albumin, 1.5, 5.2, nikanjam)

#define VARIES(ROW) /* CV 20 and 42 % */                                                       \
  ROW(CL_ref, log_normal, 0.198042, nikanjam)                                                  \
  ROW(V,      log_normal, 0.403062, nikanjam)

#define RESIDUAL(ROW)                                                                          \
  ROW(C, proportional, 0.224,  nikanjam)                                                       \
  ROW(C, additive,     0.0217, nikanjam)
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

  ddt(A1) = iv - CL * C - exchange;
  ddt(A2) = exchange;
END
