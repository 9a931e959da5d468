/* Release of interleukin-6 by a T-cell engager, strongest at the first dose.
 *
 * Synapses, the product of drug and tumour cells, release IL-6; the IL-6 that has been there so
 * far, U, inhibits its own release, and each further dose makes that inhibition K times more
 * potent.  Parameters rest on monkeys and on the literature.  In the publication U never
 * decays, so tolerance lasts for ever; krec lets it fade where treatment is resumed after a
 * long break (1 / krec of 14 to 30 d is plausible).
 *
 * Doses are counted as they enter iv: an infusion counts once, when it starts. */
#ifndef MODEL
/* clang-format off */
#define MODEL    il6_chen2019
#define TITLE    "Interleukin-6 after a T-cell engager: release, and priming by the first dose"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(chen, "10.1111/cts.12662",                                                               \
      "Chen X, Clin Transl Sci, 2019 (structure, parameters)")

#define STATES(ROW)                                                                            \
  ROW(Cp, "ug/mL",   1e-8, "engager in plasma")                                                \
  ROW(C,  "pg/mL",   1e-4, "interleukin-6 in plasma")                                          \
  ROW(U,  "pg*h/mL", 1e-3, "exposure to interleukin-6 so far, which inhibits its release")     \
  ROW(n,  "1",       1e-6, "doses given")

#define PARAMETERS(ROW)                                                                        \
  ROW(CL,   12.5,  "mL/h",          1,    1000, chen,    "clearance of the engager")           \
  ROW(V,    3100., "mL",            100,  1e5,  chen,    "volume of distribution")             \
  ROW(Ttot, 10.,   "cell/uL",       0,    1e5,  chen,    "tumour cells")                       \
  ROW(Emax, 3590., "pg/mL/h",       0,    1e6,  chen,    "fastest release")                    \
  ROW(EC50, 10.,   "ug/mL*cell/uL", 1e-3, 1e5,  chen,    "synapses at half-fastest release")   \
  ROW(Imax, 1.,    "1",             0,    1,    chen,    "strongest inhibition")               \
  ROW(IC50, 182.,  "pg*h/mL",       1,    1e6,  chen,    "U at half inhibition, dose 1")       \
  ROW(K,    2.83,  "1",             1,    20,   chen,    "gain of its potency by each dose")   \
  ROW(deg,  0.18,  "1/h",           0.01, 5,    chen,    "degradation of interleukin-6")       \
  ROW(BL,   0.,    "pg/mL",         0,    100,  chen,    "interleukin-6 at baseline")          \
  ROW(krec, 0.,    "1/h",           0,    0.1,  assumed, "fading of tolerance; published: 0")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "ug/h", 1, 0, 0, "intravenous dose rate")

#define OUTPUTS(ROW)                                                                           \
  ROW(Y, "ug/mL*cell/uL", "synapses")                                                          \
  ROW(H, "1",             "release that tolerance leaves")

#define JUMPS(ROW)                                                                             \
  ROW(iv, n, n + 1, "each dose makes tolerance more potent")
/* clang-format on */

#include "model.h"
#endif

START
  init(C) = BL;
END

OBSERVE
  const real half = IC50 / power(K, n - 1);

  out(Y) = Cp * Ttot;
  out(H) = (1 - Imax) + Imax * half / (half + U); /* 1 - Imax * U / (half + U), all digits */
END

EQUATIONS
  ddt(Cp) = iv / V - CL / V * Cp;
  ddt(C) = Emax * Y / (EC50 + Y) * H - deg * (C - BL);
  ddt(U) = C - krec * U;
  ddt(n) = constant(0);
END
