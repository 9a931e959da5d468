/* Teclistamab (CD3 x BCMA) in plasma and marrow, with soluble BCMA as a sink on the way to
 * membrane BCMA.
 *
 * Plasma (capitals): drug D binds CD3 on T cells (E), soluble BCMA (F), or both (G).  Marrow
 * (small letters): d binds CD3 (e), soluble BCMA (f), membrane BCMA (g), and CD3 with either
 * (h, and z, the one that would kill).  Until soluble BCMA is used up, drug hardly gets to the
 * marrow.
 *
 * From a public program, not from a publication seen.  Kept as there: peripheral drug is
 * eliminated as fast as plasma's, and drug with CD3 in the marrow is taken in as fast as BCMA.
 * The start is what that program reaches in 50 d without drug from rounder values; it is no
 * steady state, soluble BCMA goes on rising.  Clearance falls with time from t_first.
 *
 * Limits.  Observed means in that program's file, 3 and 7 d after the first full dose, are met
 * within 6 % at 1.5 mg/kg; at 0.72 mg/kg ours are 22 and 32 % lower.  No tumour cells: z is the
 * effect.  Volumes per kg are those of 74 kg. */
#ifndef MODEL
/* clang-format off */
#define MODEL    teclistamab_marrow
#define TITLE    "Teclistamab in plasma and marrow, with soluble BCMA and trimers"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(gevertz_program, "", "Program of the public repository jgevertz/teclistamab")

#define STATES(ROW)                                                                            \
  ROW(T, "nmol/L", 1e-9, "free CD3, thymus")                                                   \
  ROW(C, "nmol/L", 1e-8, "free CD3, plasma")                                                   \
  ROW(S, "nmol/L", 1e-5, "soluble BCMA, plasma")                                               \
  ROW(A, "nmol/L", 1e-5, "drug under the skin, over the volume of plasma")                     \
  ROW(P, "nmol/L", 1e-5, "drug, periphery")                                                    \
  ROW(D, "nmol/L", 1e-5, "free drug, plasma")                                                  \
  ROW(E, "nmol/L", 1e-9, "drug with CD3, plasma")                                              \
  ROW(F, "nmol/L", 1e-5, "drug with soluble BCMA, plasma")                                     \
  ROW(G, "nmol/L", 1e-9, "drug with CD3 and soluble BCMA, plasma")                             \
  ROW(m, "nmol/L", 1e-5, "membrane BCMA, marrow")                                              \
  ROW(b, "nmol/L", 1e-5, "soluble BCMA, marrow")                                               \
  ROW(c, "nmol/L", 1e-7, "free CD3, marrow")                                                   \
  ROW(d, "nmol/L", 1e-8, "free drug, marrow")                                                  \
  ROW(e, "nmol/L", 1e-9, "drug with CD3, marrow")                                              \
  ROW(f, "nmol/L", 1e-6, "drug with soluble BCMA, marrow")                                     \
  ROW(g, "nmol/L", 1e-6, "drug with membrane BCMA, marrow")                                    \
  ROW(h, "nmol/L", 1e-8, "drug with CD3 and soluble BCMA, marrow")                             \
  ROW(z, "nmol/L", 1e-8, "drug with CD3 and membrane BCMA, marrow: the trimer that acts")

#define PARAMETERS(ROW)                                                                        \
  ROW(ka,    0.2,     "1/d",    0.01, 5,    gevertz_program, "absorption from under the skin") \
  ROW(CLss,  0.449,   "L/d",    0,    10,   gevertz_program, "clearance in the long run")      \
  ROW(CLt,   0.547,   "L/d",    0,    10,   gevertz_program, "clearance that fades")           \
  ROW(kfade, 0.1,     "1/d",    0,    5,    gevertz_program, "its fading")                     \
  ROW(t_first, 0.,    "d",      0,    365,  assumed,         "time of the first dose")         \
  ROW(Q,     0.4,     "L/d",    0,    10,   gevertz_program, "exchange with the periphery")    \
  ROW(V1,    3.,      "L",      0.5,  10,   gevertz_program, "volume of plasma")               \
  ROW(V2,    1.34,    "L",      0.2,  10,   gevertz_program, "volume of the periphery")        \
  ROW(Vm,    2.2,     "L",      0.2,  10,   gevertz_program, "volume of marrow")               \
  ROW(K3,    28.03,   "nmol/L", 0.1,  1e3,  gevertz_program, "dissociation constant, CD3")     \
  ROW(KB,    0.18,    "nmol/L", 0.01, 100,  gevertz_program, "dissociation constant, BCMA")    \
  ROW(q3,    285.,    "1/d",    1,    2e3,  gevertz_program, "dissociation of CD3")            \
  ROW(qB,    20.,     "1/d",    0.5,  2e3,  gevertz_program, "dissociation of BCMA")           \
  ROW(ki,    1.584,   "1/d",    0,    20,   gevertz_program, "turnover of CD3, and its uptake")\
  ROW(thalfb, 1.25,   "d",      0.1,  1e6,  gevertz_program, "half-life of membrane BCMA")     \
  ROW(shed,  0.05,    "1/d",    0,    5,    gevertz_program, "shedding of membrane BCMA")      \
  ROW(kS,    0.04,    "1/d",    0,    5,    gevertz_program, "loss of soluble BCMA, plasma")   \
  ROW(kf,    0.01,    "1/d",    0,    5,    gevertz_program, "loss of its complexes, marrow")  \
  ROW(kS_pm, 0.1,     "1/d",    0,    5,    gevertz_program, "soluble BCMA, plasma to marrow") \
  ROW(kS_mp, 0.1,     "1/d",    0,    5,    gevertz_program, "soluble BCMA, marrow to plasma") \
  ROW(kD_pm, 0.1,     "1/d",    0,    5,    gevertz_program, "drug, plasma to marrow")         \
  ROW(kD_mp, 0.001,   "1/d",    0,    5,    gevertz_program, "drug, marrow to plasma")         \
  ROW(kC_pm, 0.01,    "1/d",    0,    5,    gevertz_program, "CD3, plasma to marrow")          \
  ROW(kC_mp, 0.1,     "1/d",    0,    5,    gevertz_program, "CD3, marrow to plasma")          \
  ROW(kT,    0.5,     "1/d",    0,    5,    gevertz_program, "CD3, thymus to plasma")          \
  ROW(T_0,   0.001,   "nmol/L", 0,    1,    gevertz_program, "CD3 in thymus")                  \
  ROW(m_0,   50.,     "nmol/L", 0.1,  1e3,  gevertz_program, "membrane BCMA without drug")     \
  ROW(c_in,  0.1,     "nmol/L", 0,    10,   gevertz_program, "CD3 made in marrow, over ki")    \
  ROW(C_0,   0.004642797515, "nmol/L", 0,    1,    derived, "CD3 in plasma, 50 d after 0.01")  \
  ROW(S_0,   29.27592535, "nmol/L", 0,    1e3,  derived,                                       \
      "soluble BCMA in plasma, 50 d after 20")                                                 \
  ROW(b_0,   59.9582933, "nmol/L", 0,    1e3,  derived, "soluble BCMA in marrow, 50 d after 3")\
  ROW(c_0,   0.09409935325, "nmol/L", 0,    10,   derived, "CD3 in marrow, 50 d after 0.1")    \
  ROW(WT_ref, 74.,    "kg",     0,    0,    exact,   "body weight that volumes refer to")      \
  ROW(ng_per_nmol, 146000., "ng/nmol", 0, 0, exact,  "weight of a nanomole of drug")           \
  ROW(mL_per_L, 1000., "mL/L",  0,    0,    exact,   "millilitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(q,  Vm / V1,           "1",        "marrow over plasma")                                 \
  ROW(k3, q3 / K3,           "L/nmol/d", "association with CD3")                               \
  ROW(kB, qB / KB,           "L/nmol/d", "association with BCMA")                              \
  ROW(kb, log(2.0) / thalfb, "1/d",      "turnover of membrane BCMA, and its uptake")

#define INPUTS(ROW)                                                                            \
  ROW(sc, "nmol/kg/d", 1, 0, 146000, "teclistamab under the skin")                             \
  ROW(iv, "nmol/kg/d", 1, 0, 146000, "teclistamab into a vein")

#define OUTPUTS(ROW)                                                                           \
  ROW(Cmass, "ng/mL", "free drug in plasma, by weight")                                        \
  ROW(drug,  "nmol",  "drug in the body of 74 kg, free and bound")                             \
  ROW(bcma,  "1",     "part of membrane BCMA that holds drug")

#define PRESETS(ROW)                                                                           \
  ROW(before, gevertz_program, "50 d before: start of the source's run without drug",          \
      SET(C_0, 0.01) SET(S_0, 20) SET(b_0, 3) SET(c_0, 0.1))
/* clang-format on */

#include "model.h"
#endif

START
  init(T) = T_0;
  init(C) = C_0;
  init(S) = S_0;
  init(m) = m_0;
  init(b) = b_0;
  init(c) = c_0;
END

OBSERVE
  out(Cmass) = D * ng_per_nmol / mL_per_L;
  out(drug) = V1 * (A + D + E + F + G) + V2 * P + Vm * (d + e + f + g + h + z);
  out(bcma) = (g + z) / (m + g + z);
END

EQUATIONS
  const real k10 = (CLss + CLt * exp(-kfade * positive(t - t_first))) / V1;
  const number k12 = Q / V1, k21 = Q / V2;

  /* plasma: CD3, BCMA, CD3 after BCMA, BCMA after CD3 */
  const real f1 = k3 * C * D - q3 * E;
  const real f2 = kB * S * D - qB * F;
  const real f3 = k3 * C * F - q3 * G;
  const real f4 = kB * S * E - qB * G;
  /* marrow: CD3, soluble BCMA, membrane BCMA; then CD3 after or before either */
  const real g1 = k3 * c * d - q3 * e;
  const real g2 = kB * b * d - qB * f;
  const real g3 = kB * m * d - qB * g;
  const real g4 = k3 * c * f - q3 * h;
  const real g5 = kB * b * e - qB * h;
  const real g6 = k3 * c * g - q3 * z;
  const real g7 = kB * m * e - qB * z;

  ddt(T) = kT * (T_0 - T);
  ddt(C) = kT * T + kC_mp * q * c - (kC_pm + ki) * C - f1 - f3;
  ddt(S) = kS_mp * q * b - (kS + kS_pm) * S - f2 - f4;
  ddt(A) = sc * WT_ref / V1 - ka * A;
  ddt(P) = k12 * (V1 / V2) * D - (k21 + k10) * P;
  ddt(D) = iv * WT_ref / V1 + ka * A - (k10 + k12 + kD_pm) * D + k21 * (V2 / V1) * P
           + kD_mp * q * d - f1 - f2;
  ddt(E) = f1 - f4 - ki * E;
  ddt(F) = f2 - f3 - k10 * F;
  ddt(G) = f3 + f4 - (ki + k10) * G;
  ddt(m) = (kb + shed) * (m_0 - m) - g3 - g7;
  ddt(b) = shed * m - kS_mp * b + kS_pm * S / q - g2 - g5;
  ddt(c) = ki * (c_in - c) - kC_mp * c + kC_pm * C / q - g1 - g4 - g6;
  ddt(d) = kD_pm * D / q - kD_mp * d - g1 - g2 - g3;
  ddt(e) = g1 - g5 - g7 - kb * e;
  ddt(f) = g2 - g4 - kf * f;
  ddt(g) = g3 - g6 - kb * g;
  ddt(h) = g4 + g5 - kf * h;
  ddt(z) = g6 + g7 - kb * z;
END
