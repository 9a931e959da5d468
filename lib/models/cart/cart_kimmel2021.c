/* CAR-T cells among the patient's own T cells: why lymphodepletion comes first.
 *
 * Both compete for the same room.  Own cells N grow back to K_N; CAR-T cells C grow fast while
 * T cells are few and slower when they crowd, and shrink once all together exceed K_C, which is
 * less than K_N.  N0, what lymphodepletion has left, therefore decides how far C gets.  C0 are
 * CAR-T cells in the body at the start; set it to 0 where the infusion is a dose.
 *
 * From axi-cel in large B-cell lymphoma.  B falls to tens of thousands or to two cells, by its
 * growth, and comes back: cure is a matter of chance in the paper, below 100 cells.  least > 0
 * ends B that falls through it; published: 0.  gamma and k_B, or k_B and r_B, cannot be told
 * apart.  The logarithm sees no less than 1e-12 of K_N, a quarter of a cell. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_kimmel2021
#define TITLE    "CAR-T cells in competition with T cells after lymphodepletion"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(kimmel, "10.1098/rspb.2021.0229",                                                        \
      "Kimmel GJ, Proc R Soc B, 2021 (equations, parameters)")

#define STATES(ROW)                                                                            \
  ROW(N, "cell", 1e-6, "T cells of the patient")                                               \
  ROW(C, "cell", 1e-6, "CAR-T cells")                                                          \
  ROW(B, "cell", 1e-6, "tumour cells")

#define PARAMETERS(ROW)                                                                        \
  /* name  default   unit      low   high  source   meaning */                                 \
  ROW(r_N,   0.170,  "1/d",    0,    1,    kimmel,  "growth of own T cells")                   \
  ROW(K_N,   2.5e11, "cell",   1e10, 5e12, kimmel,  "own T cells that the body holds")         \
  ROW(K_C,   6.96e10, "cell",  1e9,  1e12, kimmel,                                             \
      "T cells above which CAR-T shrink (quartiles 6.15e10 and 9.65e10)")                      \
  ROW(rho_C, 0.0251, "1/d",    0,    1,    kimmel,  "rate of CAR-T where T cells are K_N")     \
  ROW(a,     0.423,  "1",      0.01, 10,   kimmel,  "how soon crowding slows CAR-T")           \
  ROW(b,     0.525,  "1/d",    0,    3,    kimmel,  "what few T cells add to that rate")       \
  ROW(r_B,   0.19,   "1/d",    0,    0.5,  kimmel,  "growth of the tumour (0.01 to 0.5)")      \
  ROW(gamma, 1.15,   "1/d",    0,    5,    kimmel,                                             \
      "fastest killing (quartiles 0.64 and 1.35)")                                             \
  ROW(k_B,   2.024e9, "cell",  1e7,  1e11, kimmel,                                             \
      "CAR-T at half of that (quartiles 1.40e9 and 3.13e9)")                                   \
  ROW(N0,    3e9,    "cell",   0,    5e12, kimmel,  "own T cells at the start")                \
  ROW(C0,    1.8e8,  "cell",   0,    1e12, kimmel,  "CAR-T cells at the start")                \
  ROW(B0,    9.486e10, "cell", 0,    1e13, kimmel,  "tumour cells at the start")               \
  ROW(blood, 500,    "cell/uL", 50,  5000, kimmel,  "T cells in blood that correspond to K_N") \
  ROW(least, 0,      "cell",   0,    1000, assumed,                                            \
      "below this the tumour is gone; published: 0")

#define INPUTS(ROW)                                                                            \
  ROW(cells, "cell/d", 1, 0, 0, "infusion of CAR-T cells")

#define OUTPUTS(ROW)                                                                           \
  ROW(T,       "cell",    "all T cells")                                                       \
  ROW(C_blood, "cell/uL", "CAR-T cells in blood")                                              \
  ROW(N_blood, "cell/uL", "own T cells in blood")                                              \
  ROW(r_C,     "1/d",     "rate of CAR-T cells")

#define SWITCHES(ROW)                                                                          \
  ROW(no_B, least - B, "the tumour is gone")

#define JUMPS(ROW)                                                                             \
  ROW(no_B, B, 0, "gone")

#define PRESETS(ROW)                                                                           \
  ROW(slow,   kimmel, "tumour of slow growth",               SET(r_B, 0.105))                  \
  ROW(medium, kimmel, "tumour of medium growth: the default", SET(r_B, 0.19))                  \
  ROW(fast,   kimmel, "tumour of fast growth",               SET(r_B, 0.265))
/* clang-format on */

#include "model.h"
#endif

START
  init(N) = N0;
  init(C) = C0;
  init(B) = B0;
END

OBSERVE
  const real all = N + C;
  const real room = all - K_N;

  out(T) = all;
  out(C_blood) = blood * C / K_N;
  out(N_blood) = blood * N / K_N;
  out(r_C) = rho_C + b * room * room / (a * all * all + room * room);
END

EQUATIONS
  const real crowd = larger(T / K_N, 1e-12);

  ddt(N) = -r_N * N * log(crowd);
  ddt(C) = cells - r_C * C * log(crowd * K_N / K_C);
  ddt(B) = r_B * B - gamma * B * C / (k_B + C);
END
