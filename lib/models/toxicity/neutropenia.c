/* Neutrophils, and all that lowers them at once: chemotherapy, conjugates, crowding, cytokines.
 *
 * Ours, around the chain of neutropenia_friberg2002 with the set of docetaxel.  What acts on it
 * comes from other models and is nil where nothing is wired:
 *
 * E       effect of drugs on precursors, beside that of pulses, D, dosed by the effect e0 that
 *         they begin with: 4.5 for a block of high-dose cytarabine, 2 for mini-hyper-CVD,
 *         divided by the number of doses.
 * C       a conjugate in serum, with the slope sl, chosen so that four cycles of inotuzumab
 *         lower a typical patient to 1.0.
 * blasts  their part of the marrow crowds neutrophils out: it lowers the count that the
 *         feedback aims at.  blasts0 is that part at the start; the wire has to agree with it.
 * S       signal of interleukin-6, above its baseline, that halts the growth of precursors.
 *
 * NOT CALIBRATED TO PATIENTS: only the chain is near published sets; the rest was chosen to
 * meet the size and timing of what trials report.  Counts beyond X0 after recovery are the
 * model's own.  Vincristine, dexamethasone and asparaginase are taken to have no effect; that
 * steroids bring neutrophils from the vessel walls is not in it.
 *
 * Filgrastim is not in it either.  To speed the growth of this chain as filgrastim speeds that
 * of filgrastim_melhem2018 (up to 8.5 times) would lift its steady state by 8.5^(1/g),
 * 600 000-fold; use that model, with chemotherapy in its input kill. */
#ifndef MODEL
/* clang-format off */
#define MODEL    neutropenia
#define TITLE    "Neutrophils under drugs, conjugates, blasts and cytokines (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(friberg, "10.1200/JCO.2002.02.140", "Friberg LE, J Clin Oncol, 2002 (structure)")        \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(P,  "1e9/L", 1e-5, "proliferating precursors, in neutrophils that they will become")     \
  ROW(M1, "1e9/L", 1e-5, "maturing, first stage")                                              \
  ROW(M2, "1e9/L", 1e-5, "maturing, second stage")                                             \
  ROW(M3, "1e9/L", 1e-5, "maturing, third stage")                                              \
  ROW(X,  "1e9/L", 1e-5, "neutrophils in blood")                                               \
  ROW(D,  "1",     1e-3, "effect of pulses")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit      low   high  source   meaning */                                \
  ROW(X0,     5.05,   "1e9/L",  0.5,  50,   friberg, "neutrophils without any of this")        \
  ROW(MTT,    3.69583333333333, "d", 1, 20, recalled, "mean time from precursors to blood")    \
  ROW(g,      0.161,  "1",      0.02, 0.6,  recalled, "steepness of the feedback")             \
  ROW(kD,     0.693147180559945, "1/d", 0.01, 20, assumed, "decay of pulses: in a day by half")\
  ROW(sl,     0.00133, "L/ug",  0,    0.05, assumed, "direct effect of the conjugate")         \
  ROW(blasts0, 0,     "1",      0,    1,    patient, "part of the marrow that is blasts")      \
  ROW(m_least, 0.02,  "1",      0.001, 0.5, assumed,                                           \
      "part of the marrow that blasts leave to others at worst")                               \
  ROW(Imax,   0.7,    "1",      0,    1,    assumed, "largest effect of the signal")           \
  ROW(S50,    500,    "pg/mL",  1,    1e5,  assumed, "signal at half of that")                 \
  ROW(h,      1,      "1",      0.5,  5,    assumed, "steepness of its effect")                \
  ROW(grade1, 2,      "1e9/L",  0.1,  5,    assumed, "lower limit of normal: grade 1 below")   \
  ROW(grade2, 1.5,    "1e9/L",  0.1,  5,    ctcae,   "grade 2 below")                          \
  ROW(grade3, 1,      "1e9/L",  0.1,  5,    ctcae,   "grade 3 below")                          \
  ROW(grade4, 0.5,    "1e9/L",  0.1,  5,    ctcae,   "grade 4 below")

#define DERIVED(ROW)                                                                           \
  ROW(ktr, 4 / MTT, "1/d", "passage from stage to stage, and loss from blood")                 \
  ROW(X_start, X0 * larger(m_least, 1 - blasts0), "1e9/L", "neutrophils at the start")

#define INPUTS(ROW)                                                                            \
  ROW(E,      "1",     1, 0, 0, "effect of drugs on precursors, from another model")           \
  ROW(pulse,  "1/d",   1, 0, 0, "effect added to D")                                           \
  ROW(C,      "ug/L",  1, 0, 0, "conjugate in serum, from another model")                      \
  ROW(blasts, "1",     1, 0, 0, "part of the marrow that is blasts, from another model")       \
  ROW(S,      "pg/mL", 1, 0, 0, "signal of interleukin-6, from another model")

#define OUTPUTS(ROW)                                                                           \
  ROW(count,    "1e9/L", "neutrophils in blood")                                               \
  ROW(relative, "1",     "neutrophils, of those without any of this")                          \
  ROW(grade,    "1",     "grade of neutropenia, 0 to 4", STEPS)
/* clang-format on */

#include "model.h"
#endif

START
  init(P) = X_start;
  init(M1) = X_start;
  init(M2) = X_start;
  init(M3) = X_start;
  init(X) = X_start;
END

OBSERVE
  out(count) = X;
  out(relative) = X / X0;
  out(grade) = step(grade1 - X) + step(grade2 - X) + step(grade3 - X) + step(grade4 - X);
END

EQUATIONS
  const real room = larger(m_least, 1 - blasts);
  const real feedback = power(X0 * room / larger(X, 1e-6 * X0), g);
  const real growth = (1 - E - D - sl * C) * feedback * (1 - Imax * hill(S, S50, h));

  ddt(P) = ktr * P * growth - ktr * P;
  ddt(M1) = ktr * (P - M1);
  ddt(M2) = ktr * (M1 - M2);
  ddt(M3) = ktr * (M2 - M3);
  ddt(X) = ktr * (M3 - X);
  ddt(D) = pulse - kD * D;
END
