/* Gemtuzumab ozogamicin and CD33 on the blasts of acute myeloid leukaemia.
 *
 * The only published model of a calicheamicin conjugate on blasts in blood with values at
 * hand: those of the DDMoRE repository, the paper's data fitted again with a periphery added
 * (the paper's own table was not seen).  Its units are not stated there; micromoles follow
 * from ku / kb = 0.34 nmol/L, from the blasts (1.3e12) and from the usual dose, whose peak,
 * area and half-life are then within the observed ones.  Binding is far faster than all else
 * (1.6e4 1/h).
 *
 * Blasts fall at a constant rate, NOT driven by the drug: a model of exposure, not of
 * kill.  I, what a blast has taken in so far, is the nearest to the paper's measure of
 * efficacy (an integral too, of a drug within cells that the new fit has not).  Cells are
 * diluted in blood, Vb, drug in V; so what all blasts bind is weighted by V / Vb, and what a
 * blast held when it goes is gone: drug is not conserved. */
#ifndef MODEL
/* clang-format off */
#define MODEL    gemtuzumab_jager2011
#define TITLE    "Gemtuzumab ozogamicin taken up by CD33 on blasts"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(jager, "10.1371/journal.pone.0024265",                                                   \
      "Jager E, PLoS One, 2011 (new fit with a periphery: DDMoRE repository, DDMODEL00000229)")

#define STATES(ROW)                                                                            \
  ROW(A1, "umol",        1e-7, "drug, central")                                                \
  ROW(A5, "umol",        1e-7, "drug, peripheral")                                             \
  ROW(T,  "copies/cell", 1e-2, "free CD33 on a blast")                                         \
  ROW(X,  "copies/cell", 1e-2, "CD33 with drug on a blast")                                    \
  ROW(N,  "cell",        1e4,  "blasts in blood")                                              \
  ROW(I,  "copies/cell", 1e-1, "drug that a blast has taken in so far")

#define PARAMETERS(ROW)                                                                        \
  /* name   default  unit        low    high   source meaning */                               \
  ROW(V,    5.42,    "L",        0.5,   50,    jager, "central volume")                        \
  ROW(k,    0.0135,  "1/h",      1e-4,  1,     jager, "elimination")                           \
  ROW(km,   0.00757, "1/h",      0,     1,     jager, "to the periphery")                      \
  ROW(kn,   0.0185,  "1/h",      1e-4,  1,     jager, "from the periphery")                    \
  ROW(kb,   9.24e5,  "L/umol/h", 1e3,   1e7,   jager, "association")                           \
  ROW(ku,   310,     "1/h",      0.1,   1e4,   jager, "dissociation")                          \
  ROW(ki,   0.624,   "1/h",      0.01,  10,    jager, "uptake of CD33 with drug")              \
  ROW(ke,   0.199,   "1/h",      0.01,  10,    jager, "uptake of free CD33")                   \
  ROW(rp,   823,     "copies/cell/h", 1, 1e5,  jager, "renewal of CD33")                       \
  ROW(alph, 0.0755,  "1/h",      0,     1,     jager, "loss of blasts")                        \
  ROW(n0,   1.32e12, "cell",     0,     1e13,  jager, "blasts at the start")                   \
  ROW(Vb,   4.8,     "L",        1,     10,    jager, "blood that they are in")                \
  ROW(NA,   6.02214e17, "copies/umol", 0, 0,   exact, "molecules in a micromole")              \
  ROW(MW,   151.5,   "mg/umol",  0,     0,     exact, "weight of a micromole of conjugate")

#define DERIVED(ROW)                                                                           \
  ROW(KD, ku / kb, "umol/L",      "dissociation constant")                                     \
  ROW(T0, rp / ke, "copies/cell", "CD33 on a blast without drug")                              \
  ROW(terminal_half_life,                                                                      \
      log(2) * (k + km + kn + sqrt((k + km + kn) * (k + km + kn) - 4 * k * kn))                \
          / (2 * k * kn),                                                                      \
      "h", "half-life of the slower exponent once the blasts are gone")

#define INPUTS(ROW) ROW(iv, "umol/h", 1, 0, 151500, "intravenous dose rate; infusions take 2 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,     "umol/L",      "drug in plasma")                                                  \
  ROW(Cmass, "mg/L",        "drug in plasma, by weight")                                       \
  ROW(CD33,  "copies/cell", "CD33 on a blast, free or with drug")

#define VARIES(ROW)                                                                            \
  ROW(ki, log_normal, 0.258, jager)                                                            \
  ROW(ke, log_normal, 0.281, jager)                                                            \
  ROW(rp, log_normal, 0.611, jager)

#define RESIDUAL(ROW) ROW(C, additive, 0.000583, jager)
/* clang-format on */

#include "model.h"
#endif

START
  init(T) = T0;
  init(N) = n0;
END

OBSERVE
  out(C) = A1 / V;
  out(Cmass) = MW * A1 / V;
  out(CD33) = T + X;
END

EQUATIONS
  const real binding = kb * C * T - ku * X; /* on a blast */

  ddt(A1) = iv - binding * V / Vb * N / NA - (k + km) * A1 + kn * A5;
  ddt(A5) = km * A1 - kn * A5;
  ddt(T) = rp - ke * T - binding;
  ddt(X) = binding - ki * X;
  ddt(N) = -alph * N;
  ddt(I) = ki * X;
END
