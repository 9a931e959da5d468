/* From synapses to activated T cells, in a dish: drug bridges CD3 and antigen, ternary
 * complexes on a tumour cell activate CD8 T cells after a delay, activation calls up its own
 * inhibition, and activated T cells kill.
 *
 * Drug, CD3 and antigen bind in solution (B free drug, X with CD3, Y with antigen, Z with
 * both).  Complexes a tumour cell, s, drive activation through three stages k of tau in all;
 * a, the T cells with CD25, is inhibited by its own past g, which follows a through three
 * stages r. The stages r are counted from base upwards (in the publication from 0), so that
 * none turns negative.
 *
 * Some constants are those of a program that accompanies a review; it says that it changed
 * affinity and density of antigen for illustration.  Limits.  Neither drug nor receptors turn
 * over; T cells stay as many as they are.  Antigen of killed cells goes with them but their
 * complexes stay, so that free antigen is cut off at 0. */
#ifndef MODEL
/* clang-format off */
#define MODEL    synapse_vandevyver2021
#define TITLE    "T-cell engager in a dish: synapses, activation with feedback, kill"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(vandevyver, "10.1158/1535-7163.MCT-20-0269",                                             \
      "Van De Vyver AJ, Mol Cancer Ther, 2021 (structure)")                                    \
  ROW(vandevyver_review, "10.1158/1078-0432.CCR-21-0470",                                      \
      "Van De Vyver AJ, Clin Cancer Res, 2021 (parameters, as in its program)")

#define STATES(ROW)                                                                            \
  ROW(B,  "nmol/L",  1e-6,  "free drug")                                                       \
  ROW(X,  "nmol/L",  1e-8,  "drug with CD3")                                                   \
  ROW(Y,  "nmol/L",  1e-8,  "drug with antigen")                                               \
  ROW(Z,  "nmol/L",  1e-11, "drug with both: ternary complex")                                 \
  ROW(k1, "1",       1e-4,  "activation under way, first stage")                               \
  ROW(k2, "1",       1e-4,  "activation under way, second stage")                              \
  ROW(k3, "1",       1e-4,  "activation that has arrived")                                     \
  ROW(a,  "cell/uL", 1e-5,  "activated T cells (CD25+ CD8+)")                                  \
  ROW(r1, "cell/uL", 1e-5,  "inhibition under way, first stage")                               \
  ROW(r2, "cell/uL", 1e-5,  "inhibition under way, second stage")                              \
  ROW(r3, "cell/uL", 1e-5,  "inhibition under way, third stage")                               \
  ROW(g,  "cell/uL", 1e-5,  "inhibition, in the T cells that called it up")                    \
  ROW(N,  "cell/uL", 1e-5,  "tumour cells")

#define PARAMETERS(ROW)                                                                        \
  ROW(konE,  0.036,  "L/nmol/h",    1e-3, 1,   vandevyver_review, "association with CD3")      \
  ROW(koffE, 3.6,    "1/h",         0.01, 100, vandevyver_review, "its dissociation")          \
  ROW(konR,  0.05,   "L/nmol/h",    1e-3, 1,   vandevyver_review, "association with antigen")  \
  ROW(koffR, 3.6,    "1/h",         0.01, 100, vandevyver_review, "its dissociation")          \
  ROW(nT,    230.,   "cell/uL",     1,    1e4, vandevyver_review, "T cells")                   \
  ROW(d3,    1e5,    "copies/cell", 1e3,  1e6, vandevyver_review, "CD3 on a T cell")           \
  ROW(dR,    2e5,    "copies/cell", 1e3,  1e6, vandevyver_review, "antigen on a tumour cell")  \
  ROW(dR_ref, 2.3e5, "copies/cell", 1e3,  1e6, vandevyver_review,                              \
      "antigen that Emax refers to")                                                           \
  ROW(Emax,  178.,   "1",           0,    1e3, vandevyver_review, "strongest activation")      \
  ROW(C50,   0.49,   "copies/cell", 0.01, 1e3, vandevyver_review, "complexes at half of it")   \
  ROW(gam,   1.,     "1",           0.5,  4,   vandevyver_review, "steepness of activation")   \
  ROW(tau,   75.,    "h",           1,    500, vandevyver_review, "delay of activation")       \
  ROW(kin,   0.0598, "cell/uL/h",   1e-3, 1,   vandevyver_review, "activation without drug")   \
  ROW(base,  3.,     "cell/uL",     0.1,  100, vandevyver_review,                              \
      "activated cells without drug")                                                          \
  ROW(kg,    0.058,  "1/h",         0,    0.2, vandevyver_review, "growth of tumour cells")    \
  ROW(K,     326.,   "cell/uL",     10,   1e4, vandevyver_review, "most tumour cells")         \
  ROW(kappa, 1.,     "1",           0,    10,  vandevyver_review, "kill over growth at most")  \
  ROW(a50,   7.8,    "cell/uL",     0.1,  100, vandevyver_review,                              \
      "activated cells at half of it")                                                         \
  ROW(h,     3.1,    "1",           0.5,  6,   vandevyver_review, "steepness of kill")         \
  ROW(N0,    6.,     "cell/uL",     0.01, 100, vandevyver_review, "tumour cells at the start") \
  ROW(least, 1e-9,   "cell/uL",     1e-12, 0.1, assumed,                                       \
      "cells below which nothing is divided by them")                                          \
  ROW(NA,    6.02214076e14, "copies/nmol", 0, 0, exact, "molecules in a nanomole")             \
  ROW(uL_per_L, 1e6, "uL/L",        0,    0,   exact, "microlitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(Et,  nT * d3 * uL_per_L / NA, "nmol/L", "CD3 in all")                                    \
  ROW(kr,  kin / base,              "1/h",    "loss of activated cells")

#define INPUTS(ROW) ROW(drug, "nmol/L/h", 1, 0, 0, "drug added to the medium")

#define OUTPUTS(ROW)                                                                           \
  ROW(E,     "nmol/L",      "free CD3")                                                        \
  ROW(T,     "nmol/L",      "free antigen")                                                    \
  ROW(s,     "copies/cell", "ternary complexes on a tumour cell")                              \
  ROW(ST,    "1",           "drive of activation")                                             \
  ROW(total, "nmol/L",      "drug, free and bound: constant after the dose")

#define PRESETS(ROW)                                                                           \
  ROW(tight, vandevyver_review, "antigen bound with 18 nmol/L, not 72", SET(konR, 0.2))
/* clang-format on */

#include "model.h"
#endif

START
  init(a) = base;
  init(r1) = base;
  init(r2) = base;
  init(r3) = base;
  init(g) = base;
  init(N) = N0;
END

OBSERVE
  const real complexes = Z * NA / uL_per_L / larger(N, least);

  out(E) = positive(Et - X - Z);
  out(T) = positive(N * dR * uL_per_L / NA - Y - Z);
  out(s) = complexes;
  out(ST) = Emax * (dR / dR_ref) * hill(complexes, C50, gam);
  out(total) = B + X + Y + Z;
END

EQUATIONS
  const real f1 = konE * B * E - koffE * X;
  const real f2 = konR * B * T - koffR * Y;
  const real f3 = konR * X * T - koffR * Z;
  const real f4 = konE * Y * E - koffE * Z;

  ddt(B) = drug - f1 - f2;
  ddt(X) = f1 - f3;
  ddt(Y) = f2 - f4;
  ddt(Z) = f3 + f4;
  ddt(k1) = 3 / tau * (ST - k1);
  ddt(k2) = 3 / tau * (k1 - k2);
  ddt(k3) = 3 / tau * (k2 - k3);
  ddt(a) = kin * (1 + k3) * (base / larger(g, least)) - kr * a;
  ddt(r1) = kr * (a - r1);
  ddt(r2) = kr * (r1 - r2);
  ddt(r3) = kr * (r2 - r3);
  ddt(g) = kr * (r3 - g);
  ddt(N) = kg * N * (1 - N / K) - kappa * kg * hill(a, a50, h) * N;
END
