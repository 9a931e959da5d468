/* CAR-T cells, leukaemia and B cells in the whole body: CAR-T cells grow on whatever carries
 * CD19 and kill it; what they leave of the leukaemia grows again when they are gone.
 *
 * Two of the paper's sets of equations in one: with I0 > 0 (the default) the marrow makes B
 * cells unless CAR-T cells suppress it, and its immature cells feed CAR-T cells a little; with
 * I0 = 0 (preset no_marrow) there are three cells and nothing else.  The feeding term is as its
 * curated encoding has it, without a factor C: one_cell says so.  With that factor the peak
 * would change by 2e-6 and the lowest CAR-T by 0.3 %.
 *
 * Nothing ever dies out: troughs of some cells decide when the relapse comes.  least > 0, such
 * as 1 cell, ends a population that falls through it; published: 0.  Relapse is with CD19, as a
 * second wave of predator and prey; one without CD19 is not in this model.
 *
 * C0 are the cells of the first infusion, for the body and not per kg; later ones are doses. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_leontriana2021
#define TITLE    "CAR-T cells, leukaemia and B cells: aplasia, and relapse with CD19"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(leontriana, "10.1016/j.cnsns.2020.105570",                                               \
      "Leon-Triana O, Commun Nonlinear Sci Numer Simul, 2021 (curated equations and values)")

#define STATES(ROW)                                                                            \
  ROW(C, "cell", 1e-6, "CAR-T cells")                                                          \
  ROW(L, "cell", 1e-6, "leukaemia")                                                            \
  ROW(B, "cell", 1e-6, "B cells")

#define PARAMETERS(ROW)                                                                        \
  /* name  default    unit        low    high   source      meaning */                         \
  ROW(rho_C, 1.125e-11, "1/d/cell", 1e-13, 1e-10, leontriana, "growth of CAR-T per target")    \
  ROW(alpha, 4.5e-11, "1/d/cell", 1e-12, 1e-9,  leontriana, "killing per CAR-T cell")          \
  ROW(rho_L, 0.0333333, "1/d",    0,     0.1,   leontriana, "growth of the leukaemia")         \
  ROW(tau_C, 14,      "d",        1,     365,   leontriana, "lifetime of CAR-T cells")         \
  ROW(tau_B, 60,      "d",        5,     365,   leontriana, "lifetime of B cells")             \
  ROW(tau_I, 6,       "d",        1,     60,    leontriana, "lifetime of immature B cells")    \
  ROW(beta,  0.1,     "1",        0,     1,     leontriana, "CD19 of immature, of mature")     \
  ROW(C50,   1e9,     "cell",     1e6,   1e15,  leontriana, "CAR-T at half marrow output")     \
  ROW(I0,    1e7,     "cell",     0,     1e11,  leontriana, "immature B cells of the marrow")  \
  ROW(C0,    1e7,     "cell",     0,     1e11,  leontriana, "CAR-T cells at the start")        \
  ROW(L0,    5e10,    "cell",     0,     1e12,  leontriana, "leukaemia at the start")          \
  ROW(B0,    2.5e10,  "cell",     0,     1e12,  leontriana, "B cells at the start")            \
  ROW(least, 0,       "cell",     0,     1000,  assumed,                                       \
      "below this, CAR-T cells or leukaemia are gone; published: 0")                           \
  ROW(one_cell, 1,    "cell",     0,     0,     exact,      "see above: a factor as encoded")

#define DERIVED(ROW)                                                                           \
  ROW(C_turn, rho_L / alpha,         "cell", "CAR-T at which leukaemia turns")                 \
  ROW(target_turn, 1 / (rho_C * tau_C), "cell",                                                \
      "target cells at which CAR-T turn, without marrow")

#define INPUTS(ROW)                                                                            \
  ROW(cells, "cell/d", 1, 0, 0, "infusion of CAR-T cells")

#define OUTPUTS(ROW)                                                                           \
  ROW(target, "cell",   "cells with CD19")                                                     \
  ROW(marrow, "cell/d", "B cells that the marrow makes")

#define SWITCHES(ROW)                                                                          \
  ROW(no_C, least - C, "CAR-T cells are gone")                                                 \
  ROW(no_L, least - L, "the leukaemia is gone")

#define JUMPS(ROW)                                                                             \
  ROW(no_C, C, 0, "gone")                                                                      \
  ROW(no_L, L, 0, "gone")

#define PRESETS(ROW)                                                                           \
  ROW(no_marrow, leontriana, "three cells without marrow", SET(I0, 0))
/* clang-format on */

#include "model.h"
#endif

START
  init(C) = C0;
  init(L) = L0;
  init(B) = B0;
END

OBSERVE
  out(target) = L + B;
  out(marrow) = I0 / tau_I / (1 + C / C50);
END

EQUATIONS
  const real fed_by_marrow = rho_C * beta * tau_I * marrow * one_cell;

  ddt(C) = cells + rho_C * target * C - C / tau_C + fed_by_marrow;
  ddt(L) = rho_L * L - alpha * L * C;
  ddt(B) = marrow - alpha * B * C - B / tau_B;
END
