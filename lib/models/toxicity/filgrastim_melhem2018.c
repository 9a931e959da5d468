/* Filgrastim under the skin, and the neutrophils that it calls up and that take it away.
 *
 * Neutrophils and their precursors carry the receptor R of the drug.  What is bound speeds up
 * the making of precursors (e1) and their passage (e2), and is taken up and lost, so that the
 * clearance rises with the count: the more neutrophils, the shorter the drug stays.  Binding is
 * at equilibrium; bound over R is f / (Kd + f), which holds without receptors, too.
 *
 * kill comes from chemotherapy and acts on the mitotic stage M.  No published kill of this
 * chain is known to us for a drug of leukaemia.  Endogenous growth factor is added to what is
 * measured and nowhere else: neutropenia does not raise it here, and there is no feedback,
 * so that recovery without filgrastim is by the constant inflow alone.
 *
 * Values as restated by Harrold in 2020; healthy adults, adults and children in chemotherapy.
 * The range of weights is that of his simulations.  Doses in weight are converted by
 * 18.8 kDa. */
#ifndef MODEL
/* clang-format off */
#define MODEL    filgrastim_melhem2018
#define TITLE    "Filgrastim and neutrophils, which take each other's measure"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(melhem, "10.1111/bcp.13504", "Melhem M, Br J Clin Pharmacol, 2018 (structure)")          \
  ROW(harrold, "10.1111/cts.12777",                                                            \
      "Harrold JM, Clin Transl Sci, 2020 (parameters of that model, variability)")             \
  ROW(ctcae, "", "National Cancer Institute, CTCAE v5.0, 2017 (limits of grades, restated)")

#define STATES(ROW)                                                                            \
  ROW(D,  "nmol",   1e-6, "drug under the skin")                                               \
  ROW(A,  "nmol",   1e-6, "drug in the body, free and bound")                                  \
  ROW(S,  "nmol/L", 1e-7, "progenitors, by the receptor that they will carry")                 \
  ROW(M,  "nmol/L", 1e-7, "mitotic stage, likewise")                                           \
  ROW(N1, "nmol/L", 1e-7, "maturing, first stage, likewise")                                   \
  ROW(N2, "nmol/L", 1e-7, "maturing, second stage, likewise")                                  \
  ROW(R,  "nmol/L", 1e-7, "receptor on neutrophils in blood, free and bound")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit       low   high  source   meaning */                               \
  ROW(F,      1,      "1",       0.05, 5,    harrold, "availability, relative")                \
  ROW(ks,     0.123,  "1/h",     0.01, 2,    harrold, "absorption")                            \
  ROW(V_70,   3.12,   "L",       0.3,  30,   harrold, "volume at 70 kg")                       \
  ROW(CL_70,  0.833,  "L/h",     0.05, 10,   harrold, "clearance without receptor at 70 kg")   \
  ROW(WT_V,   0.943,  "1",       0,    2,    harrold, "power of weight on V")                  \
  ROW(WT_CL,  0.641,  "1",       0,    2,    harrold, "power of weight on CL")                 \
  ROW(Kd,     0.0237, "nmol/L",  1e-3, 1,    harrold, "dissociation constant")                 \
  ROW(kint,   0.113,  "1/h",     0.01, 2,    harrold, "loss of what is bound")                 \
  ROW(kp,     0.0276, "nmol/L/h", 1e-3, 0.5, harrold, "inflow of progenitors")                 \
  ROW(ktr,    0.033,  "1/h",     0.005, 0.3, harrold, "passage from stage to stage")           \
  ROW(kc,     0.12,   "1/h",     0.01, 1,    harrold, "loss of neutrophils from blood")        \
  ROW(sR,     0.059,  "nmol/1e9", 0.005, 0.5, harrold, "receptor on neutrophils")              \
  ROW(e1,     7.53,   "1",       0,    50,   harrold, "gain of inflow with all bound")         \
  ROW(e2,     3.89,   "1",       0,    50,   harrold, "gain of passage with all bound")        \
  ROW(endogenous, 0.00299, "nmol/L", 0, 0.1, harrold, "growth factor of the body's own")       \
  ROW(grade1, 2,      "1e9/L",   0.1,  5,    assumed, "lower limit of normal: grade 1 below")  \
  ROW(grade2, 1.5,    "1e9/L",   0.1,  5,    ctcae,   "grade 2 below")                         \
  ROW(grade3, 1,      "1e9/L",   0.1,  5,    ctcae,   "grade 3 below")                         \
  ROW(grade4, 0.5,    "1e9/L",   0.1,  5,    ctcae,   "grade 4 below")                         \
  ROW(WT,     70,     "kg",      3,    200,  patient, "body weight")                           \
  ROW(WT_ref, 70,     "kg",      0,    0,    exact,   "body weight where it is neutral")

#define DERIVED(ROW)                                                                           \
  ROW(V,    V_70 * power(WT / WT_ref, WT_V), "L", "volume")                                    \
  ROW(CL,   CL_70 * power(WT / WT_ref, WT_CL), "L/h", "clearance without receptor")            \
  ROW(ANC0, kp / (kc * sR), "1e9/L", "neutrophils without drug")

#define INPUTS(ROW)                                                                            \
  ROW(sc,   "nmol/h", F, 0, 18800, "under the skin")                                           \
  ROW(kill, "1/h",    1, 0, 0,     "killing of the mitotic stage, from another model")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,    "nmol/L", "free drug and the body's own")                                          \
  ROW(f,    "nmol/L", "free drug")                                                             \
  ROW(occupied, "1",  "part of the receptor that is bound")                                    \
  ROW(ANC,  "1e9/L",  "neutrophils in blood")                                                  \
  ROW(grade, "1",     "grade of neutropenia, 0 to 4", STEPS)

#define STUDIED(ROW) ROW(WT, 10, 125, harrold)

#define VARIES(ROW)                                                                            \
  ROW(endogenous, log_normal, 0.26, harrold)                                                   \
  ROW(F,     log_normal, 0.44,  harrold)                                                       \
  ROW(ks,    log_normal, 0.225, harrold)                                                       \
  ROW(V_70,  log_normal, 0.282, harrold)                                                       \
  ROW(CL_70, log_normal, 0.37,  harrold)                                                       \
  ROW(kp,    log_normal, 0.265, harrold)                                                       \
  ROW(Kd,    log_normal, 0.726, harrold)                                                       \
  ROW(e1,    log_normal, 0.315, harrold)                                                       \
  ROW(e2,    log_normal, 0.273, harrold)                                                       \
  ROW(kint,  log_normal, 0.57,  harrold)

#define RESIDUAL(ROW)                                                                          \
  ROW(C,   log_additive, 0.537, harrold)                                                       \
  ROW(ANC, log_additive, 0.298, harrold)
/* clang-format on */

#include "model.h"
#endif

START
  init(S) = kp / ktr;
  init(M) = kp / ktr;
  init(N1) = kp / ktr;
  init(N2) = kp / ktr;
  init(R) = kp / kc;
END

OBSERVE
  const real total = A / V;
  const real free = positive_root(1, R + Kd - total, Kd * total);
  out(C) = free + endogenous;
  out(f) = free;
  out(occupied) = free / (Kd + free);
  const real neutrophils = R / sR;
  out(ANC) = neutrophils;
  out(grade) = step(grade1 - neutrophils) + step(grade2 - neutrophils) +
               step(grade3 - neutrophils) + step(grade4 - neutrophils);
END

EQUATIONS
  const real inflow = kp * (1 + e1 * occupied);
  const real passage = ktr * (1 + e2 * occupied);

  ddt(D) = sc - ks * D;
  ddt(A) = ks * D - CL * f - kint * R * occupied * V;
  ddt(S) = inflow - passage * S;
  ddt(M) = passage * S - (passage + kill) * M;
  ddt(N1) = passage * (M - N1);
  ddt(N2) = passage * (N1 - N2);
  ddt(R) = passage * N2 - kc * R;
END
