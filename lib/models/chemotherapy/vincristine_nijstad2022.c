/* Vincristine from infants to adults: two compartments, and binding to tubulin that saturates.
 *
 * Tubulin takes up most of a dose within minutes and gives it back over hours, so that at one
 * hour plasma holds little of what is in the body.  Small children have more tubulin for their
 * weight.  Binding is thousands of times as fast as the last phase: the equations are stiff.
 *
 * kon and koff are rates of amounts and do not grow with size.  Bmax varied between doses, not
 * between patients; here it varies between runs.  AGE enters by a negative power: a newborn
 * needs an age above 0.  A dose is at most 2 mg.  Azoles slow clearance, which is not here.
 * The area under the curve so far stands for nerve damage; no published risk goes with it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    vincristine_nijstad2022
#define TITLE    "Vincristine in children and adults, with binding to tubulin"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(nijstad, "10.1007/s11095-022-03364-1", "Nijstad AL, Pharm Res, 2022 (Table II)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",      1e-9, "drug, central")                                                   \
  ROW(A2,  "mg",      1e-8, "drug, peripheral")                                                \
  ROW(A3,  "mg",      1e-8, "drug bound to tubulin")                                           \
  ROW(AUC, "ng*h/mL", 1e-4, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name     default unit    low   high  source   meaning */                                  \
  ROW(CL_ref, 30.6,   "L/h",  1,    300,  nijstad, "clearance at 70 kg")                       \
  ROW(Q_ref,  63.2,   "L/h",  1,    500,  nijstad, "exchange with the periphery at 70 kg")     \
  ROW(V1_ref, 5.39,   "L",    0.2,  100,  nijstad, "central volume at 70 kg")                  \
  ROW(V2_ref, 400.,   "L",    20,   4000, nijstad, "peripheral volume at 70 kg")               \
  ROW(Bmax_ref, 0.525, "mg",  0.02, 10,   nijstad,                                             \
      "most that tubulin binds, at 70 kg and 18 y")                                            \
  ROW(kon,    1300.,  "1/h",  10,   2e4,  nijstad, "association while all tubulin is free")    \
  ROW(koff,   11.5,   "1/h",  0.5,  100,  nijstad, "dissociation")                             \
  ROW(WT_CL,  0.75,   "1",    0,    2,    nijstad, "power of weight on CL and Q, fixed")       \
  ROW(WT_V,   1.,     "1",    0,    2,    nijstad,                                             \
      "power of weight on V1, V2 and Bmax, fixed")                                             \
  ROW(AGE_Bmax, -0.199, "1",  -1,   0,    nijstad, "power of age on Bmax")                     \
  ROW(WT,     70.,    "kg",   2,    200,  patient, "body weight")                              \
  ROW(AGE,    30.,    "y",    0.02, 100,  patient, "age")                                      \
  ROW(WT_ref, 70.,    "kg",   0,    0,    exact,   "weight where that covariate is neutral")   \
  ROW(AGE_ref, 18.,   "y",    0,    0,    exact,   "age where that covariate is neutral")      \
  ROW(ng_per_mg, 1e6, "ng/mg", 0,   0,    exact,   "nanograms in a milligram")                 \
  ROW(mL_per_L, 1000., "mL/L", 0,   0,    exact,   "millilitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(CL, CL_ref * power(WT / WT_ref, WT_CL), "L/h", "clearance")                              \
  ROW(Q,  Q_ref * power(WT / WT_ref, WT_CL),  "L/h", "exchange with the periphery")            \
  ROW(V1, V1_ref * power(WT / WT_ref, WT_V),  "L",   "central volume")                         \
  ROW(V2, V2_ref * power(WT / WT_ref, WT_V),  "L",   "peripheral volume")                      \
  ROW(Bmax, Bmax_ref * power(WT / WT_ref, WT_V) * power(AGE / AGE_ref, AGE_Bmax), "mg",        \
      "most that tubulin binds")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/h", 1, 0, 825, "intravenous dose rate; a push takes 1 min")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "ng/mL", "vincristine in plasma")

#define STUDIED(ROW) /* of all 206 */                                                          \
  ROW(WT,  2.9,  126,  nijstad)                                                                \
  ROW(AGE, 0.04, 33.9, nijstad)

/* printed as coefficients of variation, 47.7, 38.1, 122.5, 57.1, 126.5, 24.1 and, between
 * doses, 59.1 %: sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(CL_ref,   log_normal, 0.452772797, nijstad)                                              \
  ROW(Q_ref,    log_normal, 0.368164689, nijstad)                                              \
  ROW(V1_ref,   log_normal, 0.957361322, nijstad)                                              \
  ROW(V2_ref,   log_normal, 0.531222939, nijstad)                                              \
  ROW(kon,      log_normal, 0.977546919, nijstad)                                              \
  ROW(koff,     log_normal, 0.237606587, nijstad)                                              \
  ROW(Bmax_ref, log_normal, 0.547331580, nijstad)

#define RESIDUAL(ROW) ROW(C, proportional, 0.301, nijstad)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = ng_per_mg * A1 / (mL_per_L * V1);
END

EQUATIONS
  const real exchange = Q / V1 * A1 - Q / V2 * A2;
  const real binding = kon * A1 * (1 - A3 / Bmax) - koff * A3;

  ddt(A1) = iv - CL / V1 * A1 - exchange - binding;
  ddt(A2) = exchange;
  ddt(A3) = binding;
  ddt(AUC) = C;
END
