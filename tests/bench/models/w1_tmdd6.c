/* Workload W1 of the benchmarks: target-mediated disposition and two indirect responses.
 *
 * Drug C binds the receptor R; the complex X inhibits one response and stimulates another.  The
 * receptor switches from saturated to free once a dose, which costs most of the steps. */
#ifndef MODEL
/* clang-format off */
#define MODEL    w1_tmdd6
#define TITLE    "Benchmark W1: target-mediated disposition with two responses"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                             \
  ROW(C,  "nmol/L", 1e-1, "drug in plasma")                                                     \
  ROW(P,  "nmol/L", 1e-1, "drug in the periphery")                                              \
  ROW(R,  "nmol/L", 1e-2, "free receptor")                                                      \
  ROW(X,  "nmol/L", 1e-2, "drug-receptor complex")                                              \
  ROW(E1, "1",      1e-1, "response that the complex inhibits")                                 \
  ROW(E2, "1",      1e-3, "response whose loss the complex stimulates")

#define PARAMETERS(ROW)                                                                         \
  ROW(CL,    0.010, "L/h",      1e-4, 1,   assumed, "clearance")                                \
  ROW(V1,    3.0,   "L",        0.1,  100, assumed, "central volume")                           \
  ROW(Q,     0.020, "L/h",      1e-4, 1,   assumed, "exchange with the periphery")              \
  ROW(V2,    2.5,   "L",        0.1,  100, assumed, "peripheral volume")                        \
  ROW(kon,   3.6,   "L/nmol/h", 1e-3, 100, assumed, "association")                              \
  ROW(koff,  0.36,  "1/h",      1e-4, 100, assumed, "dissociation")                             \
  ROW(kdeg,  0.05,  "1/h",      1e-4, 10,  assumed, "turnover of the receptor")                 \
  ROW(kint,  0.02,  "1/h",      1e-4, 10,  assumed, "loss of the complex")                      \
  ROW(R0,    20.0,  "nmol/L",   0.1,  1e3, assumed, "receptor at baseline")                     \
  ROW(kout1, 0.05,  "1/h",      1e-3, 10,  assumed, "turnover of the first response")           \
  ROW(E10,   100.0, "1",        1,    1e4, assumed, "first response at baseline")               \
  ROW(Imax,  0.95,  "1",        0,    1,   assumed, "largest inhibition")                       \
  ROW(IC50,  5.0,   "nmol/L",   1e-2, 1e3, assumed, "complex at half inhibition")               \
  ROW(kout2, 0.03,  "1/h",      1e-3, 10,  assumed, "turnover of the second response")          \
  ROW(E20,   1.0,   "1",        1e-2, 100, assumed, "second response at baseline")              \
  ROW(Emax,  4.0,   "1",        0,    100, assumed, "largest stimulation")                      \
  ROW(EO50,  0.3,   "1",        1e-2, 1,   assumed, "occupancy at half stimulation")            \
  ROW(hO,    1.5,   "1",        0.5,  4,   assumed, "steepness of the stimulation")

#define INPUTS(ROW)  ROW(u, "nmol/h", 1, 0, 0, "infusion")
#define OUTPUTS(ROW) ROW(occupancy, "1", "fraction of the receptor bound")
/* clang-format on */
#include "model.h"
#endif

START
  init(R) = R0;
  init(E1) = E10;
  init(E2) = E20;
END

OBSERVE
  out(occupancy) = X / (R + X);
END

EQUATIONS
  const real H = hill(occupancy, EO50, hO);
  const real binding = kon * C * R - koff * X;

  ddt(C) = u / V1 - (CL / V1) * C - (Q / V1) * (C - P) - binding;
  ddt(P) = (Q / V2) * (C - P);
  ddt(R) = kdeg * (R0 - R) - binding;
  ddt(X) = binding - kint * X;
  ddt(E1) = kout1 * E10 * (1 - Imax * X / (IC50 + X)) - kout1 * E1;
  ddt(E2) = kout2 * E20 - kout2 * (1 + Emax * H) * E2;
END
