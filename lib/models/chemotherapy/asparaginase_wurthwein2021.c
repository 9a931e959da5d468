/* PEG-asparaginase in children: a chain of fourteen stages that lose their PEG one by one.
 *
 * Each stage is cleared and passes on to the next; all share one volume, and all count as
 * activity.  Since the last stage passes on to nothing, clearance seems to rise with time: a
 * dose lasts about three weeks and then vanishes quickly.
 *
 * Later doses have a smaller volume and clearance.  The phase belongs to the dose: give it into
 * iv (first dose of induction), iv_second or iv_reinduction; from its start on, what is left of
 * earlier doses is in that volume, too, as in the publication.  Between doses of one patient
 * volume and clearance vary by occasion_V and occasion_CL, which hold for a whole run here.
 *
 * Samples that showed a loss of activity to antibodies were left out of the data, and so is the
 * loss here.  A dose is 2500 U/m2 in 2 h, at most 3750 U; about 100 U/L deplete asparagine.
 * Body surface enters by lines that would reach zero near 0.1 m2: keep above 0.39 m2. */
#ifndef MODEL
/* clang-format off */
#define MODEL    asparaginase_wurthwein2021
#define TITLE    "PEG-asparaginase in children: activity in serum, by phase of treatment"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(wurthwein, "10.1007/s13318-021-00670-8",                                                 \
      "Wurthwein G, Eur J Drug Metab Pharmacokinet, 2021 (Table 3, control stream)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "U", 1e-6, "enzyme with all its PEG")                                               \
  ROW(A2,  "U", 1e-6, "enzyme, second stage")                                                  \
  ROW(A3,  "U", 1e-6, "enzyme, third stage")                                                   \
  ROW(A4,  "U", 1e-6, "enzyme, fourth stage")                                                  \
  ROW(A5,  "U", 1e-6, "enzyme, fifth stage")                                                   \
  ROW(A6,  "U", 1e-6, "enzyme, sixth stage")                                                   \
  ROW(A7,  "U", 1e-6, "enzyme, seventh stage")                                                 \
  ROW(A8,  "U", 1e-6, "enzyme, eighth stage")                                                  \
  ROW(A9,  "U", 1e-6, "enzyme, ninth stage")                                                   \
  ROW(A10, "U", 1e-6, "enzyme, tenth stage")                                                   \
  ROW(A11, "U", 1e-6, "enzyme, eleventh stage")                                                \
  ROW(A12, "U", 1e-6, "enzyme, twelfth stage")                                                 \
  ROW(A13, "U", 1e-6, "enzyme, thirteenth stage")                                              \
  ROW(A14, "U", 1e-6, "enzyme, last stage")                                                    \
  ROW(phase_V,  "1", 1e-6, "volume in this phase, of that after the first dose")               \
  ROW(phase_CL, "1", 1e-6, "clearance in this phase, of that after the first dose")

#define PARAMETERS(ROW)                                                                        \
  /* name           default unit      low    high  source     meaning */                       \
  ROW(V_m2,         1.69,   "L/m2",   0.3,   10,   wurthwein,                                  \
      "volume per body surface of the reference child")                                        \
  ROW(CL_m2,        0.126,  "L/d/m2", 0.01,  2,    wurthwein,                                  \
      "clearance of each stage, likewise")                                                     \
  ROW(Q_m2,         0.918,  "L/d/m2", 0.05,  10,   wurthwein,                                  \
      "passage from stage to stage, likewise")                                                 \
  ROW(BSA_V,        1.56,   "1/m2",   0,     2,    wurthwein, "slope of body surface on V")    \
  ROW(BSA_CL,       1.44,   "1/m2",   0,     2,    wurthwein,                                  \
      "slope of body surface on CL and Q")                                                     \
  ROW(AGE_CL,       0.018,  "1/y",    0,     0.1,  wurthwein, "slope of age above 8 y on CL")  \
  ROW(female_CL,    -0.071, "1",      -0.5,  0.5,  wurthwein, "change of CL in girls")         \
  ROW(second_V,     -0.159, "1",      -0.8,  1,    wurthwein,                                  \
      "change of V from the second dose of induction on")                                      \
  ROW(second_CL,    -0.110, "1",      -0.8,  1,    wurthwein, "change of CL, likewise")        \
  ROW(reinduction_V, -0.284, "1",     -0.8,  1,    wurthwein,                                  \
      "change of V from a dose of re-induction on")                                            \
  ROW(reinduction_CL, -0.412, "1",    -0.8,  1,    wurthwein, "change of CL, likewise")        \
  ROW(occasion_V,   1,      "1",      0.1,   10,   wurthwein, "factor of the occasion on V")   \
  ROW(occasion_CL,  1,      "1",      0.1,   10,   wurthwein, "factor of the occasion on CL")  \
  ROW(BSA,          0.79,   "m2",     0.35,  2.5,  patient,   "body surface")                  \
  ROW(AGE,          5,      "y",      0,     100,  patient,   "age")                           \
  ROW(female,       0,      "1",      0,     1,    patient,   "1: girl, 0: boy")               \
  ROW(BSA_ref,      0.79,   "m2",     0,     0,    exact,     "that of the reference child")   \
  ROW(AGE_ref,      8,      "y",      0,     0,    exact,     "age above which CL grows")

#define DERIVED(ROW)                                                                           \
  ROW(V,                                                                                       \
      V_m2 * BSA_ref * (1 + BSA_V * (BSA - BSA_ref)) * occasion_V,                             \
      "L", "volume after the first dose")                                                      \
  ROW(CL,                                                                                      \
      CL_m2 * BSA_ref * (1 + BSA_CL * (BSA - BSA_ref)) * occasion_CL                           \
          * (1 + AGE_CL * positive(AGE - AGE_ref)) * (1 + female_CL * female),                 \
      "L/d", "clearance of each stage after the first dose")                                   \
  ROW(Q, Q_m2 * BSA_ref * (1 + BSA_CL * (BSA - BSA_ref)), "L/d", "passage from stage to stage")

#define INPUTS(ROW)                                                                            \
  ROW(iv,             "U/d", 1, 0, 0, "dose rate, first dose; infusions take 2 h")             \
  ROW(iv_second,      "U/d", 1, 0, 0, "dose rate, second dose of induction")                   \
  ROW(iv_reinduction, "U/d", 1, 0, 0, "dose rate, re-induction")

#define OUTPUTS(ROW)                                                                           \
  ROW(activity, "U/L", "activity in serum")

#define JUMPS(ROW)                                                                             \
  ROW(iv,             phase_V,  constant(1),         "the first dose sets the phase")          \
  ROW(iv,             phase_CL, constant(1),         "the first dose sets the phase")          \
  ROW(iv_second,      phase_V,  1 + second_V,        "the second dose sets the phase")         \
  ROW(iv_second,      phase_CL, 1 + second_CL,       "the second dose sets the phase")         \
  ROW(iv_reinduction, phase_V,  1 + reinduction_V,   "re-induction sets the phase")            \
  ROW(iv_reinduction, phase_CL, 1 + reinduction_CL,  "re-induction sets the phase")

#define STUDIED(ROW) /* of all 2545 */                                                         \
  ROW(BSA, 0.39, 2.44, wurthwein)                                                              \
  ROW(AGE, 1.03, 18,   wurthwein)

/* printed as coefficients of variation, 24.0 between patients, 13.3 and 22.4 % between doses:
 * sqrt(log(1 + CV^2)) */
#define VARIES(ROW)                                                                            \
  ROW(CL_m2,       log_normal, 0.236647819, wurthwein)                                         \
  ROW(occasion_V,  log_normal, 0.132417410, wurthwein)                                         \
  ROW(occasion_CL, log_normal, 0.221264026, wurthwein)

#define RESIDUAL(ROW)                                                                          \
  ROW(activity, proportional, 0.189, wurthwein)                                                \
  ROW(activity, additive,     8.74,  wurthwein)
/* clang-format on */

#include "model.h"
#endif

START
  init(phase_V) = constant(1);
  init(phase_CL) = constant(1);
END

OBSERVE
  const real all = A1 + A2 + A3 + A4 + A5 + A6 + A7 + A8 + A9 + A10 + A11 + A12 + A13 + A14;

  out(activity) = all / (V * phase_V);
END

EQUATIONS
  const real pass = Q / (V * phase_V);
  const real lose = pass + CL * phase_CL / (V * phase_V);

  ddt(A1) = iv + iv_second + iv_reinduction - lose * A1;
  ddt(A2) = pass * A1 - lose * A2;
  ddt(A3) = pass * A2 - lose * A3;
  ddt(A4) = pass * A3 - lose * A4;
  ddt(A5) = pass * A4 - lose * A5;
  ddt(A6) = pass * A5 - lose * A6;
  ddt(A7) = pass * A6 - lose * A7;
  ddt(A8) = pass * A7 - lose * A8;
  ddt(A9) = pass * A8 - lose * A9;
  ddt(A10) = pass * A9 - lose * A10;
  ddt(A11) = pass * A10 - lose * A11;
  ddt(A12) = pass * A11 - lose * A12;
  ddt(A13) = pass * A12 - lose * A13;
  ddt(A14) = pass * A13 - lose * A14;
  ddt(phase_V) = constant(0);
  ddt(phase_CL) = constant(0);
END
