/* EASIX, an index of the endothelium, before lymphodepletion, and the risk that goes with it.
 *
 * Ours, around a published ratio: lactate dehydrogenase times creatinine over platelets.
 * Platelets come from another model and dehydrogenase follows the blasts' part of the marrow,
 * 200 + 800 IU/L, which is a guess; creatinine is the patient's.  Outputs cannot depend on
 * inputs, so states follow platelets, blasts and C-reactive protein within 5 min.  A dose of 1
 * into assess keeps the index of that moment, and P is the probability by it.  Until then it
 * is that of the values at the start.
 *
 * P is of grade 3 or more of cytokine release, neurotoxicity or both.  Its odds rise 1.72-fold
 * (1.26 to 2.46) with each doubling of the index; the level, a, gives 16.4 % in a cohort with
 * a median index of 2 and a deviation of 1.2 of its logarithm, which is assumed.  The odds
 * were seen in adults with lymphoma, too; in children the index with C-reactive protein in
 * place of creatinine, modified, predicts better, but no odds of it were at hand.  P is a
 * correlation: to give platelets does not lower the risk. */
#ifndef MODEL
/* clang-format off */
#define MODEL    easix
#define TITLE    "EASIX, and the risk of severe cytokine release or neurotoxicity (assumed)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(korell, "10.3389/fimmu.2022.877477", "Korell F, Front Immunol, 2022 (odds ratio)")

#define STATES(ROW)                                                                            \
  ROW(platelets, "1e9/L", 1e-4, "platelets in blood, minutes ago")                             \
  ROW(blasts,    "1",     1e-6, "part of the marrow that is blasts, minutes ago")              \
  ROW(CRP,       "mg/L",  1e-4, "C-reactive protein, minutes ago")                             \
  ROW(held,      "1",     1e-6, "index at the time of assess")

#define PARAMETERS(ROW)                                                                        \
  /* name     default  unit     low   high  source   meaning */                                \
  ROW(creatinine, 0.6, "mg/dL", 0.1,  10,   patient, "creatinine in serum")                    \
  ROW(platelets0, 200, "1e9/L", 5,    1000, patient, "platelets at the start")                 \
  ROW(blasts0,  0.5,   "1",     0,    1,    patient, "part of the marrow that is blasts, then")\
  ROW(CRP0,     20,    "mg/L",  0,    500,  patient, "C-reactive protein then")                \
  ROW(LDH0,     200,   "IU/L",  50,   1000, assumed, "lactate dehydrogenase without blasts")   \
  ROW(LDH_blasts, 800, "IU/L",  0,    1e4,  assumed, "that of a marrow full of blasts")        \
  ROW(unit,     1,  "IU*mg/dL/1e9", 0, 0,   exact,   "unit of the ratio")                      \
  ROW(dL_per_L, 10,    "dL/L",  0,    0,    exact,   "decilitres in a litre")                  \
  ROW(slope,    0.7824, "1",    0,    5,    derived, "of logit P: ln 1.72 / ln 2")             \
  ROW(a,        -2.438, "1",    -10,  5,    derived, "logit P at an index of 1: see above")    \
  ROW(kf,       288,   "1/d",   10,   1e4,  assumed, "following: in 5 min")                    \
  ROW(least,    1,     "1e9/L", 0.1,  10,   assumed, "platelets below which it is as at this")

#define DERIVED(ROW)                                                                           \
  ROW(at_start, (LDH0 + LDH_blasts * blasts0) * creatinine / larger(platelets0, least) / unit, \
      "1", "index at the start")

#define INPUTS(ROW)                                                                            \
  ROW(count,  "1e9/L", 1, 0, 0, "platelets in blood, from another model")                      \
  ROW(L,      "1",     1, 0, 0, "part of the marrow that is blasts, from another model")       \
  ROW(C,      "mg/L",  1, 0, 0, "C-reactive protein, from another model")                      \
  ROW(assess, "1/d",   1, 0, 0, "a dose of 1: the index of this moment is kept")

#define DRIVEN(ROW)                                                                            \
  ROW(count, "0 would be a patient without platelets")                                         \
  ROW(L,     "0 would be a patient without leukaemia")                                         \
  ROW(C,     "0 would be a patient without inflammation")

#define OUTPUTS(ROW)                                                                           \
  ROW(LDH,      "IU/L", "lactate dehydrogenase")                                               \
  ROW(index,    "1",    "EASIX as it is now")                                                  \
  ROW(modified, "1",    "that with C-reactive protein in place of creatinine")                 \
  ROW(P,        "1",    "probability of grade 3 or more, by the index that was kept")

#define JUMPS(ROW) ROW(assess, held, index, "kept")
/* clang-format on */

#include "model.h"
#endif

START
  init(platelets) = platelets0;
  init(blasts) = blasts0;
  init(CRP) = CRP0;
  init(held) = at_start;
END

OBSERVE
  const real lactate = LDH0 + LDH_blasts * blasts;
  const real over = lactate / larger(platelets, least) / unit;
  out(LDH) = lactate;
  out(index) = over * creatinine;
  out(modified) = over * CRP / dL_per_L;
  out(P) = 1 / (1 + exp(-a) * power(held, -slope));
END

EQUATIONS
  ddt(platelets) = kf * (count - platelets);
  ddt(blasts) = kf * (L - blasts);
  ddt(CRP) = kf * (C - CRP);
  ddt(held) = 0 * kf * assess;
END
