/* Grade of neurotoxicity (ICANS) by a signal that reaches the brain late.
 *
 * Ours.  N follows the signal S with the lag tau: it peaks 1.4 d after a peak of S that is
 * some days wide, at 0.78 of its height, which agrees with medians of 7 against 5 d.
 * Steroids, I_gc, divide what arrives by up to 5.  Tocilizumab does not treat it: wire the
 * free interleukin-6 here, not the signal that tocilizumab blocks (crs_grade takes that one);
 * since free interleukin rises under tocilizumab, so does N.
 *
 * The limits lie where a log-normal peak puts them: in a registry of tisagenlecleucel (703
 * patients) 22.2 % had any grade and 9.0 % grade 3 or more, 0.766 and 1.341 standard
 * deviations above the mean of the logarithms.  That mean is taken from the median peak of 155
 * pg/mL that crs_grade assumes, times 0.784; the spread of one decade is assumed too.  Grade 2
 * is in the geometric middle and grade 4 as far above 3 as 3 above 2.  Limits for another
 * cohort or another model have to be set from its own peaks: the quantiles 0.778 and 0.910.
 *
 * The score of orientation and writing, seizures and oedema that make a grade are not in it. */
#ifndef MODEL
/* clang-format off */
#define MODEL    icans_grade
#define TITLE    "Grade of neurotoxicity by a late signal (limits chosen to meet one registry)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(N,    "pg/mL", 1e-4, "signal in the brain")                                              \
  ROW(most, "pg/mL", 1e-4, "the highest so far")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit     low   high  source   meaning */                                 \
  ROW(tau,    2,      "d",     0.1,  20,   assumed, "lag behind the signal in blood")          \
  ROW(r_gc,   4,      "1",     0,    100,  assumed, "steroids divide the signal by 1 + this")  \
  ROW(grade1, 707,    "pg/mL", 1,    1e6,  derived, "grade 1 above: 0.766 decades over 121")   \
  ROW(grade2, 1370,   "pg/mL", 1,    1e6,  assumed, "grade 2 above: in the geometric middle")  \
  ROW(grade3, 2656,   "pg/mL", 1,    1e6,  derived, "grade 3 above: 1.341 decades over 121")   \
  ROW(grade4, 5149,   "pg/mL", 1,    1e6,  assumed, "grade 4 above")                           \
  ROW(sigma,  1,      "1",     0.05, 3,    assumed, "spread of peaks, in decades")             \
  ROW(kf,     24,     "1/d",   5,    1e4,  assumed, "following of the highest: in 1 h")        \
  ROW(base,   0.01,   "pg/mL", 1e-6, 1,    assumed, "signal that counts as none")              \
  ROW(ln10,   2.302585092994046, "1", 0, 0, exact,  "natural logarithm of 10")

#define INPUTS(ROW)                                                                            \
  ROW(S,    "pg/mL", 1, 0, 0, "free interleukin-6, from another model")                        \
  ROW(I_gc, "1",     1, 0, 0, "effect of steroids, 0 to 1, from another model")

#define DRIVEN(ROW) ROW(S, "0 would be a patient without cytokines")

#define OUTPUTS(ROW)                                                                           \
  ROW(grade, "1", "grade by the signal as it is, 0 to 4", STEPS)                               \
  ROW(worst, "1", "grade by the highest signal so far, 0 to 4", STEPS)                         \
  ROW(P1,    "1", "probability of any grade so far, with spread between patients")             \
  ROW(P3,    "1", "probability of grade 3 or more so far, likewise")
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  const real decades = log(larger(most, base) / grade1) / ln10;
  out(grade) = step(N - grade1) + step(N - grade2) + step(N - grade3) + step(N - grade4);
  out(worst) =
      step(most - grade1) + step(most - grade2) + step(most - grade3) + step(most - grade4);
  out(P1) = normal(decades / sigma);
  out(P3) = normal((decades - log(grade3 / grade1) / ln10) / sigma);
END

EQUATIONS
  ddt(N) = (S / (1 + r_gc * I_gc) - N) / tau;
  ddt(most) = kf * positive(N - most);
END
