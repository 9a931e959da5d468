/* Anakinra under the skin, in children and young adults: absorption, one compartment.
 *
 * CL and V are those over the fraction absorbed, so all that is injected enters the depot.
 * Absorption (1.8 h) is faster than elimination (7.2 h at 70 kg) but not by far: the peak comes
 * after about 5 h.  V was found to vary between occasions and not between patients; a patient
 * drawn here keeps one.
 *
 * 87 patients from 8 months to 21 years.  Doses into a vein are outside the data. */
#ifndef MODEL
/* clang-format off */
#define MODEL    anakinra_urien2013
#define TITLE    "Anakinra under the skin, in children and young adults"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(urien, "10.1186/2050-6511-14-40",                                                        \
      "Urien S, BMC Pharmacol Toxicol, 2013 (structure, parameters, variability)")

#define STATES(ROW)                                                                            \
  ROW(A0, "mg", 1e-6, "under the skin")                                                        \
  ROW(A1, "mg", 1e-6, "in the body")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit    low   high  source   meaning */                                  \
  ROW(ka,     0.38,   "1/h",  0.01, 5,    urien,   "absorption")                               \
  ROW(CL_ref, 6.24,   "L/h",  0.5,  60,   urien,                                               \
      "clearance at 70 kg, over the fraction absorbed")                                        \
  ROW(V_ref,  65.2,   "L",    5,    600,  urien,   "volume at 70 kg, over the same")           \
  ROW(WT_CL,  0.47,   "1",    0,    2,    urien,   "power of weight on CL")                    \
  ROW(WT_V,   0.76,   "1",    0,    2,    urien,   "power of weight on V")                     \
  ROW(WT,     70,     "kg",   3,    200,  patient, "body weight")                              \
  ROW(WT_ref, 70,     "kg",   0,    0,    exact,   "weight at which it is neutral")

#define DERIVED(ROW)                                                                           \
  ROW(CL, CL_ref * power(WT / WT_ref, WT_CL), "L/h", "clearance, over the fraction absorbed")  \
  ROW(V,  V_ref * power(WT / WT_ref, WT_V),   "L",   "volume, over the same")                  \
  ROW(ke, CL / V,                             "1/h", "elimination")                            \
  ROW(half_life, log(2) / ke,                 "h",   "of elimination")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(sc, "mg/h", 1, 0, 17300, "dose rate under the skin")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "mg/L", "anakinra in plasma")

#define STUDIED(ROW) /* of all 87 patients */                                                  \
  ROW(WT, 4.3, 83, urien)

#define VARIES(ROW)                                                                            \
  ROW(CL_ref, log_normal, 0.28, urien)                                                         \
  ROW(V_ref,  log_normal, 0.47, urien) /* between occasions */

#define RESIDUAL(ROW)                                                                          \
  ROW(C, additive, 0.072, urien)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A1 / V;
END

EQUATIONS
  ddt(A0) = sc - ka * A0;
  ddt(A1) = ka * A0 - CL * C;
END
