/* Leucovorin after high-dose methotrexate: how much of the effect of methotrexate is left.
 *
 * Ours.  Reduced folate is taken as one compartment; it competes with methotrexate, so that
 * the more there is of one, the more it takes of the other: effect = 1 / (1 + LV / (k (MTX +
 * least))).  Wire the concentration of methotrexate and multiply its effect on marrow, mucosa
 * or leukaemia by this.  Outputs cannot depend on inputs, so a state follows methotrexate
 * within 5 min.
 *
 * NOT CALIBRATED: the competition is assumed to be even (k = 1), the pharmacokinetics are
 * rough, and the active metabolite, the polyglutamates in cells and their time are not in it:
 * rescue that comes too late works here as well as early rescue does.  Leucovorin protects
 * leukaemia, too.  Doses are of the racemate by mouth or vein alike; of levoleucovorin give
 * twice as much.  Glucarpidase is not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    leucovorin_rescue
#define TITLE    "Leucovorin and what it leaves of the effect of methotrexate (not calibrated)"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW)                                                                            \
  ROW(A, "mg",       1e-5, "leucovorin in the body")                                           \
  ROW(M, "umol/L",   1e-7, "methotrexate, minutes ago")

#define PARAMETERS(ROW)                                                                        \
  /* name   default  unit     low   high  source    meaning */                                 \
  ROW(V_m2,  15,     "L/m2",  1,    100,  assumed,  "volume per body surface")                 \
  ROW(ke,    0.173286795139986, "1/h", 0.01, 5, assumed, "loss: in 4 h by half")               \
  ROW(k,     1,      "1",     0.01, 100,  assumed,  "leucovorin that halves it, relative")     \
  ROW(least, 0.01,   "umol/L", 1e-4, 1,   assumed,  "methotrexate that counts as none")        \
  ROW(kf,    12,     "1/h",   1,    500,  assumed,  "following of methotrexate: in 5 min")     \
  ROW(BSA,   1.7,    "m2",    0.3,  3,    patient,  "body surface")                            \
  ROW(mg_per_umol, 0.4734, "mg/umol", 0, 0, exact,  "weight of a micromole")

#define INPUTS(ROW)                                                                            \
  ROW(iv,  "mg/h",   1, 0, 473.4, "leucovorin")                                                \
  ROW(MTX, "umol/L", 1, 0, 0,     "methotrexate in plasma, from another model")

#define DRIVEN(ROW) ROW(MTX, "0 would be a patient without methotrexate")

#define OUTPUTS(ROW)                                                                           \
  ROW(LV,     "umol/L", "leucovorin in plasma")                                                \
  ROW(effect, "1",      "effect of methotrexate, of that without leucovorin")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  const real folate = A / (V_m2 * BSA) / mg_per_umol;
  out(LV) = folate;
  out(effect) = 1 / (1 + folate / (k * (M + least)));
END

EQUATIONS
  ddt(A) = iv - ke * A;
  ddt(M) = kf * (MTX - M);
END
