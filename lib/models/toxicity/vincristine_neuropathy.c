/* Neuropathy of grade 2 or more by the cumulative exposure to vincristine.
 *
 * Ours.  The area under the concentration, from vincristine_nijstad2022 or another model,
 * makes a probability; A50, twelve full doses of 2 mg in an adult, puts it at one half and at
 * 27 % after seven (27.5 after 7.2), where 25 to 30 % of children are remembered to have it.
 * NOT CALIBRATED: the curve is assumed, and no published relation of neuropathy to exposure is
 * behind it. Exposure in children is less per dose.  Neuropathy does not heal here, which it
 * does in months to years; age, azoles (by way of the concentration) and genotype matter. */
#ifndef MODEL
/* clang-format off */
#define MODEL    vincristine_neuropathy
#define TITLE    "Neuropathy by cumulative exposure to vincristine (assumed)"
#define REVISION 1
#define TIME     "h"

#define STATES(ROW) ROW(AUC, "ng*h/mL", 1e-3, "exposure so far")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit       low   high  source   meaning */                                 \
  ROW(A50,  784,    "ng*h/mL", 10,   1e5,  assumed, "exposure of one half: 12 times 2 mg / CL")\
  ROW(n,    1.5,    "1",       0.5,  5,    assumed, "steepness")                               \
  ROW(ln2,  0.693147180559945, "1", 0, 0,  exact,   "natural logarithm of 2")

#define INPUTS(ROW) ROW(C, "ng/mL", 1, 0, 0, "vincristine in plasma, from another model")

#define DRIVEN(ROW) ROW(C, "0 would be a patient without vincristine")

#define OUTPUTS(ROW)                                                                           \
  ROW(H, "1", "cumulative hazard")                                                             \
  ROW(P, "1", "probability of grade 2 or more so far")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  const real hazard = ln2 * power(AUC / A50, n);
  out(H) = hazard;
  out(P) = -expm1(-hazard);
END

EQUATIONS
  ddt(AUC) = C;
END
