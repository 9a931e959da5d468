/* CAR-T cells against CLL, and the cytokines they release: two patients of the first trial.
 *
 * Effector cells E grow on B cells B and kill them; they turn into memory cells M where B cells
 * are few.  Both exchange with tissue.  Contacts of E and B release interleukins 6 and 10 and
 * interferon gamma, the latter inhibited by interleukin 10.  Release is proportional to B * E
 * without limit: burdens of acute leukaemia (1e11 to 1e12 cells) are beyond this model.  The
 * infusion of the trial was split: 10, 30 and 60 % of the dose on days 0, 1 and 2.
 *
 * Equations and parameters stand in the paper's supplement only, which has four misprints:
 *  - memory cells gain aE * E * (1 - f); as printed, aE * M * (1 - f), they would stay at zero;
 *  - h, printed as 1e5 cells/mL, gives the published memory cells only as 1e5 times 1e9 cells;
 *    f is then about 0, and aM does next to nothing;
 *  - aE, printed per 1e9 cells, is a rate like aM;
 *  - bG, printed in ng, is added to a concentration in pg/mL.
 * P6, P10 and PG were printed in pg/uL a day per 1e15 cells^2, which is 1e6 times the unit
 * here.  Baselines of the cytokines were read off a figure, within 30 %.
 *
 * Interleukin 10 of UPN1 peaks at 915 pg/mL here, and at about 550 in the paper's figure; the
 * other peaks are within 1.5-fold of what can be read off there. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_hardiansyah2019
#define TITLE    "CAR-T cells, CLL B cells and the cytokines of their contact, in two patients"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(hardiansyah, "10.1111/cts.12636",                                                        \
      "Hardiansyah D, Clin Transl Sci, 2019 (supplement: equations, Tables S1 and S2)")

#define STATES(ROW) /* 1e-9: one cell */                                                       \
  ROW(B,   "1e9*cell", 1e-9, "CLL B cells in blood")                                           \
  ROW(E,   "1e9*cell", 1e-9, "effector CAR-T cells in blood")                                  \
  ROW(Et,  "1e9*cell", 1e-9, "effector CAR-T cells in tissue")                                 \
  ROW(M,   "1e9*cell", 1e-9, "memory CAR-T cells in blood")                                    \
  ROW(Mt,  "1e9*cell", 1e-9, "memory CAR-T cells in tissue")                                   \
  ROW(I6,  "pg/mL",    1e-4, "interleukin 6")                                                  \
  ROW(I10, "pg/mL",    1e-4, "interleukin 10")                                                 \
  ROW(G,   "pg/mL",    1e-4, "interferon gamma")

#define RELEASE "pg/mL/d/1e9/cell/1e9/cell" /* a day, per square of 1e9 cells */

#define PARAMETERS(ROW)                                                                        \
  ROW(B0,   4.14,   "1e9*cell",     0,    50,   hardiansyah, "B cells at the start")           \
  ROW(rB,   9.3e-3, "1/d",          0,    0.02, hardiansyah, "growth of B cells")              \
  ROW(dB,   7.6e-3, "1/d",          0,    0.02, hardiansyah, "death of B cells")               \
  ROW(K,    0.19,   "1/d/1e9/cell", 0,    20,   hardiansyah, "killing of B by effectors")      \
  ROW(rE,   16.16,  "1/d/1e9/cell", 0,    50,   hardiansyah, "growth of effectors on B")       \
  ROW(dE,   23.04,  "1/d",          0,    50,   hardiansyah, "death of effectors")             \
  ROW(aE,   0.024,  "1/d",          0,    1,    hardiansyah, "effectors to memory")            \
  ROW(rM,   0.0509, "1/d",          0,    0.1,  hardiansyah, "growth of memory cells")         \
  ROW(dM,   0.408,  "1/d",          0,    2,    hardiansyah, "death of memory cells")          \
  ROW(aM,   1.,     "1/d",          0,    10,   hardiansyah, "memory to effectors")            \
  ROW(h,    1e5,    "1e9*cell",     1e-4, 1e6,  hardiansyah, "B at half memory formation")     \
  ROW(kin,  76.78,  "1/d",          1,    200,  hardiansyah, "blood to tissue")                \
  ROW(kout, 1.84,   "1/d",          0.1,  20,   hardiansyah, "tissue to blood")                \
  ROW(P6,   1800.,  RELEASE,        0,    1e5,  hardiansyah, "release of interleukin 6")       \
  ROW(d6,   3.96,   "1/d",          0.1,  20,   hardiansyah, "loss of interleukin 6")          \
  ROW(I6b,  1.7,    "pg/mL",        0,    50,   hardiansyah, "interleukin 6 at rest")          \
  ROW(P10,  700.,   RELEASE,        0,    1e5,  hardiansyah, "release of interleukin 10")      \
  ROW(d10,  4.68,   "1/d",          0.1,  20,   hardiansyah, "loss of interleukin 10")         \
  ROW(I10b, 4.5,    "pg/mL",        0,    50,   hardiansyah, "interleukin 10 at rest")         \
  ROW(PG,   300.,   RELEASE,        0,    1e5,  hardiansyah, "release of interferon gamma")    \
  ROW(dG,   1.51,   "1/d",          0.1,  20,   hardiansyah, "loss of interferon gamma")       \
  ROW(Gb,   2.3,    "pg/mL",        0,    50,   hardiansyah, "interferon gamma at rest")       \
  ROW(aG,   0.59,   "1",            0,    1,    hardiansyah, "its part beyond inhibition")     \
  ROW(bG,   650.,   "pg/mL",        1,    1e5,  hardiansyah, "I10 at half inhibition")

#define INPUTS(ROW)                                                                            \
  ROW(cells, "1e9*cell/d", 1, 0, 0, "infusion of CAR-T cells")

#define OUTPUTS(ROW)                                                                           \
  ROW(CART,     "1e9*cell", "CAR-T cells in blood")                                            \
  ROW(CART_all, "1e9*cell", "CAR-T cells in blood and tissue")

#define PRESETS(ROW)                                                                           \
  ROW(upn1, hardiansyah, "patient UPN1, high burden, who had 1.1e9 cells: the defaults",       \
      SET(B0, 4.14) SET(K, 0.19) SET(rE, 16.16) SET(dE, 23.04) SET(aE, 0.024)                  \
      SET(P6, 1800) SET(P10, 700) SET(PG, 300) SET(I6b, 1.7) SET(I10b, 4.5) SET(Gb, 2.3))      \
  ROW(upn3, hardiansyah, "patient UPN3, low burden, who had 1.4e7 cells",                      \
      SET(B0, 0.93) SET(K, 2.21) SET(rE, 14.40) SET(dE, 1.44) SET(aE, 0.12)                    \
      SET(P6, 6000) SET(P10, 17000) SET(PG, 6000) SET(I6b, 1) SET(I10b, 0.5) SET(Gb, 1.7))
/* clang-format on */

#include "model.h"
#endif

START
  init(B) = B0;
  init(I6) = I6b;
  init(I10) = I10b;
  init(G) = Gb;
END

OBSERVE
  out(CART) = E + M;
  out(CART_all) = E + Et + M + Mt;
END

EQUATIONS
  const real f = B / (B + h); /* whether B cells are many */
  const real to_memory = aE * E * (1 - f) - aM * M * f;
  const real contact = B * E;

  ddt(B) = (rB - dB - K * E) * B;
  ddt(E) = cells + rE * E * B - dE * E - kin * E + kout * Et - to_memory;
  ddt(Et) = kin * E - kout * Et;
  ddt(M) = (rM - dM) * M - kin * M + kout * Mt + to_memory;
  ddt(Mt) = kin * M - kout * Mt;
  ddt(I6) = P6 * contact - d6 * (I6 - I6b);
  ddt(I10) = P10 * contact - d10 * (I10 - I10b);
  ddt(G) = PG * contact * (aG + (1 - aG) * bG / (bG + I10)) - dG * (G - Gb);
END
