/* Trastuzumab emtansine in monkeys and rats, resolved by the number of payloads on an
 * antibody.
 *
 * Species n = 0..7 carries n payloads.  All share one disposition, three compartments; in
 * the central one species n turns into n - 1.  So total antibody does not depend on the rates
 * of that, and only the mean number of payloads tells them apart.  The system is linear.
 *
 * The lot called "DAR 3.1" has 3.07 payloads by the paper's own, rounded fractions.  CL
 * holds the breakdown of the antibody in plasma too (rates 0.0939 and 0.156 1/d): for plasma
 * in a tube only that is left, see the presets.  A dose is shared out by f0 to f7, which
 * must add up to 1. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_bender2014
#define TITLE    "Trastuzumab emtansine losing payloads one by one"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(bender, "10.1208/s12248-014-9618-3", "Bender B, AAPS J, 2014 (Table II)")

/* a species, and the one above it */
#define SPECIES(S, ...)                                                                        \
  S(0, 1, __VA_ARGS__) S(1, 2, __VA_ARGS__) S(2, 3, __VA_ARGS__) S(3, 4, __VA_ARGS__)          \
  S(4, 5, __VA_ARGS__) S(5, 6, __VA_ARGS__) S(6, 7, __VA_ARGS__) S(7, 8, __VA_ARGS__)

#define SPECIES_STATES(n, m, ROW)                                                              \
  ROW(X##n##_1, "ug", 1e-4, "antibody with " #n " payloads, central")                          \
  ROW(X##n##_2, "ug", 1e-4, "antibody with " #n " payloads, first periphery")                  \
  ROW(X##n##_3, "ug", 1e-4, "antibody with " #n " payloads, second periphery")
#define STATES(ROW) SPECIES(SPECIES_STATES, ROW)

#define PARAMETERS(ROW)                                                                        \
  /* name default unit   low   high  source  meaning */                                        \
  ROW(CL, 17.4,   "mL/d", 0,    1000, bender, "clearance of the antibody")                     \
  ROW(V1, 148,    "mL",   1,    1e4,  bender, "central volume")                                \
  ROW(Q2, 25.5,   "mL/d", 0,    1000, bender, "exchange with the first periphery")             \
  ROW(V2, 57.2,   "mL",   1,    1e4,  bender, "volume of the first periphery")                 \
  ROW(Q3, 81.2,   "mL/d", 0,    1000, bender, "exchange with the second periphery")            \
  ROW(V3, 127,    "mL",   1,    1e4,  bender, "volume of the second periphery")                \
  ROW(k3, 0.341,  "1/d",  0,    5,    bender, "loss of a payload, from 7 to 6 down to 3 to 2") \
  ROW(k2, 0.255,  "1/d",  0,    5,    bender, "loss of a payload, from 2 to 1")                \
  ROW(k1, 0.0939, "1/d",  0,    5,    bender, "loss of the last payload")                      \
  ROW(f0, 0.02,   "1",    0,    1,    bender, "part of the dose without payload")              \
  ROW(f1, 0.13,   "1",    0,    1,    bender, "part of the dose with 1 payload")               \
  ROW(f2, 0.23,   "1",    0,    1,    bender, "part of the dose with 2 payloads")              \
  ROW(f3, 0.26,   "1",    0,    1,    bender, "part of the dose with 3 payloads")              \
  ROW(f4, 0.19,   "1",    0,    1,    bender, "part of the dose with 4 payloads")              \
  ROW(f5, 0.10,   "1",    0,    1,    bender, "part of the dose with 5 payloads")              \
  ROW(f6, 0.05,   "1",    0,    1,    bender, "part of the dose with 6 payloads")              \
  ROW(f7, 0.02,   "1",    0,    1,    bender, "part of the dose with 7 payloads")              \
  ROW(least, 1e-9, "ug",  0,    0,    exact,  "what makes DAR 0 without antibody")

#define DERIVED(ROW)                                                                           \
  ROW(dose_DAR, f1 + 2 * f2 + 3 * f3 + 4 * f4 + 5 * f5 + 6 * f6 + 7 * f7, "1",                 \
      "payloads on an antibody of the dose")                                                   \
  ROW(dose_all, f0 + f1 + f2 + f3 + f4 + f5 + f6 + f7, "1", "all parts of the dose: 1")

#define INPUTS(ROW) ROW(iv, "ug/d", 1, 0, 0, "intravenous dose rate, all species together")

#define OUTPUTS(ROW)                                                                           \
  ROW(TAb, "ug/mL", "antibody in plasma, with payloads or without")                            \
  ROW(ADC, "ug/mL", "antibody in plasma with at least one payload")                            \
  ROW(P,   "ug/mL", "payloads on antibody in plasma, each counted as its antibody")            \
  ROW(DAR, "1",     "payloads on an antibody in plasma, mean of all species")

#define PRESETS(ROW)                                                                           \
  ROW(cyno, bender, "cynomolgus monkey",                                                       \
      SET(CL, 17.4) SET(V1, 148) SET(Q2, 25.5) SET(V2, 57.2) SET(Q3, 81.2) SET(V3, 127)        \
      SET(k3, 0.341) SET(k2, 0.255) SET(k1, 0.0939))                                           \
  ROW(rat, bender, "rat",                                                                      \
      SET(CL, 2.42) SET(V1, 11.0) SET(Q2, 49.0) SET(V2, 3.44) SET(Q3, 12.0) SET(V3, 16.7)      \
      SET(k3, 0.543) SET(k2, 0.388) SET(k1, 0.114))                                            \
  ROW(cyno_tube, bender, "plasma of a monkey in a tube: no distribution",                      \
      SET(CL, 0.0939 * 148) SET(V1, 148) SET(Q2, 0) SET(Q3, 0)                                 \
      SET(k3, 0.341) SET(k2, 0.255) SET(k1, 0.0939))                                           \
  ROW(rat_tube, bender, "plasma of a rat in a tube: no distribution",                          \
      SET(CL, 0.156 * 11.0) SET(V1, 11.0) SET(Q2, 0) SET(Q3, 0)                                \
      SET(k3, 0.543) SET(k2, 0.388) SET(k1, 0.114))                                            \
  ROW(lot_1_5, bender, "the lot with 1.5 payloads on an antibody",                             \
      SET(f0, 0.21) SET(f1, 0.35) SET(f2, 0.26) SET(f3, 0.13) SET(f4, 0.04) SET(f5, 0.01)      \
      SET(f6, 0) SET(f7, 0))

/* of monkeys; printed as coefficients of variation 24.8, 11.7, 46.8 %: sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(CL, log_normal, 0.244309, bender)                                                        \
  ROW(V1, log_normal, 0.116603, bender)                                                        \
  ROW(V2, log_normal, 0.445029, bender)

#define RESIDUAL(ROW) /* monkeys; rats 0.111 */                                                \
  ROW(TAb, proportional, 0.153, bender)                                                        \
  ROW(ADC, proportional, 0.153, bender)
/* clang-format on */

#include "model.h"
#endif

START
END

/* clang-format off */
#define PLUS(n, m, weight) + weight(n) * X##n##_1
#define ONE(n) 1
#define PAYLOADS(n) n
/* clang-format on */

OBSERVE
  const real antibody = SPECIES(PLUS, ONE);
  const real payload = SPECIES(PLUS, PAYLOADS);

  out(TAb) = antibody / V1;
  out(ADC) = (antibody - X0_1) / V1;
  out(P) = payload / V1;
  out(DAR) = payload / (positive(antibody) + least);
END

#define SPECIES_EQUATIONS(n, m, ...)                                                           \
  ddt(X##n##_1) = f##n * iv + k##m * X##m##_1 - k##n * X##n##_1 -                              \
                  (CL / V1 + Q2 / V1 + Q3 / V1) * X##n##_1 + (Q2 / V2) * X##n##_2 +            \
                  (Q3 / V3) * X##n##_3;                                                        \
  ddt(X##n##_2) = (Q2 / V1) * X##n##_1 - (Q2 / V2) * X##n##_2;                                 \
  ddt(X##n##_3) = (Q3 / V1) * X##n##_1 - (Q3 / V3) * X##n##_3;

EQUATIONS
  const number k4 = k3, k5 = k3, k6 = k3, k7 = k3;
  const double k0 = 0, k8 = 0, X8_1 = 0; /* nothing is below 0 or above 7 */

  SPECIES(SPECIES_EQUATIONS)
END
