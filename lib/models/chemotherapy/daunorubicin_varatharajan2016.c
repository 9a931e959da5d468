/* Daunorubicin and daunorubicinol in adults with acute myeloid leukaemia.
 *
 * Two compartments each.  All that leaves the parent becomes metabolite, milligram for
 * milligram, since how much really does cannot be told from plasma: clearance and volume of
 * the metabolite are apparent, and fit no other parent.  The central volumes are small and
 * empty within minutes, so an infusion must have its duration; a push would peak far too high.
 *
 * The plasma of patients with many blasts holds less, and the publication has no covariates:
 * neither blasts nor size.  Only the first day was sampled, up to 24 h. */
#ifndef MODEL
/* clang-format off */
#define MODEL    daunorubicin_varatharajan2016
#define TITLE    "Daunorubicin and daunorubicinol in plasma"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(varatharajan, "10.1007/s00280-016-3166-8",                                               \
      "Varatharajan S, Cancer Chemother Pharmacol, 2016 (Table 2)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "mg",      1e-7, "daunorubicin, central")                                           \
  ROW(A2,  "mg",      1e-6, "daunorubicin, peripheral")                                        \
  ROW(M1,  "mg",      1e-7, "daunorubicinol, central")                                         \
  ROW(M2,  "mg",      1e-6, "daunorubicinol, peripheral")                                      \
  ROW(AUC, "ng*h/mL", 1e-4, "area under daunorubicin so far")

#define PARAMETERS(ROW)                                                                        \
  /* name  default unit   low  high source        meaning */                                   \
  ROW(CL,  269.8,  "L/h", 10,  3000, varatharajan, "clearance of daunorubicin")                \
  ROW(V,   15.0,   "L",   1,   300, varatharajan, "central volume of daunorubicin")            \
  ROW(k12, 22.4,   "1/h", 1,   300, varatharajan, "daunorubicin to the periphery")             \
  ROW(k21, 0.6,    "1/h", 0.03, 10, varatharajan, "daunorubicin from the periphery")           \
  ROW(CLm, 23.6,   "L/h", 1,   300, varatharajan, "apparent clearance of daunorubicinol")      \
  ROW(Vm,  7.6,    "L",   0.5, 100, varatharajan, "apparent central volume of daunorubicinol") \
  ROW(k12m, 32.0,  "1/h", 1,   300, varatharajan, "daunorubicinol to the periphery")           \
  ROW(k21m, 0.4,   "1/h", 0.03, 10, varatharajan, "daunorubicinol from the periphery")         \
  ROW(ng_per_mg, 1e6, "ng/mg", 0, 0, exact,       "nanograms in a milligram")                  \
  ROW(mL_per_L, 1000., "mL/L", 0, 0, exact,       "millilitres in a litre")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "mg/h", 1, 0, 527.5, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,  "ng/mL", "daunorubicin in plasma")                                                   \
  ROW(Cm, "ng/mL", "daunorubicinol in plasma")

/* printed as coefficients of variation, 84, 143, 69, 72, 64, 65, 73 and 68 %:
 * sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(CL,   log_normal, 0.730696213, varatharajan)                                             \
  ROW(V,    log_normal, 1.055209960, varatharajan)                                             \
  ROW(k12,  log_normal, 0.624022014, varatharajan)                                             \
  ROW(k21,  log_normal, 0.646263993, varatharajan)                                             \
  ROW(CLm,  log_normal, 0.585923183, varatharajan)                                             \
  ROW(Vm,   log_normal, 0.593646264, varatharajan)                                             \
  ROW(k12m, log_normal, 0.653575830, varatharajan)                                             \
  ROW(k21m, log_normal, 0.616505411, varatharajan)

#define RESIDUAL(ROW)                                                                          \
  ROW(C,  proportional, 0.47, varatharajan)                                                    \
  ROW(Cm, proportional, 0.34, varatharajan)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = ng_per_mg * A1 / (mL_per_L * V);
  out(Cm) = ng_per_mg * M1 / (mL_per_L * Vm);
END

EQUATIONS
  const real made = CL / V * A1;
  const real exchange = k12 * A1 - k21 * A2;
  const real exchange_m = k12m * M1 - k21m * M2;

  ddt(A1) = iv - made - exchange;
  ddt(A2) = exchange;
  ddt(M1) = made - CLm / Vm * M1 - exchange_m;
  ddt(M2) = exchange_m;
  ddt(AUC) = C;
END
