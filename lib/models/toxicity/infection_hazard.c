/* Serious infections: their hazard by neutrophils, immunoglobulin and steroids.
 *
 * Ours.  H is the cumulative hazard of infections of grade 3 or more, P the probability of at
 * least one; differences of H are the expected number of infections in between.  ANC and IgG
 * must be driven, since 0 means severe neutropenia and no antibodies.
 *
 * hb and rN were chosen by hand to meet two randomised trials at once: 10 against 40 % in a
 * block of 28 d with blinatumomab or chemotherapy, and 1.63 against 6.49 a year under them in
 * another one; with typical courses of neutrophils it gives 10.7 and 38 % (docs/toxicity.md has
 * them side by side, with exact intervals).  The effect of little IgG is an adjusted rate
 * ratio of 1.57 after blinatumomab; its threshold is a step there, and here a curve so steep
 * that it is within 1e-3 of that step below 4.2 and above 8.5 g/L.  The effect of steroids is a
 * guess.
 *
 * No infection ends or changes anything else: there is no state of being ill, and the hazard
 * does not depend on how long neutropenia has lasted.  Mucositis and catheters are within hb
 * and rN. */
#ifndef MODEL
/* clang-format off */
#define MODEL    infection_hazard
#define TITLE    "Hazard of serious infections (chosen to meet two trials)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW) ROW(H, "1", 1e-6, "cumulative hazard")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit    low   high  source   meaning */                                    \
  ROW(hb,   0.5,    "1/y",  0.01, 10,   fitted,  "hazard with many neutrophils")               \
  ROW(rN,   30,     "1",    1,    200,  fitted,  "hazard without neutrophils, of that")        \
  ROW(ANC50, 0.5,   "1e9/L", 0.05, 5,   assumed, "neutrophils at half of the rise")            \
  ROW(rG,   1.57,   "1",    1,    10,   derived,                                               \
      "hazard with little IgG, relative: an adjusted rate ratio (1.15 to 2.15)")               \
  ROW(G50,  6,      "g/L",  1,    12,   assumed, "below this IgG is little")                   \
  ROW(n,    20,     "1",    1,    20,   assumed, "steepness of that limit")                    \
  ROW(rI,   1.5,    "1",    1,    10,   assumed, "hazard under full steroid, relative")        \
  ROW(d_per_y, 365.25, "d/y", 0,  0,    exact,   "days in a year")

#define INPUTS(ROW)                                                                            \
  ROW(ANC,  "1e9/L", 1, 0, 0, "neutrophils in blood")                           \
  ROW(IgG,  "g/L",   1, 0, 0, "immunoglobulin G in serum")                      \
  ROW(I_gc, "1",     1, 0, 0, "effect of steroids, 0 to 1")

#define DRIVEN(ROW)                                                                            \
  ROW(ANC, "0 would be a patient without neutrophils")                                         \
  ROW(IgG, "0 would be a patient without antibodies")

#define OUTPUTS(ROW)                                                                           \
  ROW(P, "1", "probability of at least one infection so far")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(P) = -expm1(-H);
END

EQUATIONS
  const real neutropenia = 1 - hill(ANC, ANC50, 2);
  const real little = 1 - hill(IgG, G50, n);

  ddt(H) = hb / d_per_y * factor(neutropenia, rN) * factor(little, rG) * factor(I_gc, rI);
END
