/* Cytarabine in plasma: two compartments, and an elimination that saturates.
 *
 * At a low dose clearance is large; at 3 g/m2 in 3 h the enzyme that removes cytarabine is
 * swamped and the plateau is far higher than in proportion.  The low-dose clearance was
 * published; the rest is our choice such that the plateau of the high dose is met, for want of
 * a published set that covers both.  Published and ours: 3 g/m2 in 3 h reach 115 (SD 32) and
 * 112 umol/L, with half-lives thereafter of 16 and 12 min and then 1.8 and 1.9 h, and a
 * clearance of 86 and (at 1.8 m2) 79 L/h; 200 mg/m2/d reach 0.30 (SD 0.13) and 0.257 umol/L.
 * A third phase of 6 h was seen, too, and is missing.
 *
 * Above 1.24 g/m2/h (CLmax Km) there is no steady state.  All is per body surface, so that it
 * cancels from doses per m2.  The effect comes from nucleotides within cells, which outlast
 * plasma (half-life about 3 h) and are not here. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cytarabine_saturable
#define TITLE    "Cytarabine in plasma at low and high doses"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(fleming, "10.1007/BF00686192",                                                           \
      "Fleming RA, Cancer Chemother Pharmacol, 1995 (clearance of 265 adults, 200 mg/m2/d)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "umol",     1e-6, "drug, central")                                                  \
  ROW(A2,  "umol",     1e-6, "drug, peripheral")                                               \
  ROW(AUC, "umol*h/L", 1e-6, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name      default unit      low  high  source   meaning */                                \
  ROW(CLmax_m2, 134.,  "L/h/m2", 10,  1000, fleming, "clearance at low concentrations")        \
  ROW(Km,      38.,    "umol/L", 1,   1e4,  assumed,                                           \
      "concentration that halves clearance; chosen for the plateau of 3 g/m2 in 3 h")          \
  ROW(V1_m2,   16.,    "L/m2",   2,   100,  assumed, "central volume; chosen likewise")        \
  ROW(Q_m2,    3.,     "L/h/m2", 0.1, 50,   assumed,                                           \
      "exchange with the periphery; chosen for the second half-life")                          \
  ROW(V2_m2,   8.,     "L/m2",   0.5, 100,  assumed, "peripheral volume; chosen likewise")     \
  ROW(BSA,     1.8,    "m2",     0.2, 3,    patient, "body surface")

#define DERIVED(ROW)                                                                           \
  ROW(CLmax, CLmax_m2 * BSA, "L/h", "clearance at low concentrations")                         \
  ROW(V1,    V1_m2 * BSA,    "L",   "central volume")                                          \
  ROW(Q,     Q_m2 * BSA,     "L/h", "exchange with the periphery")                             \
  ROW(V2,    V2_m2 * BSA,    "L",   "peripheral volume")                                       \
  ROW(Vmax,  CLmax * Km,     "umol/h", "fastest elimination: no steady state above")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "umol/h", 1, 0, 243.2, "intravenous dose rate; high doses take 3 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,  "umol/L", "cytarabine in plasma")                                                    \
  ROW(CL, "L/h",    "clearance at this concentration")

#define VARIES(ROW) /* SD 71 of 134, as a log-normal: sqrt(log(1 + CV^2)) */                   \
  ROW(CLmax_m2, log_normal, 0.497432862, fleming)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A1 / V1;
  out(CL) = CLmax / (1 + A1 / (V1 * Km));
END

EQUATIONS
  const real exchange = Q / V1 * A1 - Q / V2 * A2;

  ddt(A1) = iv - CL * C - exchange;
  ddt(A2) = exchange;
  ddt(AUC) = C;
END
