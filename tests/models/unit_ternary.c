/* For the tests: a bispecific B that binds one target A and one target D, at equilibrium; what is
 * free of B solves an equation. */
#ifndef MODEL
/* clang-format off */
#define MODEL    unit_ternary
#define TITLE    "Test: ternary complex at equilibrium"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(Bt, "nmol/L", 1e-6, "bispecific in all")                                                 \
  ROW(S,  "nmol*h/L", 1e-6, "ternary complex so far")

#define PARAMETERS(ROW)                                                                        \
  ROW(k,  0.1,  "1/h",    1e-3, 10,  assumed, "loss of the bispecific, bound or not")          \
  ROW(B0, 20.,  "nmol/L", 0,    1e4, assumed, "at the start")                                  \
  ROW(At, 3.,   "nmol/L", 0,    1e4, assumed, "target A in all")                               \
  ROW(Dt, 5.,   "nmol/L", 0,    1e4, assumed, "target D in all")                               \
  ROW(KA, 0.5,  "nmol/L", 1e-3, 1e4, assumed, "dissociation from A")                           \
  ROW(KD, 2.,   "nmol/L", 1e-3, 1e4, assumed, "dissociation from D")

#define INPUTS(ROW)  ROW(iv, "nmol/L/h", 1, 0, 0, "given")
#define OUTPUTS(ROW)                                                                           \
  ROW(b,   "nmol/L", "free bispecific")                                                        \
  ROW(abd, "nmol/L", "ternary complex")
/* clang-format on */

#include "model.h"
#endif

START
  init(Bt) = B0;
END

OBSERVE
  SOLVE(free_b, 0, Bt)
  const real pA = 1 + free_b / KA;
  const real pD = 1 + free_b / KD;
  /* free A: A pA + A D b / (KA KD) = At, and so for D */
  const real ternary = free_b / (KA * KD);
  const real A = positive_root(ternary * pA, pA * pD + ternary * (Dt - At), pD * At);
  const real D = Dt / (pD + ternary * A);
  ZERO(free_b, free_b + A * free_b / KA + D * free_b / KD + ternary * A * D - Bt)
  out(b) = free_b;
  out(abd) = ternary * A * D;
END

EQUATIONS
  ddt(Bt) = iv - k * Bt;
  ddt(S) = abd;
END
