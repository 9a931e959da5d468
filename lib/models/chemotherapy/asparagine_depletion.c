/* Asparagine in plasma while asparaginase is active.
 *
 * Ours.  The body makes asparagine and loses it in about a day; the enzyme takes it away, at
 * less than its full speed where little is left.  kcat was chosen so that 100 U/L, the
 * activity that trials ask for, hold 1 % of the normal concentration.  effect is what a model
 * of leukaemia takes: a curve of the activity with its half at the same 100 U/L.  Outputs
 * cannot depend on inputs, so a state follows the activity within 5 min.
 *
 * NOT CALIBRATED: no turnover of asparagine in patients was at hand.  Samples go on losing
 * asparagine after they are drawn, so that measured values are lower.  Synthesis by the
 * blasts, glutamine and antibodies are not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    asparagine_depletion
#define TITLE    "Asparagine under asparaginase (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(threshold, "10.3390/pharmaceutics17070915", "Pharmaceutics, 2025 (100 U/L as the aim)")

#define STATES(ROW)                                                                            \
  ROW(N,   "umol/L", 1e-5, "asparagine in plasma")                                             \
  ROW(act, "U/L",    1e-4, "activity of asparaginase, minutes ago")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit      low   high  source     meaning */                                \
  ROW(N0,   50,     "umol/L", 5,    500,  assumed,   "asparagine without the enzyme")          \
  ROW(kN,   0.693147180559945, "1/d", 0.05, 20, assumed, "its turnover: in a day by half")     \
  ROW(kcat, 3.77,   "umol/d/U", 0.01, 100, assumed,  "its fastest loss to a unit of enzyme")   \
  ROW(Km,   5,      "umol/L", 0.1,  100,  assumed,   "asparagine of half that speed")          \
  ROW(act50, 100,   "U/L",    5,    1000, threshold, "activity of half the effect")            \
  ROW(n,    4,      "1",      1,    10,   assumed,   "steepness of the effect")                \
  ROW(kf,   288,    "1/d",    10,   1e4,  assumed,   "following of the activity: in 5 min")

#define INPUTS(ROW) ROW(activity, "U/L", 1, 0, 0, "asparaginase, from another model")

#define DRIVEN(ROW) ROW(activity, "0 would be a patient without asparaginase")

#define OUTPUTS(ROW)                                                                           \
  ROW(left,   "1", "asparagine, of that without the enzyme")                                   \
  ROW(effect, "1", "effect on leukaemia, 0 to 1")
/* clang-format on */

#include "model.h"
#endif

START
  init(N) = N0;
END

OBSERVE
  out(left) = N / N0;
  out(effect) = hill(act, act50, n);
END

EQUATIONS
  ddt(N) = kN * (N0 - N) - kcat * act * N / (Km + N);
  ddt(act) = kf * (activity - act);
END
