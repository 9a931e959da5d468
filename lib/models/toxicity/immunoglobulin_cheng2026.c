/* Intravenous immunoglobulin in children who lack antibodies.
 *
 * Two compartments for what is given; what the child makes itself is a constant, added to it.
 * Deficiency after rituximab or CAR-T cells is secondary: clearance and baseline are about
 * half of those in primary deficiency.  64 children, 5 of them after CAR-T cells, most samples
 * before the next dose.  In the model immunoglobulin the baseline follows the B cells instead.
 *
 * Coefficients of variation are read as those of log-normal values.  Sizes follow body weight
 * by powers that were fixed, not estimated; 70 kg is a reference, and no adult was studied. */
#ifndef MODEL
/* clang-format off */
#define MODEL    immunoglobulin_cheng2026
#define TITLE    "Intravenous immunoglobulin G in children with antibody deficiency"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(cheng, "10.1002/bcp.70420",                                                              \
      "Cheng IL, Br J Clin Pharmacol, 2026 (structure, parameters, covariates, variability)")

#define STATES(ROW)                                                                            \
  ROW(A1, "g", 1e-5, "immunoglobulin that was given, central")                                 \
  ROW(A2, "g", 1e-5, "immunoglobulin that was given, peripheral")

#define PARAMETERS(ROW)                                                                        \
  /* name       default  unit   low    high  source   meaning */                               \
  ROW(CL_70,     0.308,  "L/d", 0.02,  3,    cheng,   "clearance at 70 kg, primary deficiency")\
  ROW(V1_70,     3.59,   "L",   0.3,   30,   cheng,   "central volume at 70 kg")               \
  ROW(Q_70,      1.08,   "L/d", 0.05,  20,   cheng,   "exchange with the periphery at 70 kg")  \
  ROW(V2_70,     7.37,   "L",   0.2,   100,  cheng,   "peripheral volume at 70 kg")            \
  ROW(base,      5.67,   "g/L", 0.2,   30,   cheng,   "made by the child, primary deficiency") \
  ROW(WT_CL,     0.75,   "1",   0,     2,    cheng,   "power of weight on CL and Q")           \
  ROW(WT_V,      1,      "1",   0,     2,    cheng,   "power of weight on V1 and V2")          \
  ROW(secondary_CL, 0.542, "1", 0.1,   5,    cheng,   "CL in secondary deficiency, relative")  \
  ROW(secondary_base, 0.541, "1", 0.1, 5,    cheng,   "baseline in it, relative")              \
  ROW(IgM_base,  0.11,   "1",   -1,    1,    cheng,   "power of IgM on the baseline")          \
  ROW(WT,        70,     "kg",  2,     200,  patient, "body weight")                           \
  ROW(secondary, 1,      "1",   0,     1,    patient,                                          \
      "1: secondary deficiency, as after B-cell depletion, 0: primary")                        \
  ROW(IgM,       0.21,   "g/L", 0.01,  5,    patient, "immunoglobulin M at baseline")          \
  ROW(WT_ref,    70,     "kg",  0,     0,    exact,   "weight where it is neutral")            \
  ROW(IgM_ref,   0.21,   "g/L", 0,     0,    exact,   "IgM where it is neutral")

#define DERIVED(ROW)                                                                           \
  ROW(CL, CL_70 * power(WT / WT_ref, WT_CL) * factor(secondary, secondary_CL), "L/d",          \
      "clearance")                                                                             \
  ROW(Q,  Q_70 * power(WT / WT_ref, WT_CL), "L/d", "exchange with the periphery")              \
  ROW(V1, V1_70 * power(WT / WT_ref, WT_V), "L",   "central volume")                           \
  ROW(V2, V2_70 * power(WT / WT_ref, WT_V), "L",   "peripheral volume")                        \
  ROW(baseline, base * factor(secondary, secondary_base) * power(IgM / IgM_ref, IgM_base),     \
      "g/L", "immunoglobulin that the child makes")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "g/d", 1, 0, 150000, "into the vein; infusions take 4 h; the molar mass is recalled")

#define OUTPUTS(ROW)                                                                           \
  ROW(IgG,   "g/L", "immunoglobulin G in serum")                                               \
  ROW(given, "g/L", "that of it which was given")

#define STUDIED(ROW) ROW(WT, 3.15, 95.3, cheng)

#define VARIES(ROW) /* CV 42.7, 138.6 and 49.3 % */                                            \
  ROW(CL_70, log_normal, 0.409251, cheng)                                                      \
  ROW(V2_70, log_normal, 1.035338, cheng)                                                      \
  ROW(base,  log_normal, 0.466441, cheng)

#define RESIDUAL(ROW)                                                                          \
  ROW(IgG, proportional, 0.117, cheng)                                                         \
  ROW(IgG, additive,     0.812, cheng)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(IgG) = A1 / V1 + baseline;
  out(given) = A1 / V1;
END

EQUATIONS
  const real exchange = Q * (A1 / V1 - A2 / V2);

  ddt(A1) = iv - CL * given - exchange;
  ddt(A2) = exchange;
END
