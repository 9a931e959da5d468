/* Heart failure by the cumulative dose of anthracyclines.
 *
 * Ours: a curve through three published points.  Doses are added up as doxorubicin that harms
 * the heart as much, D.  In adults the probability is P = 1 / (1 + (D50 / D)^n), the hazard H
 * = -ln(1 - P); the points, of 630 patients with solid tumours, are 5 % at 400, 26 % at 550
 * (read in print) and 48 % at 700 mg/m2, where this has 5.4, 22.7 and 50.5.
 *
 * In children (child = 1) the hazard of the same dose is multiplied by 4 (t / 15 y)^0.47, t
 * being the time since the run began, as if all had been given then: 2.0 % at 2 y and 5.1 % at
 * 15 y for 301 mg/m2, where 607 children had 2 and 5 %, and 3.4 % at 6.3 y, where they had 2.8
 * %.  That a dose above 300 mg/m2 carried 11.8 times the risk of a lower one there is not met:
 * this curve rises faster, 150-fold from 150 to 400.
 *
 * Factors of the other drugs are recalled and in dispute, that of mitoxantrone above all.
 * Dexrazoxane is a factor on the hazard, assumed from cardiac events of any kind.  Age,
 * radiation, sex and the way of infusion are not in it, nor is a heart that gets better;
 * doxorubicin_kunarajah2017 has troponin. */
#ifndef MODEL
/* clang-format off */
#define MODEL    anthracycline_heart
#define TITLE    "Heart failure by cumulative anthracycline (a curve through published points)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(swain, "10.1002/cncr.11407", "Swain SM, Cancer, 2003 (26 % at 550 mg/m2; 32 of 630)")

#define STATES(ROW)                                                                            \
  ROW(D, "mg/m2", 1e-4, "cumulative dose, as doxorubicin")

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit     low   high  source    meaning */                                  \
  ROW(D50,   697,   "mg/m2", 100,  3000, fitted,   "dose of one half, adults")                 \
  ROW(n,     5.16,  "1",     1,    10,   fitted,   "steepness")                                \
  ROW(r_child, 4,   "1",     0.1,  20,   fitted,   "hazard in children at t_child, relative")  \
  ROW(t_child, 15,  "y",     1,    60,   fitted,   "that time")                                \
  ROW(p_child, 0.47, "1",    0,    2,    fitted,   "growth of it with time")                   \
  ROW(child, 0,     "1",     0,    1,    patient,  "1: a child")                               \
  ROW(D0,    0,     "mg/m2", 0,    1000, patient,  "dose before the start, as doxorubicin")    \
  ROW(r_dexrazoxane, 0.4, "1", 0.05, 1,  assumed,  "hazard with dexrazoxane, relative")        \
  ROW(dexrazoxane, 0, "1",   0,    1,    patient,  "1: with dexrazoxane")                      \
  ROW(daunorubicin, 0.5, "1", 0.1, 2,    recalled, "doxorubicin of 1 mg of it (0.5 to 0.6)")   \
  ROW(epirubicin, 0.7, "1",  0.1,  2,    recalled, "likewise (0.7 to 0.8)")                    \
  ROW(idarubicin, 5, "1",    1,    10,   recalled, "likewise")                                 \
  ROW(mitoxantrone, 4, "1",  1,    15,   recalled, "likewise (4 to 10)")                       \
  ROW(d_per_y, 365.25, "d/y", 0,   0,    exact,    "days in a year")

#define INPUTS(ROW)                                                                            \
  ROW(dox, "mg/m2/d", 1,            0, 0, "doxorubicin")                                       \
  ROW(dnr, "mg/m2/d", daunorubicin, 0, 0, "daunorubicin")                                      \
  ROW(epi, "mg/m2/d", epirubicin,   0, 0, "epirubicin")                                        \
  ROW(ida, "mg/m2/d", idarubicin,   0, 0, "idarubicin")                                        \
  ROW(mit, "mg/m2/d", mitoxantrone, 0, 0, "mitoxantrone")

#define OUTPUTS(ROW)                                                                           \
  ROW(H, "1", "cumulative hazard")                                                             \
  ROW(P, "1", "probability of heart failure so far")
/* clang-format on */

#include "model.h"
#endif

START
  init(D) = D0;
END

OBSERVE
  const real later = r_child * power(t / (t_child * d_per_y), p_child);
  const real hazard =
      log1p(power(D / D50, n)) * factor(child, later) * factor(dexrazoxane, r_dexrazoxane);
  out(H) = hazard;
  out(P) = -expm1(-hazard);
END

EQUATIONS
  ddt(D) = dox + dnr + epi + ida + mit;
END
