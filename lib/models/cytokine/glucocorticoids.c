/* Glucocorticoids as dexamethasone: concentration, and what it does to T cells and cytokines.
 *
 * Ours, from published parts.  Other glucocorticoids enter by the dose of dexamethasone that is
 * as potent; the pharmacokinetics are those of dexamethasone in children with leukaemia, so
 * that the time course of the others, with their saturable binding, is not theirs.
 * The effect I follows the concentration at once, by the inhibition of the return of T cells to
 * blood that was measured for methylprednisolone.  How I then acts on release, growth and
 * death of T cells is assumed; wire what is needed.
 *
 * IC50 is far below usual concentrations: after 10 mg/m2 a day I never falls below a half, so
 * that the effect is set by the days with a dose and hardly by the dose.  The clearance was
 * measured after oral doses and so may contain the fraction absorbed: then F counts twice.
 * Asparaginase slows the clearance by way of albumin; antibodies against it undo that (preset).
 * Clearance varies more than twelvefold. */
#ifndef MODEL
/* clang-format off */
#define MODEL    glucocorticoids
#define TITLE    "Glucocorticoids and their effect on T cells and cytokines (effects assumed)"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(kawedia, "10.1182/blood-2011-09-381731",                                                 \
      "Kawedia JD, Blood, 2012 (clearance of dexamethasone)")                                  \
  ROW(chow, "10.1023/A:1020974408657",                                                         \
      "Chow FS, J Pharmacokinet Biopharm, 1999 (inhibition by methylprednisolone, 4.6 ng/mL)")

#define STATES(ROW)                                                                            \
  ROW(D, "mg", 1e-7, "in the gut, as dexamethasone")                                           \
  ROW(A, "mg", 1e-7, "in the body, as dexamethasone")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit     low   high  source    meaning */                                \
  ROW(CL_m2,  10.6,   "L/h/m2", 0.5, 100,  kawedia,  "clearance per body surface")             \
  ROW(V_m2,   50,     "L/m2",  10,   300,  assumed,  "volume per body surface")                \
  ROW(ka,     1.5,    "1/h",   0.1,  10,   assumed,  "absorption")                             \
  ROW(F,      0.8,    "1",     0.1,  1,    recalled, "fraction absorbed")                      \
  ROW(IC50,   0.9,    "ng/mL", 0.05, 50,   derived,                                            \
      "half of the effect: 4.6 of methylprednisolone by potency is 0.86")                      \
  ROW(potency_prednisone, 0.15, "1", 0.05, 1, recalled, "0.75 mg do as much as 5 mg of it")    \
  ROW(potency_methyl, 0.1875, "1", 0.05, 1, recalled, "0.75 mg do as much as 4 mg of it")      \
  ROW(i_release, 0.9, "1",     0,    1,    assumed,  "largest effect on release of cytokines") \
  ROW(i_growth, 0.5,  "1",     0,    1,    assumed,  "largest effect on growth of T cells")    \
  ROW(k_death, 0.0041666666666667, "1/h", 0, 0.1, assumed,                                     \
      "largest death of T cells: 0.1 a day")                                                   \
  ROW(BSA,    1.7,    "m2",    0.3,  3,    patient,  "body surface")                           \
  ROW(ng_per_mg, 1e6, "ng/mg", 0,    0,    exact,    "nanograms in a milligram")               \
  ROW(mL_per_L, 1000, "mL/L",  0,    0,    exact,    "millilitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(CL, CL_m2 * BSA, "L/h", "clearance")                                                     \
  ROW(V,  V_m2 * BSA,  "L",   "volume")                                                        \
  ROW(half_life, log(2) * V / CL, "h", "half-life")

#define INPUTS(ROW) /* molar masses are recalled, that of methylprednisolone unknown here */   \
  ROW(iv,   "mg/h", 1, 0, 392.5, "dexamethasone into the vein")                                \
  ROW(oral, "mg/h", F, 0, 392.5, "dexamethasone by mouth")                                     \
  ROW(prednisone, "mg/h", F * potency_prednisone, 0, 0, "prednisone or prednisolone by mouth") \
  ROW(methylprednisolone, "mg/h", potency_methyl, 0, 0, "methylprednisolone into the vein")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,       "ng/mL", "in plasma, as dexamethasone")                                         \
  ROW(I,       "1",     "effect, 0 to 1")                                                      \
  ROW(release, "1",     "release of cytokines, part of that without steroid")                  \
  ROW(growth,  "1",     "growth of activated T cells, part of that without steroid")           \
  ROW(death,   "1/h",   "death of T cells by it")

#define PRESETS(ROW)                                                                           \
  ROW(antibodies, kawedia, "with antibodies against asparaginase", SET(CL_m2, 17.7))

/* 10.6 with a standard deviation of 5.99 as log-normal: CV 56.5 % */
#define VARIES(ROW) ROW(CL_m2, log_normal, 0.526367, kawedia)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  const real c = ng_per_mg / mL_per_L * A / V;
  const real effect = c / (IC50 + c);
  out(C) = c;
  out(I) = effect;
  out(release) = 1 - i_release * effect;
  out(growth) = 1 - i_growth * effect;
  out(death) = k_death * effect;
END

EQUATIONS
  ddt(D) = oral + prednisone - ka * D;
  ddt(A) = iv + methylprednisolone + ka * D - CL / V * A;
END
