/* Low-dose methotrexate by mouth in maintenance: plasma, and polyglutamates in red cells.
 *
 * The larger a dose, the smaller the part of it that is absorbed.  That part belongs to the
 * size of a dose, which the equations do not know: set dose to what each dose is, or 15 mg/m2
 * is meant; one run has one size.  Red cells take up drug in proportion to the peripheral
 * concentration, and keep it for weeks.
 *
 * Plasma was not measured; its values were fixed from others.  The data start within
 * maintenance, where R0 is the first value seen (median 0.026 umol/L); 0 is a fresh start.
 * Residual errors are read as variances.  Volumes are per body surface, so that it cancels from
 * doses per m2.  High doses need methotrexate_taylor2020 or methotrexate_gao2021. */
#ifndef MODEL
/* clang-format off */
#define MODEL    methotrexate_gebhard2023
#define TITLE    "Low-dose methotrexate in maintenance: polyglutamates in red cells"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(gebhard, "10.1038/s41598-023-38414-0",                                                   \
      "Gebhard A, Sci Rep, 2023 (Table 2, supplement: S1)")

#define STATES(ROW)                                                                            \
  ROW(G,  "umol",   1e-6, "drug in the gut")                                                   \
  ROW(A1, "umol",   1e-6, "drug, central")                                                     \
  ROW(A2, "umol",   1e-6, "drug, peripheral")                                                  \
  ROW(R,  "umol/L", 1e-8, "drug in red cells, mostly as polyglutamates")

#define PARAMETERS(ROW)                                                                        \
  /* name   default  unit    low    high source   meaning */                                   \
  ROW(loss, 0.77,    "1",    0,     1,   gebhard,                                              \
      "largest part of a dose that is lost, fixed")                                            \
  ROW(D50,  15.01,   "mg/m2", 1,    500, gebhard, "dose of half that loss, fixed")             \
  ROW(ka,   26.64,   "1/d",  1,     200, gebhard, "absorption, fixed")                         \
  ROW(ke,   14.2944, "1/d",  1,     200, gebhard, "elimination, fixed")                        \
  ROW(k12,  0.9888,  "1/d",  0.05,  20,  gebhard, "to the periphery, fixed")                   \
  ROW(k21,  2.64,    "1/d",  0.1,   50,  gebhard, "from the periphery, fixed")                 \
  ROW(V_m2, 11.606,  "L/m2", 1,     100, gebhard, "central volume per body surface, fixed")    \
  ROW(Vp_m2, 4.347,  "L/m2", 0.5,   50,  gebhard, "peripheral volume per body surface, fixed") \
  ROW(kin,  0.031,   "1/d",  0.002, 0.5, gebhard, "uptake into red cells")                     \
  ROW(kout, 0.018,   "1/d",  0.002, 0.2, gebhard, "loss from red cells")                       \
  ROW(dose, 15.,     "mg/m2", 0,    50,  patient, "size of each dose")                         \
  ROW(R0,   0.,      "umol/L", 0,   0.5, patient, "drug in red cells at the start")            \
  ROW(BSA,  1.,      "m2",   0.3,   2.5, patient, "body surface")

#define DERIVED(ROW)                                                                           \
  ROW(F,  1 - loss * dose / (D50 + dose), "1", "part of a dose that reaches plasma")           \
  ROW(V,  V_m2 * BSA,  "L", "central volume")                                                  \
  ROW(Vp, Vp_m2 * BSA, "L", "peripheral volume")

#define INPUTS(ROW)                                                                            \
  ROW(oral, "umol/d", F, 0, 454.44, "dose by mouth")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,  "umol/L", "methotrexate in plasma")                                                  \
  ROW(Cr, "umol/L", "methotrexate in red cells")

#define STUDIED(ROW)                                                                           \
  ROW(dose, 1.3, 45,   gebhard)                                                                \
  ROW(R0,   0,   0.10, gebhard)

#define VARIES(ROW) /* CV 34 and 31 %: sqrt(log(1 + CV^2)) */                                  \
  ROW(kin,  log_normal, 0.330745184, gebhard)                                                  \
  ROW(kout, log_normal, 0.302916532, gebhard)

#define RESIDUAL(ROW) /* variances 0.000018 and 0.024 */                                       \
  ROW(Cr, additive,     0.004242641, gebhard)                                                  \
  ROW(Cr, proportional, 0.154919334, gebhard)
/* clang-format on */

#include "model.h"
#endif

START
  init(R) = R0;
END

OBSERVE
  out(C) = A1 / V;
  out(Cr) = R;
END

EQUATIONS
  const real exchange = k12 * A1 - k21 * A2;

  ddt(G) = oral - ka * G;
  ddt(A1) = ka * G - ke * A1 - exchange;
  ddt(A2) = exchange;
  ddt(R) = kin * A2 / Vp - kout * R;
END
