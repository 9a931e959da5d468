/* Cyclophosphamide in adults: one compartment, and a clearance that it induces itself.
 *
 * Volume and clearance were published after one dose of 600 mg/m2 in women with breast cancer.
 * Over days cyclophosphamide speeds up its own activation; that part is ours: clearance grows
 * by half, at the speed of the enzyme in other patients.  It starts with the first dose and
 * never fades, so that blocks weeks apart are runs of their own.  With gain 0 it is off.
 *
 * Clearance does not depend on size in the publication.  Children had 3.7 L/h/m2, half as much
 * again.  In the regimen of 500 mg/m2 clearance and volume were smaller by a third; other drugs
 * went with it, and it is left out, as is the line by which the area lowers neutrophils at
 * day 20, which has no course of time.  The active metabolite is not here. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cyclophosphamide_ahmed2020
#define TITLE    "Cyclophosphamide in adults, with induction of its clearance"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(ahmed, "10.3389/fphar.2020.00406",                                                       \
      "Ahmed JH, Front Pharmacol, 2020 (Tables 3 and 4; 600 mg/m2)")

#define STATES(ROW)                                                                            \
  ROW(A,     "mg",     1e-5, "drug in the body")                                               \
  ROW(E,     "1",      1e-8, "gain of clearance by induction so far")                          \
  ROW(given, "1",      1e-6, "1 from the first dose on")                                       \
  ROW(AUC,   "mg*h/L", 1e-5, "area under the plasma concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name    default unit   low   high source   meaning */                                     \
  ROW(CL0,   5.41,   "L/h", 0.5,  50,  ahmed,   "clearance at the first dose")                 \
  ROW(V_ref, 46.5,   "L",   5,    400, ahmed,   "volume at 1.58 m2")                           \
  ROW(BSA_V, 0.861,  "1",   0,    3,   ahmed,   "power of body surface on V")                  \
  ROW(gain,  0.5,    "1",   0,    3,   assumed,                                                \
      "largest gain of clearance; about + 50 % was seen in 4 d")                               \
  ROW(kenz,  0.022,  "1/h", 1e-3, 0.5, assumed,                                                \
      "speed of induction; published enzymes have 0.0198 and 0.0223")                          \
  ROW(BSA,   1.58,   "m2",  0.3,  3,   patient, "body surface")                                \
  ROW(BSA_ref, 1.58, "m2",  0,    0,   exact,   "body surface where it is neutral")            \
  ROW(mg_per_umol, 0.2611, "mg/umol", 0, 0, exact, "weight of a micromole")

#define DERIVED(ROW)                                                                           \
  ROW(V, V_ref * power(BSA / BSA_ref, BSA_V), "L", "volume")                                   \
  ROW(half_life, log(2) * V / CL0, "h", "half-life at the first dose")

#define INPUTS(ROW)                                                                            \
  ROW(iv, "mg/h", 1, 0, 261.1, "intravenous dose rate; infusions take 0.5 to 3 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,    "mg/L",   "cyclophosphamide in plasma")                                            \
  ROW(Cmol, "umol/L", "cyclophosphamide in plasma, molar")                                     \
  ROW(CL,   "L/h",    "clearance at this time")

#define JUMPS(ROW) ROW(iv, given, constant(1), "the first dose starts induction")

#define VARIES(ROW) /* CV 46.4 and 35.9 %: sqrt(log(1 + CV^2)) */                              \
  ROW(CL0,   log_normal, 0.441574080, ahmed)                                                   \
  ROW(V_ref, log_normal, 0.348176502, ahmed)

#define RESIDUAL(ROW) ROW(C, additive, 1.54, ahmed)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = A / V;
  out(Cmol) = A / (V * mg_per_umol);
  out(CL) = CL0 * (1 + E);
END

EQUATIONS
  ddt(A) = iv - CL * C;
  ddt(E) = kenz * (gain * given - E);
  ddt(given) = constant(0);
  ddt(AUC) = C;
END
