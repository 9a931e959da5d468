/* Interleukin-6 under tocilizumab and siltuximab: what is measured, and what still signals.
 *
 * Ours.  release comes from another model.  Tocilizumab, T, occupies the receptor: the signal
 * S falls, and since most of interleukin-6 is lost by way of the receptor, what is measured,
 * I6, rises, though the patient gets better.  Siltuximab, C, binds interleukin-6 itself; I6
 * counts both, as assays do, and the part on the antibody is lost as slowly as while the
 * receptor is blocked.  Outputs cannot depend on inputs, so states follow both drugs within 5
 * min.
 *
 * K is above the dissociation constants (0.7 nmol/L soluble, 2.5 on cells, recalled; 1 mg/L is
 * 7), since receptors are in excess in inflammation.  A published model with all receptors has
 * values that were not to be had; il6_dwivedi2014 has them for another disease and antibody.
 * Blocked receptors also lower neutrophils (by some 30 %) and platelets a little: not in it.
 * cart_cytokine_release has such a part of its own; do not wire this one to it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    il6_blockade
#define TITLE    "Interleukin-6 while its receptor is blocked (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(I6, "pg/mL", 1e-5, "interleukin-6 as measured")                                          \
  ROW(T,  "mg/L",  1e-6, "tocilizumab in serum, minutes ago")                                  \
  ROW(C,  "mg/L",  1e-6, "siltuximab in serum, minutes ago")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit    low   high  source    meaning */                                   \
  ROW(k0,   3.96,   "1/d",  0.1,  100,  assumed,  "loss of interleukin-6, receptors free")     \
  ROW(phi,  0.8,    "1",    0,    0.99, assumed,  "part of that loss by way of the receptor")  \
  ROW(K,    1,      "mg/L", 1e-3, 100,  assumed,  "tocilizumab at half occupancy")             \
  ROW(Ks,   0.00145, "mg/L", 1e-5, 1,   recalled, "siltuximab at half binding: 0.01 nmol/L")   \
  ROW(I6b,  3,      "pg/mL", 0,   1000, assumed,  "interleukin-6 at the start")                \
  ROW(kf,   288,    "1/d",  10,   1e4,  assumed,  "following of the drugs: in 5 min")

#define INPUTS(ROW)                                                                            \
  ROW(release, "pg/mL/d", 1, 0, 0, "release of interleukin-6, from another model")             \
  ROW(toci,    "mg/L",    1, 0, 0, "tocilizumab in serum, from another model")                 \
  ROW(silt,    "mg/L",    1, 0, 0, "siltuximab in serum, from another model")

#define DRIVEN(ROW) ROW(release, "0 would be a patient who makes no interleukin-6")

#define OUTPUTS(ROW)                                                                           \
  ROW(RO,   "1",     "part of the receptor that tocilizumab occupies")                         \
  ROW(F6,   "pg/mL", "interleukin-6 that siltuximab has not bound")                            \
  ROW(S,    "pg/mL", "interleukin-6 that signals")
/* clang-format on */

#include "model.h"
#endif

START
  init(I6) = I6b;
END

OBSERVE
  const real occupied = T / (K + T), left = Ks / (Ks + C);
  out(RO) = occupied;
  out(F6) = I6 * left;
  out(S) = I6 * left * (1 - occupied);
END

EQUATIONS
  ddt(I6) = release - k0 * ((1 - phi) * I6 + phi * S); /* the receptor takes what signals */
  ddt(T) = kf * (toci - T);
  ddt(C) = kf * (silt - C);
END
