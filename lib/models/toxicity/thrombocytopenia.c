/* Platelets, and all that lowers them at once: chemotherapy, conjugates, crowding, cytokines.
 *
 * Ours, around the chain of neutropenia_friberg2002 with a set between published ones.  What
 * acts on it comes from other models and is nil where nothing is wired:
 *
 * E       effect of drugs on precursors, beside that of pulses, D, dosed by the effect e0 that
 *         they begin with: 4.5 for a block of high-dose cytarabine, 2 for mini-hyper-CVD,
 *         divided by the number of doses.
 * C       a conjugate in serum.  It depletes the pool q from which precursors come, slowly and
 *         for weeks, so that counts drift downward from cycle to cycle, as seen under
 *         conjugates; kdep gives lowest counts of 222, 126, 76 and 60 in the four cycles of
 *         inotuzumab.  A direct effect, sl, is off.
 * blasts  their part of the marrow crowds platelets out: it lowers the count that the feedback
 *         aims at.  blasts0 is that part at the start; the wire has to agree with it.
 * S       signal of interleukin-6, above its baseline, that halts the growth of precursors.
 *
 * NOT CALIBRATED TO PATIENTS: only the chain is near published sets; the rest was chosen to
 * meet the size and timing of what trials report.  Counts beyond X0 after recovery are the
 * model's own.  Transfusions are not in it, nor is the loss of platelets by consumption.
 * A published set with random loss (Perez-Ruixo 2016) cannot be used: the number of its stages
 * was not to be had. */
#ifndef MODEL
/* clang-format off */
#define MODEL    thrombocytopenia
#define TITLE    "Platelets under drugs, conjugates, blasts and cytokines (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(P,  "1e9/L", 1e-4, "proliferating precursors, in platelets that they will become")       \
  ROW(M1, "1e9/L", 1e-4, "maturing, first stage")                                              \
  ROW(M2, "1e9/L", 1e-4, "maturing, second stage")                                             \
  ROW(M3, "1e9/L", 1e-4, "maturing, third stage")                                              \
  ROW(X,  "1e9/L", 1e-4, "platelets in blood")                                                 \
  ROW(q,  "1",     1e-6, "pool from which precursors come, part of its size without drug")     \
  ROW(D,  "1",     1e-6, "effect of pulses")

#define PARAMETERS(ROW)                                                                        \
  /* name    default     unit      low   high  source   meaning */                             \
  ROW(X0,     250,       "1e9/L",  10,   1000, assumed, "platelets without any of this")       \
  ROW(MTT,    5.41666666666667, "d", 2,  20,   assumed, "mean time from precursors to blood")  \
  ROW(g,      0.25,      "1",      0.02, 0.6,  assumed, "steepness of the feedback")           \
  ROW(kD,     0.693147180559945, "1/d", 0.01, 20, assumed, "decay of pulses: in a day by half")\
  ROW(sl,     0,         "L/ug",   0,    0.05, assumed, "direct effect of the conjugate (off)")\
  ROW(kdep,   2.68e-4,   "L/ug/d", 0,    0.01, fitted,  "depletion of the pool by it")         \
  ROW(krec,   0.0115524530093324, "1/d", 1e-3, 0.5, assumed,                                   \
      "recovery of the pool: in 60 d by half")                                                 \
  ROW(blasts0, 0,        "1",      0,    1,    patient, "part of the marrow that is blasts")   \
  ROW(m_least, 0.02,     "1",      0.001, 0.5, assumed,                                        \
      "part of the marrow that blasts leave to others at worst")                               \
  ROW(Imax,   0.7,       "1",      0,    1,    assumed, "largest effect of the signal")        \
  ROW(S50,    500,       "pg/mL",  1,    1e5,  assumed, "signal at half of that")              \
  ROW(h,      1,         "1",      0.5,  5,    assumed, "steepness of its effect")             \
  ROW(grade1, 150,       "1e9/L",  100,  200,  assumed, "lower limit of normal: grade 1 below")\
  ROW(grade2, 75,        "1e9/L",  5,    200,  ctcae,   "grade 2 below")                       \
  ROW(grade3, 50,        "1e9/L",  5,    200,  ctcae,   "grade 3 below")                       \
  ROW(grade4, 25,        "1e9/L",  5,    200,  ctcae,   "grade 4 below")

#define DERIVED(ROW)                                                                           \
  ROW(ktr, 4 / MTT, "1/d", "passage from stage to stage, and loss from blood")                 \
  ROW(X_start, X0 * larger(m_least, 1 - blasts0), "1e9/L", "platelets at the start")

#define INPUTS(ROW)                                                                            \
  ROW(E,      "1",     1, 0, 0, "effect of drugs on precursors, from another model")           \
  ROW(pulse,  "1/d",   1, 0, 0, "effect added to D")                                           \
  ROW(C,      "ug/L",  1, 0, 0, "conjugate in serum, from another model")                      \
  ROW(blasts, "1",     1, 0, 0, "part of the marrow that is blasts, from another model")       \
  ROW(S,      "pg/mL", 1, 0, 0, "signal of interleukin-6, from another model")

#define OUTPUTS(ROW)                                                                           \
  ROW(count,    "1e9/L", "platelets in blood")                                                 \
  ROW(relative, "1",     "platelets, of those without any of this")                            \
  ROW(grade,    "1",     "grade of thrombocytopenia, 0 to 4", STEPS)

#define PRESETS(ROW)                                                                           \
  ROW(child, assumed, "more platelets", SET(X0, 300))
/* clang-format on */

#include "model.h"
#endif

START
  init(P) = X_start;
  init(M1) = X_start;
  init(M2) = X_start;
  init(M3) = X_start;
  init(X) = X_start;
  init(q) = 1;
END

OBSERVE
  out(count) = X;
  out(relative) = X / X0;
  out(grade) = step(grade1 - X) + step(grade2 - X) + step(grade3 - X) + step(grade4 - X);
END

EQUATIONS
  const real room = larger(m_least, 1 - blasts);
  const real feedback = power(X0 * room * q / larger(X, 1e-6 * X0), g);
  const real growth = (1 - E - D - sl * C) * feedback * (1 - Imax * hill(S, S50, h));

  ddt(P) = ktr * P * growth - ktr * P;
  ddt(M1) = ktr * (P - M1);
  ddt(M2) = ktr * (M1 - M2);
  ddt(M3) = ktr * (M2 - M3);
  ddt(X) = ktr * (M3 - X);
  ddt(q) = krec * (1 - q) - kdep * C * q;
  ddt(D) = pulse - kD * D;
END
