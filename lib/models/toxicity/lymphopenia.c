/* T cells in blood under lymphodepletion, chemotherapy and steroids.
 *
 * Ours: one pool that renews itself in months and is killed while a drug acts.  chemo is 1 for
 * the 24 h after each dose of fludarabine or an alkylator, 0.3 after other cytotoxic doses and
 * 0 else, as doses by rate; I_gc is the effect of steroids, from glucocorticoids or another
 * model.  renewal below 1 stands for a thymus that has aged or is gone.
 *
 * NOT CALIBRATED TO PATIENTS: no published set for leukaemia is known to us.  k_cyt was chosen
 * so that four days of lymphodepletion leave less than 5 % of the baseline.  Subsets,
 * homeostatic growth in an empty compartment and redistribution under an engager are not in
 * it; B cells come from the models of treatment.  The grade is that of all lymphocytes, of
 * which these are the most: read it for T cells as if they were all. */
#ifndef MODEL
/* clang-format off */
#define MODEL    lymphopenia
#define TITLE    "T cells under lymphodepletion and steroids (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW) ROW(T, "1e9/L", 1e-6, "T cells in blood")

#define PARAMETERS(ROW)                                                                        \
  /* name     default  unit     low   high  source   meaning */                                \
  ROW(T0,      1.5,    "1e9/L", 0.1,  10,   assumed, "T cells without treatment")              \
  ROW(kT,      0.0115524530093324, "1/d", 1e-3, 0.2, assumed, "renewal: in 60 d by half")      \
  ROW(renewal, 1,      "1",     0,    1,    assumed, "renewal, of that of a full thymus")      \
  ROW(k_cyt,   0.9,    "1/d",   0,    10,   assumed, "killing by full lymphodepletion")        \
  ROW(k_gc,    0.1,    "1/d",   0,    5,    assumed, "killing by full effect of steroids")     \
  ROW(grade1,  1,      "1e9/L", 0.05, 5,    assumed, "lower limit of normal: grade 1 below")   \
  ROW(grade2,  0.8,    "1e9/L", 0.05, 5,    ctcae,   "grade 2 below")                          \
  ROW(grade3,  0.5,    "1e9/L", 0.05, 5,    ctcae,   "grade 3 below")                          \
  ROW(grade4,  0.2,    "1e9/L", 0.05, 5,    ctcae,   "grade 4 below")

#define INPUTS(ROW)                                                                            \
  ROW(chemo, "1", 1, 0, 0, "chemotherapy acts: 1 for lymphodepletion, 0.3 for other drugs")    \
  ROW(I_gc,  "1", 1, 0, 0, "effect of steroids, 0 to 1, from another model")

#define OUTPUTS(ROW)                                                                           \
  ROW(count,    "1e9/L", "T cells in blood")                                                   \
  ROW(relative, "1",     "T cells, of those without treatment")                                \
  ROW(grade,    "1",     "grade of lymphopenia, 0 to 4", STEPS)
/* clang-format on */

#include "model.h"
#endif

START
  init(T) = T0;
END

OBSERVE
  out(count) = T;
  out(relative) = T / T0;
  out(grade) = step(grade1 - T) + step(grade2 - T) + step(grade3 - T) + step(grade4 - T);
END

EQUATIONS
  ddt(T) = kT * (renewal * T0 - T) - (k_cyt * chemo + k_gc * I_gc) * T;
END
