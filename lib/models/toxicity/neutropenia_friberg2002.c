/* Myelosuppression: proliferating precursors, three stages of maturation, blood cells.
 *
 * A drug lowers the proliferation in proportion to its concentration, also below zero: at high
 * exposure precursors are killed.  Few cells in blood raise the proliferation, hence the
 * rebound above the baseline, which is the model's own and no effect of a growth factor.
 *
 * The concentration comes from another model by the input C.  Where none is at hand, doses into
 * pulse make a concentration D that decays at kD; with sl = 1 L/umol a pulse of 1 umol/L is an
 * effect of 1, the size in which chemotherapy without a published slope is calibrated.
 * Platelets follow the same chain, more slowly.
 *
 * The slope belongs to the drug, the unit and the cell that a preset names.  Paclitaxel's we
 * take to be for unbound drug, since patients of that data set clear about 285 L/h, far more
 * than of total paclitaxel.  The feedback sees no fewer cells than a millionth of the baseline,
 * since it would diverge at zero.
 *
 * Limits of grades are those of neutrophils; presets set those of leucocytes and platelets. */
#ifndef MODEL
/* clang-format off */
#define MODEL    neutropenia_friberg2002
#define TITLE    "Neutrophils, leucocytes or platelets in blood under a cytotoxic drug"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(friberg, "10.1200/JCO.2002.02.140",                                                      \
      "Friberg LE, J Clin Oncol, 2002 (structure; paclitaxel; docetaxel, saturable)")          \
  ROW(netterberg, "10.1007/s00280-017-3366-x",                                                 \
      "Netterberg I, Cancer Chemother Pharmacol, 2017 (docetaxel values of Kloft 2006)")       \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(P,  "1e9/L",  1e-5, "proliferating precursors, in blood cells that they will become")    \
  ROW(M1, "1e9/L",  1e-5, "maturing, first stage")                                             \
  ROW(M2, "1e9/L",  1e-5, "maturing, second stage")                                            \
  ROW(M3, "1e9/L",  1e-5, "maturing, third stage")                                             \
  ROW(X,  "1e9/L",  1e-5, "cells in blood")                                                    \
  ROW(D,  "umol/L", 1e-7, "concentration made by pulses")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit      low   high  source    meaning */                                 \
  ROW(X0,   5.05,   "1e9/L",  0.1,  1000, friberg,  "cells in blood without drug")             \
  ROW(MTT,  88.7,   "h",      20,   500,  recalled, "mean time from proliferation to blood")   \
  ROW(g,    0.161,  "1",      0.02, 0.8,  recalled, "steepness of the feedback")               \
  ROW(sl,   8.58,   "L/umol", 0,    200,  recalled, "effect of a unit of concentration")       \
  ROW(Emax, 0,      "1",      0,    200,  friberg,                                             \
      "largest effect where it saturates; 0 where it is linear")                               \
  ROW(EC50, 7.17,   "umol/L", 0.01, 1e3,  friberg,  "concentration of half that effect")       \
  ROW(kD,   0.0288811325, "1/h", 1e-3, 10, assumed,                                            \
      "decay of pulses; a day's half-life, for effects that outlast the drug")                 \
  ROW(grade1, 2,    "1e9/L",  0.1,   200, assumed,                                             \
      "lower limit of normal: below it grade 1")                                               \
  ROW(grade2, 1.5,  "1e9/L",  0.1,   200, ctcae,    "grade 2 below")                           \
  ROW(grade3, 1,    "1e9/L",  0.1,   200, ctcae,    "grade 3 below")                           \
  ROW(grade4, 0.5,  "1e9/L",  0.1,   200, ctcae,    "grade 4 below")

/* three stages and the proliferating one share the time */
#define DERIVED(ROW)                                                                           \
  ROW(ktr, 4 / MTT, "1/h", "passage from stage to stage, and loss from blood")

#define INPUTS(ROW)                                                                            \
  ROW(C,     "umol/L",   1, 0, 0, "concentration of the drug, from another model")             \
  ROW(pulse, "umol/L/h", 1, 0, 0, "concentration added to D")

#define OUTPUTS(ROW)                                                                           \
  ROW(count,    "1e9/L", "cells in blood")                                                     \
  ROW(relative, "1",     "cells in blood, of those without drug")                              \
  ROW(grade,    "1",     "grade of neutropenia, or of what a preset says, 0 to 4", STEPS)

#define PRESETS(ROW)                                                                           \
  ROW(docetaxel, recalled, "neutrophils, total docetaxel",                                     \
      SET(X0, 5.05) SET(MTT, 88.7) SET(g, 0.161) SET(sl, 8.58) SET(Emax, 0))                   \
  ROW(docetaxel_saturable, friberg, "neutrophils, total docetaxel, effect that saturates",     \
      SET(X0, 5.05) SET(MTT, 89.3) SET(g, 0.163) SET(sl, 0) SET(Emax, 83.9) SET(EC50, 7.17))   \
  ROW(docetaxel_kloft, netterberg, "neutrophils, total docetaxel, without covariates",         \
      SET(X0, 5.21965) SET(MTT, 84.1791) SET(g, 0.144543) SET(sl, 15.5711) SET(Emax, 0))       \
  ROW(paclitaxel, friberg, "leucocytes, unbound paclitaxel",                                   \
      SET(X0, 7.21) SET(MTT, 124) SET(g, 0.239) SET(sl, 28.9) SET(Emax, 0)                     \
      SET(grade1, 4) SET(grade2, 3) SET(grade3, 2) SET(grade4, 1))                             \
  ROW(platelets, assumed, "platelets of an adult, between published sets; without a slope",    \
      SET(X0, 250) SET(MTT, 130) SET(g, 0.25) SET(sl, 0) SET(Emax, 0)                          \
      SET(grade1, 150) SET(grade2, 75) SET(grade3, 50) SET(grade4, 25))                        \
  ROW(pulses, assumed, "pulses measured by their effect",                                      \
      SET(sl, 1) SET(Emax, 0))

/* of paclitaxel and leucocytes: variances 0.107, 0.0296 and 0.176 */
#define VARIES(ROW)                                                                            \
  ROW(X0,  log_normal, 0.327108544, friberg)                                                   \
  ROW(MTT, log_normal, 0.172046505, friberg)                                                   \
  ROW(sl,  log_normal, 0.419523539, friberg)

#define RESIDUAL(ROW) ROW(count, proportional, 0.286, friberg) /* paclitaxel and leucocytes */
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
  const real concentration = C + D;
  const real E = sl * concentration + Emax * concentration / (EC50 + concentration);
  const real feedback = power(X0 / larger(X, 1e-6 * X0), g);

  ddt(P) = ktr * P * (1 - E) * feedback - ktr * P;
  ddt(M1) = ktr * (P - M1);
  ddt(M2) = ktr * (M1 - M2);
  ddt(M3) = ktr * (M2 - M3);
  ddt(X) = ktr * M3 - ktr * X;
  ddt(D) = pulse - kD * D;
END
