/* Bispecific and two membrane targets, binding at equilibrium.
 *
 * The totals of drug and targets move; free and bound follow from them at once, as in
 * ternary_douglass2013 without cooperativity: neither target knows of the other, so that free
 * A is the root of a quadratic in drug and A alone, and what is bound is a product of
 * fractions.  Drug goes into the total: nearly all of it may be bound.
 *
 * Worth its speed only where dissociation is the fastest rate.  With the parameters of
 * bispecific_schropp2019 it is slower (0.01 1/h) than absorption and turnover: Z is within 0.6
 * % of that model's, but 10 h after 400 nmol free drug is 0.018 in place of 0.113 nmol/L, and
 * 4 h after the third dose 0.015 in place of 0.315. */
#ifndef MODEL
/* clang-format off */
#define MODEL    bispecific_schropp2019_qe
#define TITLE    "Bispecific and two targets: disposition with ternary complex, at equilibrium"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(schropp, "10.1002/psp4.12369",                                                           \
      "Schropp J, CPT Pharmacometrics Syst Pharmacol, 2019 (structure)")                       \
  ROW(bachmann, "10.1007/s10957-021-01819-w",                                                  \
      "Bachmann F, J Optim Theory Appl, 2021 (parameters, doses)")

#define STATES(ROW)                                                                            \
  ROW(Ct, "nmol/L", 1e-5, "drug, free and bound, central")                                     \
  ROW(At, "nmol/L", 1e-5, "target A, free and bound")                                          \
  ROW(Bt, "nmol/L", 1e-4, "target B, free and bound")                                          \
  ROW(P,  "nmol",   1e-6, "drug, peripheral")                                                  \
  ROW(D,  "nmol",   1e-4, "drug under the skin")

#define PARAMETERS(ROW)                                                                        \
  ROW(kel,   0.1,   "1/h",      0,    5,    bachmann, "elimination of free drug")              \
  ROW(K1,    0.001, "nmol/L",   1e-4, 1e3,  derived,                                         \
      "dissociation from A: 0.01 1/h over 10 L/nmol/h")                                        \
  ROW(K2,    0.01,  "nmol/L",   1e-4, 1e3,  derived,                                         \
      "dissociation from B: 0.01 1/h over 1 L/nmol/h")                                         \
  ROW(ksA,   1.,    "nmol/L/h", 0,    100,  bachmann, "synthesis of A")                        \
  ROW(kdA,   0.1,   "1/h",      1e-3, 10,   bachmann, "loss of A")                             \
  ROW(ksB,   10.,   "nmol/L/h", 0,    1000, bachmann, "synthesis of B")                        \
  ROW(kdB,   0.1,   "1/h",      1e-3, 10,   bachmann, "loss of B")                             \
  ROW(kiA,   0.05,  "1/h",      0,    10,   bachmann, "uptake of X")                           \
  ROW(kiB,   0.05,  "1/h",      0,    10,   bachmann, "uptake of Y")                           \
  ROW(kiAB,  0.1,   "1/h",      0,    10,   bachmann, "uptake of Z")                           \
  ROW(k12,   0.,    "1/h",      0,    10,   bachmann, "to the periphery")                      \
  ROW(k21,   0.03,  "1/h",      1e-3, 10,   bachmann, "back from there")                       \
  ROW(ka,    0.2,   "1/h",      0.01, 10,   bachmann, "absorption from under the skin")        \
  ROW(V,     3.,    "L",        0.1,  100,  bachmann, "central volume")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "nmol/h", 1, 0, 0, "drug into a vein")                                               \
  ROW(sc, "nmol/h", 1, 0, 0, "drug under the skin")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,    "nmol/L", "free drug, central")                                                    \
  ROW(A,    "nmol/L", "free target A")                                                         \
  ROW(B,    "nmol/L", "free target B")                                                         \
  ROW(X,    "nmol/L", "drug with A")                                                           \
  ROW(Y,    "nmol/L", "drug with B")                                                           \
  ROW(Z,    "nmol/L", "drug with both: ternary complex")                                       \
  ROW(drug, "nmol",   "drug in the body, free and bound")
/* clang-format on */

#include "model.h"
#endif

START
  init(At) = ksA / kdA;
  init(Bt) = ksB / kdB;
END

OBSERVE
  const real a = positive_root(1, Ct - At + K1, K1 * At); /* free targets */
  const real b = positive_root(1, Ct - Bt + K2, K2 * Bt);
  const real on_A = a / (K1 + a); /* parts of the drug */
  const real on_B = b / (K2 + b);
  const real off_A = K1 / (K1 + a);
  const real off_B = K2 / (K2 + b);

  out(A) = a;
  out(B) = b;
  out(C) = Ct * off_A * off_B;
  out(X) = Ct * on_A * off_B;
  out(Y) = Ct * off_A * on_B;
  out(Z) = Ct * on_A * on_B;
  out(drug) = D + P + V * Ct;
END

EQUATIONS
  const real lost_A = kiA * X + kiAB * Z;
  const real lost_B = kiB * Y + kiAB * Z;

  ddt(Ct) = (iv + ka * D + k21 * P) / V - (kel + k12) * C - lost_A - kiB * Y;
  ddt(At) = ksA - kdA * A - lost_A;
  ddt(Bt) = ksB - kdB * B - lost_B;
  ddt(P) = k12 * V * C - k21 * P;
  ddt(D) = sc - ka * D;
END
