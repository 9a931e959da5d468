/* Tisagenlecleucel in blood of children and young adults with leukaemia, as copies of its
 * transgene: expansion until Tmax, then contraction to a part FB that persists.
 *
 * E expands at rho from Cmax / foldx and contracts from Tmax on, when M begins to receive the
 * persisting part; the infused dose does not enter.  Tocilizumab and steroids, from their
 * first day on, multiply the rate of expansion: Cmax is the peak of a patient who had neither.
 * One in a thousand patients drawn has beta above alpha; nothing persists in them, where the
 * paper's k would make M negative. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_stein2019
#define TITLE    "Tisagenlecleucel in blood: expansion, contraction, persistence, comedication"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(stein, "10.1002/psp4.12388",                                                             \
      "Stein AM, CPT Pharmacometrics Syst Pharmacol, 2019 (structure, Table 1)")

#define STATES(ROW)                                                                            \
  ROW(E, "copies/ug", 1e-3, "expanding, then contracting cells, per microgram of DNA")         \
  ROW(M, "copies/ug", 1e-3, "persisting cells, per microgram of DNA")

#define PARAMETERS(ROW)                                                                        \
  ROW(foldx, 3900.,  "1",         1,    1e9, stein,   "fold expansion")                        \
  ROW(Tmax,  9.3,    "d",         1,    40,  stein,   "time of the peak")                      \
  ROW(Cmax,  24000., "copies/ug", 10,   1e6, stein,   "peak without comedication")             \
  ROW(alpha, 0.16,   "1/d",       5e-3, 10,  stein,   "contraction")                           \
  ROW(FB,    0.0079, "1",         0,    1,   stein,   "fraction that persists")                \
  ROW(beta,  0.0032, "1/d",       0,    0.1, stein,   "decline of persisting cells")           \
  ROW(Ftoci, 1.2,    "1",         0.1,  2,   stein,   "factor on rho after tocilizumab")       \
  ROW(Fster, 1.0,    "1",         0.1,  2,   stein,   "factor on rho after a steroid")         \
  ROW(ttoci, 1e5,    "d",         0,    1e5, patient, "first tocilizumab; 1e5: never")         \
  ROW(tster, 1e5,    "d",         0,    1e5, patient, "first steroid; 1e5: never")

#define DERIVED(ROW)                                                                           \
  ROW(rho, log(foldx) / Tmax,           "1/d", "rate of expansion")                            \
  ROW(k,   FB * positive(alpha - beta), "1/d", "contracting to persisting cells")

#define INPUTS(ROW)

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "copies/ug", "transgene in blood, per microgram of DNA")

#define SWITCHES(ROW)                                                                          \
  ROW(late, t - Tmax,  "after the peak")                                                       \
  ROW(toci, t - ttoci, "tocilizumab has been given")                                           \
  ROW(ster, t - tster, "a steroid has been given")

#define VARIES(ROW) /* standard deviations: as variances their errors would be too small */    \
  ROW(foldx, log_normal, 2.4,  stein)                                                          \
  ROW(Tmax,  log_normal, 0.38, stein)                                                          \
  ROW(Cmax,  log_normal, 0.65, stein)                                                          \
  ROW(alpha, log_normal, 0.91, stein)                                                          \
  ROW(FB,    log_normal, 0.80, stein)                                                          \
  ROW(beta,  log_normal, 0.86, stein)

#define RESIDUAL(ROW)                                                                          \
  ROW(C, log_additive, 0.56, stein)
/* clang-format on */

#include "model.h"
#endif

START
  init(E) = Cmax / foldx;
END

OBSERVE
  out(C) = E + M;
END

EQUATIONS
  const real F = factor(toci, Ftoci) * factor(ster, Fster);

  ddt(E) = (1 - late) * rho * F * E - late * alpha * E;
  ddt(M) = late * (k * E - beta * M);
END
