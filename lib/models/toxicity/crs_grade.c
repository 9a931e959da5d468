/* Grade of cytokine release by the peak of a signal.
 *
 * Ours.  The signal S of interleukin-6 comes from another model; take one that tocilizumab
 * lowers, not the measured interleukin, which it raises.  Outputs cannot depend on inputs, so
 * a state follows S within minutes (kf), and another one holds the highest so far: a time of a
 * grade is late by 1 / kf, 5 min, and a peak is low by what it loses in that time.
 *
 * The limits lie where a log-normal peak puts them: in a registry of tisagenlecleucel (703
 * patients) 57.5 % had any grade and 16.4 % grade 3 or more, so that with the decimal standard
 * deviation sigma the limit of grade 3 is 10^(1.167 sigma) times that of grade 1.  Grade 2 is
 * in the geometric middle, grade 4 is a guess.  That grade 1 begins at 100 pg/mL is assumed,
 * and with it the median peak of 155 pg/mL.  Limits for another cohort or another model have
 * to be set from its own peaks: the quantiles 0.425 and 0.836.
 *
 * P1, P3: the probability of any grade, of 3 or more, among patients whose peaks spread by
 * sigma around that of this course.  With the typical peak they give the registry's numbers by
 * construction, which proves nothing.
 *
 * Grades are made of fever, blood pressure and oxygen, of which there is nothing here.  Trials
 * of the Penn scale report grade 3 for what is 2 elsewhere. */
#ifndef MODEL
/* clang-format off */
#define MODEL    crs_grade
#define TITLE    "Grade of cytokine release by a signal (limits chosen to meet one registry)"
#define REVISION 1
#define TIME     "d"

#define STATES(ROW)                                                                            \
  ROW(now,  "pg/mL", 1e-4, "signal, minutes ago")                                              \
  ROW(most, "pg/mL", 1e-4, "highest signal so far")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit     low   high  source    meaning */                                \
  ROW(grade1, 100,    "pg/mL", 1,    1e5,  assumed,  "grade 1 above")                          \
  ROW(grade2, 383,    "pg/mL", 1,    1e5,  assumed,  "grade 2 above: in the geometric middle") \
  ROW(grade3, 1470,   "pg/mL", 1,    1e6,  derived,  "grade 3 above: 10^1.167 times grade 1")  \
  ROW(grade4, 5000,   "pg/mL", 1,    1e6,  assumed,  "grade 4 above")                          \
  ROW(sigma,  1,      "1",     0.05, 3,    assumed,  "spread of peaks, in decades")            \
  ROW(kf,     288,    "1/d",   10,   1e4,  assumed,  "following of the signal: in 5 min")      \
  ROW(base,   0.01,   "pg/mL", 1e-6, 1,    assumed,  "signal that counts as none")             \
  ROW(ln10,   2.302585092994046, "1", 0, 0, exact,   "natural logarithm of 10")

#define INPUTS(ROW) ROW(S, "pg/mL", 1, 0, 0, "signal of interleukin-6, from another model")

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
  out(grade) =
      step(now - grade1) + step(now - grade2) + step(now - grade3) + step(now - grade4);
  out(worst) =
      step(most - grade1) + step(most - grade2) + step(most - grade3) + step(most - grade4);
  out(P1) = normal(decades / sigma);
  out(P3) = normal((decades - log(grade3 / grade1) / ln10) / sigma);
END

EQUATIONS
  ddt(now) = kf * (S - now);
  ddt(most) = kf * positive(now - most);
END
