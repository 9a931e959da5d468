/* Brentuximab vedotin and its payload in the body and in a tumour that grows and is killed.
 *
 * Conjugate and payload are disposed of per kg of body weight and exchange with the tumour
 * through vessels and surface; within, conjugate binds CD30 and is taken up, payload binds
 * tubulin or escapes.  All that is in the tumour is per its whole volume.  Kill goes by ALL
 * payload in the tumour, also that outside of cells.
 *
 * The paper has one DAR that falls from 4.4, written for one dose.  Here conjugated payload
 * is carried beside conjugate (Y beside X and A), as in adc_gibiansky2014: the same for one
 * bolus, and right for overlapping doses.  The paper's plasma equation lacks a division by V1p
 * and body weight, which is here; weights are not in the paper.  The surface term grows
 * without limit as a tumour vanishes: below TV_least it stays.
 *
 * In the paper, payload lost by conjugate in the periphery is not returned to plasma: with
 * returned = 0, as there, 32 % of the payload of a dose is never seen in mice (37 % without
 * the tumour), 17 % in patients; the output leak is its rate.  Where the tumour changes its
 * volume, what is in it is not diluted: payload is conserved, to rounding, only with returned = 1
 * and a tumour of constant size. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_shah2012
#define TITLE    "Antibody-drug conjugate in body and tumour: release, growth and kill"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(shah, "10.1007/s10928-012-9276-y",                                                       \
      "Shah DK, J Pharmacokinet Pharmacodyn, 2012 (Table 2, equations 1 to 24)")

#define STATES(ROW)                                                                            \
  ROW(X1,  "nmol/kg", 1e-5, "conjugate, central")                                              \
  ROW(X2,  "nmol/kg", 1e-5, "conjugate, peripheral")                                           \
  ROW(Y1,  "nmol/kg", 1e-5, "payload on conjugate, central")                                   \
  ROW(Y2,  "nmol/kg", 1e-5, "payload on conjugate, peripheral")                                \
  ROW(C1,  "nmol/L",  1e-6, "free payload, central")                                           \
  ROW(C2,  "nmol/L",  1e-6, "free payload, peripheral")                                        \
  ROW(Af,  "nmol/L",  1e-5, "conjugate free in the tumour")                                    \
  ROW(Ab,  "nmol/L",  1e-4, "conjugate bound in the tumour")                                   \
  ROW(Yf,  "nmol/L",  1e-5, "payload on conjugate free in the tumour")                         \
  ROW(Yb,  "nmol/L",  1e-4, "payload on conjugate bound in the tumour")                        \
  ROW(Pc,  "nmol/L",  1e-4, "payload free in tumour cells")                                    \
  ROW(PT,  "nmol/L",  1e-4, "payload on tubulin")                                              \
  ROW(Pex, "nmol/L",  1e-5, "payload in the tumour outside of cells")                          \
  ROW(TV1, "mm3",     1e-3, "tumour that grows")                                               \
  ROW(TV2, "mm3",     1e-3, "tumour that dies, first stage")                                   \
  ROW(TV3, "mm3",     1e-3, "tumour that dies, second stage")                                  \
  ROW(TV4, "mm3",     1e-3, "tumour that dies, third stage")                                   \
  ROW(gone, "nmol/kg", 1e-4, "payload cleared so far")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit       low   high  source   meaning */                               \
  ROW(CL,    0.006,   "L/d/kg",  1e-4, 1,    shah,    "conjugate: clearance")                  \
  ROW(V1,    0.046,   "L/kg",    0.01, 1,    shah,    "conjugate: central volume")             \
  ROW(CLD,   0.13,    "L/d/kg",  1e-3, 2,    shah,                                             \
      "conjugate: exchange with the periphery")                                                \
  ROW(V2,    0.06,    "L/kg",    0.01, 1,    shah,    "conjugate: peripheral volume")          \
  ROW(kdis,  0.12,    "1/d",     0,    2,    shah,    "loss of payload from conjugate")        \
  ROW(DAR0,  4.4,     "1",       0.5,  20,   shah,    "payloads on a conjugate of the dose")   \
  ROW(CLp,   18.4,    "L/d/kg",  0.05, 50,   shah,    "payload: clearance")                    \
  ROW(V1p,   0.136,   "L/kg",    0.02, 10,   shah,    "payload: central volume")               \
  ROW(CLDp,  1.84,    "L/d/kg",  0.02, 20,   shah,    "payload: exchange with the periphery")  \
  ROW(V2p,   0.523,   "L/kg",    0.02, 10,   shah,    "payload: peripheral volume")            \
  ROW(returned, 0,    "1",       0,    1,    shah,                                             \
      "part of the payload lost in the periphery that comes to plasma: none in the paper")     \
  ROW(P_ADC, 334,     "um/d",    1,    1e4,  shah,    "conjugate: permeability of vessels")    \
  ROW(D_ADC, 0.022,   "cm2/d",   1e-4, 1,    shah,    "conjugate: diffusion from the surface") \
  ROW(eps_ADC, 0.24,  "1",       0.01, 1,    shah,                                             \
      "conjugate: part of the tumour open to it")                                              \
  ROW(P_PL,  2.1e4,   "um/d",    100,  1e5,  shah,    "payload: permeability of vessels")      \
  ROW(D_PL,  0.25,    "cm2/d",   1e-3, 10,   shah,    "payload: diffusion from the surface")   \
  ROW(eps_PL, 0.44,   "1",       0.01, 1,    shah,                                             \
      "payload: part of the tumour open to it")                                                \
  ROW(Rcap,  8,       "um",      1,    30,   shah,    "radius of a vessel")                    \
  ROW(RKrogh, 75,     "um",      20,   300,  shah,    "half the distance of vessels")          \
  ROW(kon,   6.22,    "L/nmol/d", 0.1, 500,  shah,    "association with CD30")                 \
  ROW(koff,  12.5,    "1/d",     0.1,  500,  shah,    "dissociation from CD30")                \
  ROW(kint,  0.61,    "1/d",     0.01, 50,   shah,    "uptake and breakdown of what is bound") \
  ROW(Ag,    976,     "nmol/L",  1,    1e4,  shah,    "CD30 in the tumour")                    \
  ROW(kup,   9.66,    "1/d",     0,    100,  shah,    "uptake of free payload by cells")       \
  ROW(kout,  1.1,     "1/d",     0.01, 50,   shah,    "escape of payload from cells")          \
  ROW(konT,  0.44,    "L/nmol/d", 0.01, 50,  shah,    "association with tubulin")              \
  ROW(koffT, 13.1,    "1/d",     0.1,  500,  shah,    "dissociation from tubulin")             \
  ROW(Tub,   65,      "nmol/L",  1,    1000, shah,    "tubulin")                               \
  ROW(kge,   0.245,   "1/d",     0,    1,    shah,    "growth, exponential")                   \
  ROW(kgl,   43.3,    "mm3/d",   1,    5000, shah,    "growth, linear")                        \
  ROW(psi,   20,      "1",       1,    30,   shah,                                             \
      "sharpness of the turn from one to the other")                                           \
  ROW(Vmax,  5000,    "mm3",     1000, 1e6,  shah,    "largest tumour")                        \
  ROW(TV0,   100,     "mm3",     0,    1e5,  assumed,                                          \
      "tumour at the start; not in the paper for mice")                                        \
  ROW(kkmax, 0.761,   "1/d",     0,    5,    shah,    "largest kill")                          \
  ROW(KC50,  254,     "nmol/L",  1,    1e4,  shah,    "payload in the tumour at half of that") \
  ROW(tau,   0.128,   "d",       5e-3, 10,   shah,    "time in a stage of dying")              \
  ROW(TV_least, 0.1,  "mm3",     1e-3, 1,    assumed, "tumour below which its surface stays")  \
  ROW(WT,    0.02,    "kg",      0.01, 150,  patient, "body weight")                           \
  ROW(mm_per_cm, 10,  "mm/cm",   0,    0,    exact,   "millimetres in a centimetre")           \
  ROW(L_per_mm3, 1e-6, "L/mm3",  0,    0,    exact,   "litres in a cubic millimetre")          \
  ROW(pi,    3.14159265358979323846, "1", 0, 0, exact, "of circles")                           \
  ROW(least, 1e-12,   "nmol/kg", 0,    0,    exact,   "what makes DAR 0 without conjugate")

#define DERIVED(ROW)                                                                           \
  ROW(vasc_ADC, 2 * P_ADC * Rcap / (RKrogh * RKrogh), "1/d", "conjugate: exchange by vessels") \
  ROW(vasc_PL,  2 * P_PL * Rcap / (RKrogh * RKrogh),  "1/d", "payload: exchange by vessels")   \
  ROW(TSC, KC50 * kge / (kkmax - kge), "nmol/L",                                               \
      "payload that just holds exponential growth (none if negative)")

#define INPUTS(ROW)                                                                            \
  ROW(iv,   "nmol/kg/d", 1, 0, 150000, "intravenous dose rate of conjugate")                   \
  ROW(mmae, "nmol/kg/d", 1, 0, 718,    "intravenous dose rate of free payload")

#define OUTPUTS(ROW)                                                                           \
  ROW(C_ADC, "nmol/L",    "conjugate in plasma")                                               \
  ROW(DAR,  "1",          "payloads on a conjugate in plasma")                                 \
  ROW(TV,   "mm3",        "tumour")                                                            \
  ROW(PL,   "nmol/L",     "payload in the tumour, within cells and outside")                   \
  ROW(kk,   "1/d",        "kill")                                                              \
  ROW(surf_ADC, "1/d",    "conjugate: exchange by the surface of the tumour")                  \
  ROW(surf_PL, "1/d",     "payload: exchange by the surface of the tumour")                    \
  ROW(payload, "nmol/kg", "payload wherever it is, also what was cleared")                     \
  ROW(leak, "nmol/kg/d",  "payload lost in the periphery that is not returned")

#define PRESETS(ROW)                                                                           \
  ROW(mouse_l540cy, shah, "mouse with L540cy (Hodgkin lymphoma)",                              \
      SET(CL, 0.006) SET(V1, 0.046) SET(CLD, 0.13) SET(V2, 0.06) SET(kdis, 0.12)               \
      SET(CLp, 18.4) SET(V1p, 0.136) SET(CLDp, 1.84) SET(V2p, 0.523) SET(Ag, 976)              \
      SET(kout, 1.1) SET(kge, 0.245) SET(kgl, 43.3) SET(Vmax, 5000) SET(TV0, 100)              \
      SET(kkmax, 0.761) SET(KC50, 254) SET(tau, 0.128) SET(WT, 0.02))                          \
  ROW(mouse_karpas, shah, "mouse with Karpas 299 (anaplastic large-cell lymphoma)",            \
      SET(CL, 0.006) SET(V1, 0.046) SET(CLD, 0.13) SET(V2, 0.06) SET(kdis, 0.12)               \
      SET(CLp, 18.4) SET(V1p, 0.136) SET(CLDp, 1.84) SET(V2p, 0.523) SET(Ag, 483)              \
      SET(kout, 0.68) SET(kge, 0.278) SET(kgl, 87.3) SET(Vmax, 5000) SET(TV0, 100)             \
      SET(kkmax, 0.753) SET(KC50, 172) SET(tau, 0.0114) SET(WT, 0.02))                         \
  ROW(human, shah, "patient with Hodgkin lymphoma; cells as L540cy",                           \
      SET(CL, 0.025) SET(V1, 0.054) SET(CLD, 0.036) SET(V2, 0.1) SET(kdis, 0.072)              \
      SET(CLp, 0.93) SET(V1p, 1.26) SET(CLDp, 3.03) SET(V2p, 0.799) SET(Ag, 166)               \
      SET(kout, 1.1) SET(kge, 0.035) SET(kgl, 220) SET(Vmax, 5.24e5) SET(TV0, 4190)            \
      SET(kkmax, 0.761) SET(KC50, 254) SET(tau, 0.128) SET(WT, 70))

/* of L540cy; the printed percentages taken as standard deviations of the logarithm */
#define VARIES(ROW)                                                                            \
  ROW(kge,   log_normal, 0.399, shah)                                                          \
  ROW(kgl,   log_normal, 0.649, shah)                                                          \
  ROW(kkmax, log_normal, 0.209, shah)                                                          \
  ROW(KC50,  log_normal, 0.254, shah)                                                          \
  ROW(tau,   log_normal, 1.64,  shah)
/* clang-format on */

#include "model.h"
#endif

START
  init(TV1) = TV0;
END

OBSERVE
  const real tumour = TV1 + TV2 + TV3 + TV4;
  const real R2 = power(3 * larger(tumour, TV_least) / (4 * pi), 2.0 / 3); /* radius squared */

  out(C_ADC) = X1 / V1;
  out(DAR) = Y1 / (positive(X1) + least);
  out(TV) = tumour;
  out(PL) = Pc + PT + Pex;
  out(kk) = kkmax * (Pc + PT + Pex) / (KC50 + Pc + PT + Pex);
  out(surf_ADC) = 6 * D_ADC * mm_per_cm * mm_per_cm / R2;
  out(surf_PL) = 6 * D_PL * mm_per_cm * mm_per_cm / R2;
  out(payload) = Y1 + Y2 + V1p * C1 + V2p * C2 + gone +
                 (Yf + Yb + Pc + PT + Pex) * L_per_mm3 * tumour / WT;
  out(leak) = (1 - returned) * kdis * Y2;
END

EQUATIONS
  const real tumour = L_per_mm3 * TV / WT; /* litres per kg of body */
  const real J_ADC = (vasc_ADC + surf_ADC) * (eps_ADC * X1 / V1 - Af);
  const real J_Y = (vasc_ADC + surf_ADC) * (eps_ADC * Y1 / V1 - Yf);
  const real J_PL = (vasc_PL + surf_PL) * (eps_PL * C1 - Pex);
  const real unbound = positive(Ag - Ab); /* Ab never comes above Ag by itself */
  const real binding = kon * Af * unbound - koff * Ab;
  const real binding_Y = kon * Yf * unbound - koff * Yb;
  const real tubulin = konT * Pc * (Tub - PT) - koffT * PT;
  const real turn = power(1 + power(kge * TV / kgl, psi), 1 / psi);

  /* in the body */
  ddt(X1) = iv - (CL + CLD) / V1 * X1 + CLD / V2 * X2 - J_ADC * tumour;
  ddt(X2) = CLD / V1 * X1 - CLD / V2 * X2;
  ddt(Y1) = DAR0 * iv - (CL + CLD) / V1 * Y1 + CLD / V2 * Y2 - J_Y * tumour - kdis * Y1;
  ddt(Y2) = CLD / V1 * Y1 - CLD / V2 * Y2 - kdis * Y2;
  ddt(C1) = (mmae + (kdis + CL / V1) * Y1 + returned * kdis * Y2 - J_PL * tumour) / V1p -
            (CLp + CLDp) / V1p * C1 + CLDp / V1p * C2;
  ddt(C2) = CLDp / V2p * (C1 - C2);
  ddt(gone) = CLp * C1;

  /* in the tumour */
  ddt(Af) = J_ADC - binding;
  ddt(Ab) = binding - kint * Ab;
  ddt(Yf) = J_Y - binding_Y - kdis * Yf;
  ddt(Yb) = binding_Y - kint * Yb - kdis * Yb;
  ddt(Pc) = kint * Yb + kup * Pex - kout * Pc - tubulin;
  ddt(PT) = tubulin;
  ddt(Pex) = J_PL - kup * Pex + kout * Pc + kdis * (Yf + Yb);

  /* growth and kill */
  ddt(TV1) = kge * (1 - TV / Vmax) / turn * TV1 - kk * TV1;
  ddt(TV2) = kk * TV1 - TV2 / tau;
  ddt(TV3) = (TV2 - TV3) / tau;
  ddt(TV4) = (TV3 - TV4) / tau;
END
