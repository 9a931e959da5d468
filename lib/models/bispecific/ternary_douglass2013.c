/* Three-body equilibrium: a bispecific B that holds a target A and a target C at once.
 *
 * The idea of every engager: too little B bridges few pairs, too much of it fills both targets
 * singly (autoinhibition), so that the ternary complex ABC is a bell over log(Bt).  Its top is
 * where free B is sqrt(KAB * KBC), whatever the targets are and however the bindings
 * cooperate.
 *
 * Without cooperativity (alpha 1) neither binding knows of the other, and ABC is a product of
 * fractions (ABC_alone).  With it, free B solves an equation.  Its unknown is u = log(Bt / B):
 * with quadratics free of cancellation, that keeps 12 digits over 12 decades of concentration
 * (fewer of what is free where all is bound, drug and both targets being equal).
 *
 * Limits.  A well-stirred solution: in a synapse, where membranes hold both targets, there is
 * far more ABC.  Targets are concentrations: copies on a cell times cells in a litre, over
 * Avogadro's number. */
#ifndef MODEL
/* clang-format off */
#define MODEL    ternary_douglass2013
#define TITLE    "Ternary complex of a bispecific and two targets at equilibrium"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(douglass, "10.1021/ja311795d",                                                           \
      "Douglass EF, J Am Chem Soc, 2013 (three-body equilibrium, cooperativity)")              \
  ROW(liu, "10.7554/eLife.83659", "Liu, eLife, 2023 (affinities of blinatumomab)")

#define STATES(ROW)

#define PARAMETERS(ROW)                                                                        \
  ROW(At,    10., "nmol/L", 0,    1e6, assumed, "target A in all")                             \
  ROW(Bt,    5.,  "nmol/L", 0,    1e6, assumed, "bispecific in all")                           \
  ROW(Ct,    20., "nmol/L", 0,    1e6, assumed, "target C in all")                             \
  ROW(KAB,   2.,  "nmol/L", 1e-4, 1e4, assumed, "dissociation of A from B")                    \
  ROW(KBC,   50., "nmol/L", 1e-4, 1e4, assumed, "dissociation of C from B")                    \
  ROW(alpha, 1.,  "1",      1e-4, 1e4, assumed,                                             \
      "cooperativity: above 1 for a tighter second binding")

/* the root of what stands below is that of (At + Ct + width)^2 - 4 At Ct */
#define DERIVED(ROW)                                                                           \
  ROW(width, power(sqrt(KAB) + sqrt(KBC), 2) / alpha, "nmol/L",                                \
      "what the targets have to exceed for most of the scarcer one to be bridged")             \
  ROW(ABC_top, 2 * At * Ct / (At + Ct + width                                                  \
      + sqrt((At - Ct) * (At - Ct) + width * (width + 2 * (At + Ct)))),                        \
      "nmol/L", "ternary complex at the top of the bell")                                      \
  ROW(Bt_top, sqrt(KAB * KBC) + ABC_top                                                        \
      + ((At - ABC_top) * sqrt(KBC) + (Ct - ABC_top) * sqrt(KAB)) / (sqrt(KAB) + sqrt(KBC)),   \
      "nmol/L", "bispecific at the top of the bell")

#define INPUTS(ROW)

#define OUTPUTS(ROW)                                                                           \
  ROW(A,   "nmol/L", "free target A")                                                          \
  ROW(B,   "nmol/L", "free bispecific")                                                        \
  ROW(C,   "nmol/L", "free target C")                                                          \
  ROW(AB,  "nmol/L", "A with bispecific")                                                      \
  ROW(BC,  "nmol/L", "C with bispecific")                                                      \
  ROW(ABC, "nmol/L", "ternary complex")                                                        \
  ROW(ABC_alone, "nmol/L", "ternary complex without cooperativity, in closed form")            \
  ROW(occupied_A, "1", "part of A that holds bispecific")                                      \
  ROW(occupied_C, "1", "part of C that holds bispecific")

#define PRESETS(ROW)                                                                           \
  ROW(blinatumomab, liu, "affinities of blinatumomab: A is CD19, C is CD3",                    \
      SET(KAB, 1.49) SET(KBC, 260))                                                            \
  ROW(blood, assumed,                                                                          \
      "blood at 0.6 ng/mL: 7e4 B cells/mL of 22000 CD19, 1e6 T cells/mL of 60000 CD3",         \
      SET(Bt, 0.010909) SET(At, 2.5572e-3) SET(Ct, 0.0996324))
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  const number most = 1 + At / KAB + Ct / KBC + alpha * (At / KAB) * (Ct / KBC); /* Bt / B */
  SOLVE(u, 0, log(most))
  const real b = Bt * exp(-u);
  const real p = 1 + b / KAB;
  const real q = 1 + b / KBC;
  const real k = alpha * b / (KAB * KBC);
  const real a = positive_root(k * p, p * q + k * (Ct - At), q * At); /* free A */
  const real c = Ct / (q + k * a);
  ZERO(u, u - log(1 + a / KAB + c / KBC + alpha * (a / KAB) * (c / KBC)))

  out(A) = a;
  out(B) = b;
  out(C) = c;
  out(AB) = b * a / KAB;
  out(BC) = b * c / KBC;
  out(ABC) = k * a * c;
  out(occupied_A) = (b / KAB + k * c) / (p + k * c);
  out(occupied_C) = (b / KBC + k * a) / (q + k * a);

  /* without cooperativity, free A and free C are as if the other were not there */
  const number a1 = positive_root(1, Bt - At + KAB, KAB * At);
  const number c1 = positive_root(1, Bt - Ct + KBC, KBC * Ct);
  out(ABC_alone) = Bt * (a1 / (KAB + a1)) * (c1 / (KBC + c1));
END

EQUATIONS
END
