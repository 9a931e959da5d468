/* Neutrophils under docetaxel, with the covariates of Kloft's analysis as Netterberg used it.
 *
 * The chain of neutropenia_friberg2002, which has the same values without covariates.  Women
 * and patients who had been treated before begin with fewer neutrophils, those in a worse
 * state with more.  alpha1-acid glycoprotein, AAG, raises the baseline and binds the drug, so
 * that what is measured of it acts less.
 *
 * C is the total concentration, from docetaxel_ozawa2007 or another model; doses into pulse
 * make one, D, that decays at kD.  Adults with solid tumours: nothing here was seen in
 * leukaemia.  The feedback sees no fewer cells than a millionth of the baseline. */
#ifndef MODEL
/* clang-format off */
#define MODEL    neutropenia_netterberg2017
#define TITLE    "Neutrophils under docetaxel, with covariates"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(netterberg, "10.1007/s00280-017-3366-x",                                                 \
      "Netterberg I, Cancer Chemother Pharmacol, 2017 (values of Kloft 2006, restated)")       \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(P,  "1e9/L",  1e-6, "proliferating precursors, in neutrophils that they will become")    \
  ROW(M1, "1e9/L",  1e-6, "maturing, first stage")                                             \
  ROW(M2, "1e9/L",  1e-6, "maturing, second stage")                                            \
  ROW(M3, "1e9/L",  1e-6, "maturing, third stage")                                             \
  ROW(X,  "1e9/L",  1e-6, "neutrophils in blood")                                              \
  ROW(D,  "umol/L", 1e-7, "concentration made by pulses")

#define PARAMETERS(ROW)                                                                        \
  /* name     default    unit      low    high  source      meaning */                         \
  ROW(X0_ref, 5.21965,   "1e9/L",  0.5,   50,   netterberg, "neutrophils without drug")        \
  ROW(MTT,    84.1791,   "h",      20,    500,  netterberg,                                    \
      "mean time from proliferation to blood")                                                 \
  ROW(g,      0.144543,  "1",      0.02,  0.8,  netterberg, "steepness of the feedback")       \
  ROW(sl_ref, 15.5711,   "L/umol", 0,     200,  netterberg, "effect of a unit of drug")        \
  ROW(female_X0, -0.121451, "1",   -0.5,  0.5,  netterberg, "change of X0 in women")           \
  ROW(ECOG_X0, 0.130406, "1",      -0.5,  0.5,  netterberg, "change of X0 where ECOG")         \
  ROW(before_X0, -0.146837, "1",   -0.5,  0.5,  netterberg, "change of X0 where before")       \
  ROW(low_X0, 0.174677,  "L/g",    0,     0.7,  netterberg, "slope of AAG on X0, low AAG")     \
  ROW(high_X0, 0.494618, "L/g",    0,     2,    netterberg, "slope of AAG on X0, high AAG")    \
  ROW(AAG_sl, -0.350693, "L/g",    -0.45, 0,    netterberg, "slope of AAG on sl")              \
  ROW(kD,     0.0288811325, "1/h", 1e-3,  10,   assumed,    "decay of pulses: a day by half")  \
  ROW(female, 0,         "1",      0,     1,    patient,    "1: woman")                        \
  ROW(ECOG,   0,         "1",      0,     1,    patient,    "1: performance status 1 or more") \
  ROW(before, 0,         "1",      0,     1,    patient,    "1: treated before")               \
  ROW(AAG,    1.34,      "g/L",    0.2,   3.5,  patient,    "alpha1-acid glycoprotein")        \
  ROW(AAG_ref, 1.34,     "g/L",    0,     0,    exact,      "its median, where it is neutral") \
  ROW(grade1, 2,         "1e9/L",  0.1,   5,    assumed,    "lower limit: grade 1 below")      \
  ROW(grade2, 1.5,       "1e9/L",  0.1,   5,    ctcae,      "grade 2 below")                   \
  ROW(grade3, 1,         "1e9/L",  0.1,   5,    ctcae,      "grade 3 below")                   \
  ROW(grade4, 0.5,       "1e9/L",  0.1,   5,    ctcae,      "grade 4 below")

#define DERIVED(ROW)                                                                           \
  ROW(by_AAG, 1 + high_X0 * positive(AAG - AAG_ref) - low_X0 * positive(AAG_ref - AAG), "1",   \
      "X0 at this AAG, relative")                                                              \
  ROW(X0, X0_ref * by_AAG * (1 + female_X0 * female) * (1 + ECOG_X0 * ECOG)                    \
          * (1 + before_X0 * before), "1e9/L", "neutrophils of this patient without drug")     \
  ROW(sl, sl_ref * (1 + AAG_sl * (AAG - AAG_ref)), "L/umol", "effect of a unit of drug, here") \
  ROW(ktr, 4 / MTT, "1/h", "passage from stage to stage, and loss from blood")

#define INPUTS(ROW)                                                                            \
  ROW(C,     "umol/L",   1, 0, 0, "docetaxel in plasma, total, from another model")            \
  ROW(pulse, "umol/L/h", 1, 0, 0, "concentration added to D")

#define OUTPUTS(ROW)                                                                           \
  ROW(count,    "1e9/L", "neutrophils in blood")                                               \
  ROW(relative, "1",     "neutrophils, of those without drug")                                 \
  ROW(grade,    "1",     "grade of neutropenia, 0 to 4", STEPS)

#define VARIES(ROW) /* variances 0.0639703, 0.0191785 and 0.128412 */                          \
  ROW(X0_ref, log_normal, 0.252923507, netterberg)                                             \
  ROW(MTT,    log_normal, 0.138486461, netterberg)                                             \
  ROW(sl_ref, log_normal, 0.358346202, netterberg)

#define RESIDUAL(ROW) ROW(count, log_additive, 0.424, netterberg)
/* clang-format on */

#include "model.h"
#endif

START
  init(P) = X0;
  init(M1) = X0;
  init(M2) = X0;
  init(M3) = X0;
  init(X) = X0;
END

OBSERVE
  out(count) = X;
  out(relative) = X / X0;
  out(grade) = step(grade1 - X) + step(grade2 - X) + step(grade3 - X) + step(grade4 - X);
END

EQUATIONS
  const real growth = (1 - sl * (C + D)) * power(X0 / larger(X, 1e-6 * X0), g);

  ddt(P) = ktr * P * growth - ktr * P;
  ddt(M1) = ktr * (P - M1);
  ddt(M2) = ktr * (M1 - M2);
  ddt(M3) = ktr * (M2 - M3);
  ddt(X) = ktr * (M3 - X);
  ddt(D) = pulse - kD * D;
END
