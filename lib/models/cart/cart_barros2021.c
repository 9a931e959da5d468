/* CAR-T cells against a human tumour in mice: effector cells turn into memory cells, which the
 * tumour's antigen calls back.
 *
 * What falls through a millionth of a cell is gone, so that a tumour is cured and stays so
 * until it is implanted again; memory then decides what the second tumour meets.  Memory
 * formation is not taken from the effectors: eps may exceed rho.
 *
 * The default is HDLM-2, which the cells cure.  The RAJI sets are stiff (theta * T reaches 1e6
 * per day) and have b = 0: their tumour has no ceiling, and the experiment ends by day 20. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_barros2021
#define TITLE    "Effector and memory CAR-T cells against a tumour in mice, with extinction"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(barros, "10.3390/cancers13122941",                                                       \
      "Barros LRC, Cancers, 2021 (equations, parameters, rule of extinction; its simulator)")

#define STATES(ROW)                                                                            \
  ROW(CT, "cell", 1e-8, "effector CAR-T cells")                                                \
  ROW(CM, "cell", 1e-8, "memory CAR-T cells")                                                  \
  ROW(T,  "cell", 1e-8, "tumour cells")

#define PARAMETERS(ROW)                                                                        \
  /* name  default     unit        low  high  source  meaning */                               \
  ROW(phi,   0.265,    "1/d",      0,   2,    barros, "proliferation of effectors")            \
  ROW(rho,   0.35,     "1/d",      0,   2,    barros, "death of effectors")                    \
  ROW(theta, 6.0e-6,   "1/cell/d", 0,   1e-3, barros, "memory to effectors, per tumour cell")  \
  ROW(alpha, 4.5e-8,   "1/cell/d", 0,   1e-6, barros, "exhaustion, per tumour cell")           \
  ROW(eps,   0.15,     "1/d",      0,   2,    barros, "memory made by effectors")              \
  ROW(mu,    5.0e-3,   "1/d",      0,   1,    barros, "death of memory")                       \
  ROW(r,     0.05650026, "1/d",    0,   1,    barros, "growth of the tumour")                  \
  ROW(b,     1.404029e-12, "1/cell", 0, 1e-6, barros, "inverse of the tumour's ceiling")       \
  ROW(gamma, 3.715843e-6, "1/cell/d", 0, 1e-3, barros, "killing, per effector")                \
  ROW(T0,    2e6,      "cell",     0,   1e9,  barros, "tumour at the start")                   \
  ROW(least, 1e-6,     "cell",     0,   1,    barros, "what falls through this is gone")

#define INPUTS(ROW)                                                                            \
  ROW(cells,  "cell/d", 1, 0, 0, "infusion of CAR-T cells")                                    \
  ROW(tumour, "cell/d", 1, 0, 0, "tumour cells implanted")

#define OUTPUTS(ROW)                                                                           \
  ROW(kill, "1/d", "rate at which a tumour cell is killed")

#define SWITCHES(ROW)                                                                          \
  ROW(no_CT, least - CT, "effectors are gone")                                                 \
  ROW(no_CM, least - CM, "memory is gone")                                                     \
  ROW(no_T,  least - T,  "the tumour is gone")

#define JUMPS(ROW)                                                                             \
  ROW(no_CT, CT, 0, "gone")                                                                    \
  ROW(no_CM, CM, 0, "gone")                                                                    \
  ROW(no_T,  T,  0, "gone")

#define PRESETS(ROW)                                                                           \
  ROW(hdlm2, barros, "Hodgkin lymphoma HDLM-2 and CAR-T against CD123: the defaults",          \
      SET(phi, 0.265) SET(rho, 0.35) SET(theta, 6.0e-6) SET(alpha, 4.5e-8) SET(eps, 0.15)      \
      SET(mu, 5.0e-3) SET(r, 0.05650026) SET(b, 1.404029e-12) SET(gamma, 3.715843e-6)          \
      SET(T0, 2e6))                                                                            \
  ROW(raji, barros, "Burkitt lymphoma RAJI and CAR-T against CD19",                            \
      SET(phi, 0.83) SET(rho, 0.8300536) SET(theta, 2.3e-4) SET(alpha, 1.248506e-8)            \
      SET(eps, 1.59795) SET(mu, 6.89e-7) SET(r, 0.5071721) SET(b, 0) SET(gamma, 3.365388e-8)   \
      SET(T0, 3e6))                                                                            \
  ROW(raji_ido, barros, "RAJI that makes IDO, which exhausts effectors",                       \
      SET(phi, 0.83) SET(rho, 0.8300536) SET(theta, 2.3e-4) SET(alpha, 1.461699e-8)            \
      SET(eps, 1.59795) SET(mu, 6.89e-7) SET(r, 0.5071721) SET(b, 0) SET(gamma, 3.365388e-8)   \
      SET(T0, 3e6))                                                                            \
  ROW(raji_ido_1mt, barros, "the same with 1-MT, which inhibits IDO",                          \
      SET(phi, 0.83) SET(rho, 0.8300536) SET(theta, 2.3e-4) SET(alpha, 1.261662e-8)            \
      SET(eps, 1.59795) SET(mu, 6.89e-7) SET(r, 0.5071721) SET(b, 0) SET(gamma, 3.365388e-8)   \
      SET(T0, 3e6))
/* clang-format on */

#include "model.h"
#endif

START
  init(T) = T0;
END

OBSERVE
  out(kill) = gamma * CT;
END

EQUATIONS
  const real called_back = theta * T * CM;

  ddt(CT) = cells + (phi - rho) * CT + called_back - alpha * T * CT;
  ddt(CM) = eps * CT - called_back - mu * CM;
  ddt(T) = tumour + r * T * (1 - b * T) - kill * T;
END
