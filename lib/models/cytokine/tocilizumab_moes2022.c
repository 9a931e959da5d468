/* Tocilizumab in critical inflammation: one compartment, linear and saturable clearance.
 *
 * From 29 adults in intensive care with COVID-19 under dexamethasone: of the published models
 * the nearest to cytokine release in adults.  Weight, from 58 to 130 kg, had no effect on
 * clearance, so that all get the same dose; they were sampled to day 20.  Adults with
 * rheumatoid arthritis: tocilizumab_frey2010.  Children are outside of both. */
#ifndef MODEL
/* clang-format off */
#define MODEL    tocilizumab_moes2022
#define TITLE    "Tocilizumab in adults in intensive care"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(moes, "10.1007/s40262-021-01074-2",                                                      \
      "Moes DJAR, Clin Pharmacokinet, 2022 (structure, parameters, variability)")

#define STATES(ROW) ROW(A, "mg", 1e-5, "antibody")

#define PARAMETERS(ROW)                                                                        \
  /* name  default unit    low   high source meaning */                                        \
  ROW(CL,   0.725, "L/d",  0.05, 10,  moes,  "linear clearance")                               \
  ROW(V,    4.34,  "L",    0.5,  30,  moes,  "volume")                                         \
  ROW(Vmax, 4.19,  "mg/d", 0,    100, moes,  "fastest saturable elimination")                  \
  ROW(Km,   0.22,  "mg/L", 0.02, 10,  moes,  "concentration of half that (ug/mL)")

#define DERIVED(ROW)                                                                           \
  ROW(half_life, log(2) * V / CL, "d", "half-life where the saturable part does not count")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/d", 1, 0, 148000, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "mg/L", "antibody in plasma")

#define VARIES(ROW) /* variances 0.0351 and 0.043, covariance 0.0355 */                        \
  ROW(CL, log_normal, 0.187350, moes)                                                          \
  ROW(V,  log_normal, 0.207364, moes)

#define CORRELATED(ROW) ROW(CL, V, 0.0355 / (0.187350 * 0.207364), moes)

#define RESIDUAL(ROW)                                                                          \
  ROW(C, proportional, 0.171, moes)                                                            \
  ROW(C, additive,     0.139, moes)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A / V;
END

EQUATIONS
  ddt(A) = iv - CL * C - Vmax * C / (Km + C);
END
