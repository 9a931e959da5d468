/* Growth of leukaemia in the marrow, clones that lose CD19 or CD22, and normal B cells.
 *
 * Ours, of standard parts.  Blasts grow logistically; all clones and nothing else compete for
 * the room K.  Treatments are rates of killing from other models or from windows of time:
 * k of any blast, k19 of those with CD19, k22 of those with CD22.  What is added up in an input
 * is additive on the scale of rates.  Typical k, chosen so that induction removes 4 to 5
 * decades in 28 d: steroid 0.15 / d, vincristine 0.25 for 3 d, pegylated asparaginase 0.12,
 * anthracycline 0.35 for 2 d, cytarabine 0.6 for 4 d, cyclophosphamide 0.35 for 3 d,
 * methotrexate 0.4 for 3 d.  No published constant of killing in patients is known to us.
 *
 * Growth (6.9 %/d, -1.2 to 27.3) was measured in 23 untreated children; the rest is assumed.
 * Loss of an antigen, by mu19 and mu22, is off; presets set it.  Cells without both are Ln.
 *
 * Normal B cells are parts of their normal numbers, in three stages, all with CD19, from
 * pre-B on with CD22; k hits the two that divide.  Blasts take their room, too.  They return in
 * 4 months (to 95 %) after depletion, while patients take about six.
 *
 * Blasts are a continuous number; the leukaemia is extinct when all clones together fall below
 * L_least; a clone alone may come back from less than one cell.  Remission is blasts below
 * 0.05 and needs recovery of counts, too, which other models tell; residual disease is measured
 * against K, that is, in a full marrow.  Steroids clear blood before marrow: not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    leukemia_growth
#define TITLE    "Leukaemia, its clones without antigen, and normal B cells (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(L,   "cell", 1e-2, "blasts with CD19 and CD22")                                          \
  ROW(L19, "cell", 1e-2, "blasts without CD19")                                                \
  ROW(L22, "cell", 1e-2, "blasts without CD22")                                                \
  ROW(Ln,  "cell", 1e-2, "blasts without either")                                              \
  ROW(B1,  "1",    1e-7, "pro-B cells, part of their normal number")                           \
  ROW(B2,  "1",    1e-7, "pre-B cells, likewise")                                              \
  ROW(Bm,  "1",    1e-7, "mature B cells, likewise")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit    low   high  source   meaning */                                  \
  ROW(r,      0.0667, "1/d",  0.005, 0.25, derived, "growth: ln 1.069 a day")                  \
  ROW(K,      1e12,   "cell", 1e10, 1e13, recalled, "cells that the marrow holds, adult")      \
  ROW(Lstart, 5e11,   "cell", 1,    1e12, assumed, "blasts at the start")                      \
  ROW(p19,    0,      "1",    0,    0.3,  assumed, "part of them without CD19")                \
  ROW(p22,    0,      "1",    0,    0.3,  assumed, "part of them without CD22")                \
  ROW(mu19,   0,      "1/d",  0,    1e-2, assumed, "loss of CD19 (off)")                       \
  ROW(mu22,   0,      "1/d",  0,    1e-2, assumed, "loss of CD22 (off)")                       \
  ROW(L_least, 1,     "cell", 0,    1000, assumed, "blasts below which there are none")        \
  ROW(t1,     3,      "d",    0.5,  20,   assumed, "mean time as pro-B cell")                  \
  ROW(t2,     4,      "d",    0.5,  20,   assumed, "mean time as pre-B cell")                  \
  ROW(tm,     40,     "d",    5,    400,  assumed, "mean time as mature B cell")               \
  ROW(Bnormal, 200,   "cell/uL", 10, 5000, assumed, "mature B cells in blood, normally")       \
  ROW(blood,  0.01,   "1",    1e-3, 0.1,  assumed, "blasts in blood, of those in marrow")      \
  ROW(Vblood, 5e6,    "uL",   1e5,  1e7,  assumed, "volume of blood, adult")                   \
  ROW(m_least, 0.02,  "1",    0.001, 0.5, assumed,                                             \
      "part of the marrow that blasts leave to others at worst")                               \
  ROW(ln10,   2.302585092994046, "1", 0, 0, exact, "natural logarithm of 10")

#define INPUTS(ROW)                                                                            \
  ROW(k,   "1/d", 1, 0, 0, "killing of all blasts, and of B cells that divide")                \
  ROW(k19, "1/d", 1, 0, 0, "killing of cells with CD19")                                       \
  ROW(k22, "1/d", 1, 0, 0, "killing of cells with CD22")

#define OUTPUTS(ROW)                                                                           \
  ROW(Ltot,    "cell",    "blasts")                                                            \
  ROW(blasts,  "1",       "their part of the marrow; below 0.05 in remission")                 \
  ROW(MRD,     "1",       "its decimal logarithm, not below -13; flow: -4")                    \
  ROW(loss19,  "1",       "part of the blasts that has lost CD19")                             \
  ROW(loss22,  "1",       "part of the blasts that has lost CD22")                             \
  ROW(in_blood, "cell/uL", "blasts in blood")                                                  \
  ROW(B,       "1",       "mature B cells, part of normal")                                    \
  ROW(B_count, "cell/uL", "mature B cells in blood")

#define SWITCHES(ROW) ROW(extinct, L_least - (L + L19 + L22 + Ln), "fewer blasts than L_least")

#define JUMPS(ROW)                                                                             \
  ROW(extinct, L,   0, "then there are none")                                                  \
  ROW(extinct, L19, 0, "nor of this clone")                                                    \
  ROW(extinct, L22, 0, "nor of this one")                                                      \
  ROW(extinct, Ln,  0, "nor of the last")

#define PRESETS(ROW)                                                                           \
  ROW(residual, assumed, "residual disease of 1e-3", SET(Lstart, 1e9))                         \
  ROW(escape, assumed, "antigens are lost by one cell in ten million a day",                   \
      SET(mu19, 1e-7) SET(mu22, 1e-7))                                                         \
  ROW(mixed, assumed, "one blast in a million has lost CD19, another one CD22",                \
      SET(p19, 1e-6) SET(p22, 1e-6))

#define VARIES(ROW) ROW(r, log_normal, 0.703346, assumed) /* CV 80 % */
/* clang-format on */

#include "model.h"
#endif

START
  init(L) = Lstart * (1 - p19 - p22);
  init(L19) = Lstart * p19;
  init(L22) = Lstart * p22;
  init(B1) = larger(m_least, 1 - Lstart / K);
  init(B2) = larger(m_least, 1 - Lstart / K);
  init(Bm) = larger(m_least, 1 - Lstart / K);
END

OBSERVE
  const real total = L + L19 + L22 + Ln;
  out(Ltot) = total;
  out(blasts) = total / K;
  out(MRD) = log(larger(total / K, 1e-13)) / ln10;
  out(loss19) = (L19 + Ln) / larger(total, L_least);
  out(loss22) = (L22 + Ln) / larger(total, L_least);
  out(in_blood) = blood * total / Vblood;
  out(B) = Bm;
  out(B_count) = Bm * Bnormal;
END

EQUATIONS
  const real growth = r * (1 - blasts) - k;
  const real room = larger(m_least, 1 - blasts);

  ddt(L) = (growth - k19 - k22 - mu19 - mu22) * L;
  ddt(L19) = (growth - k22 - mu22) * L19 + mu19 * L;
  ddt(L22) = (growth - k19 - mu19) * L22 + mu22 * L;
  ddt(Ln) = growth * Ln + mu22 * L19 + mu19 * L22;
  ddt(B1) = (room - B1) / t1 - (k + k19) * B1;
  ddt(B2) = (B1 - B2) / t2 - (k + k19 + k22) * B2;
  ddt(Bm) = (B2 - Bm) / tm - (k19 + k22) * Bm;
END
