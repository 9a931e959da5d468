/* Events (relapse, death) by residual disease, and survival without them.
 *
 * Ours, of published survival by residual disease: 5-year survival without events of 87 %
 * below 1e-4 and 74 % between 1e-4 and 1e-3 at the end of induction in children of high risk.
 * Each decade of residual disease doubles the hazard (0.7 in its logarithm), which is constant
 * in time; a is set so that 10^-3.5 has the 74 %.  Below 1e-5, the floor, nothing gets better.
 *
 * A dose of 1 into assess keeps the residual disease of that moment, blasts as part of the
 * marrow from another model, and the hazard runs from there on; a second one replaces it.
 * Outputs cannot depend on inputs, so a state follows the input within 5 min.
 *
 * It is a correlation in children treated by one protocol: to lower residual disease by
 * another drug need not bring what it says.  The hazard in patients falls with the years; risk
 * groups, later time points and treatment after relapse are not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    relapse_hazard
#define TITLE    "Events by residual disease at the end of induction (fitted to two numbers)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(now,  "1", 1e-9, "part of the marrow that is blasts, minutes ago")                       \
  ROW(kept, "1", 1e-9, "that at the time of assess")                                           \
  ROW(on,   "1", 1e-7, "1 after assess")                                                       \
  ROW(H,    "1", 1e-7, "cumulative hazard")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit   low   high  source   meaning */                                     \
  ROW(a,     -3.16, "1",   -8,   2,    derived, "logarithm of the hazard, 1/y, at 1e-4")       \
  ROW(slope, 0.7,   "1",   0,    3,    assumed, "rise of it with each decade (0.79 seen)")     \
  ROW(least, 1e-5,  "1",   1e-8, 0.1,  assumed, "residual disease of the least hazard")        \
  ROW(at,    1e-4,  "1",   0,    0,    exact,   "residual disease that a is for")              \
  ROW(ln10,  2.302585092994046, "1", 0, 0, exact, "natural logarithm of 10")                   \
  ROW(kf,    288,   "1/d", 10,   1e4,  assumed, "following of the input: in 5 min")            \
  ROW(per_y, 1,     "1/y", 0,    0,    exact,   "unit of the hazard")                          \
  ROW(d_per_y, 365.25, "d/y", 0, 0,    exact,   "days in a year")

#define INPUTS(ROW)                                                                            \
  ROW(blasts, "1",   1, 0, 0, "part of the marrow that is blasts, from another model")         \
  ROW(assess, "1/d", 1, 0, 0, "a dose of 1: the residual disease of this moment is kept")

#define DRIVEN(ROW) ROW(blasts, "0 would be a patient without residual disease")

#define OUTPUTS(ROW)                                                                           \
  ROW(h,   "1/y", "hazard by the residual disease that was kept")                              \
  ROW(EFS, "1",   "part that is without an event since assess")

#define JUMPS(ROW)                                                                             \
  ROW(assess, kept, now, "kept")                                                               \
  ROW(assess, on,   1,   "from here on")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(h) = per_y * exp(a + slope * log(larger(kept, least) / at) / ln10);
  out(EFS) = exp(-H);
END

EQUATIONS
  ddt(now) = kf * (blasts - now);
  ddt(kept) = 0 * kf * assess;
  ddt(on) = 0;
  ddt(H) = on * h / d_per_y;
END
