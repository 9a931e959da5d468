/* Blinatumomab in serum during continuous infusion, in children and adults.
 *
 * One compartment.  Clearance grows with body surface area; the volume does not, so that a
 * small child has a longer half-life.  The paper lets the residual error itself vary between
 * patients (64.3 %), which the lists below cannot say.  The label's mean concentrations, 228 and
 * 616 pg/mL at 9 and 28 ug/d, are higher than this typical patient's 169 and 526: they carry the
 * scatter of patients and assay.
 *
 * Under the skin, which the paper does not cover, the drug is absorbed from one depot.  Trials
 * have given it so (Jabbour 2024, 10.1002/ajh.27227), but no rate of absorption and no part
 * that arrives was found in print: ka and F are the user's to set, and a run that gives
 * anything there before is refused. */
#ifndef MODEL
/* clang-format off */
#define MODEL    blinatumomab_clements2020
#define TITLE    "Blinatumomab: population pharmacokinetics of the continuous infusion"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(clements, "10.1007/s40262-019-00823-8",                                                  \
      "Clements JD, Clin Pharmacokinet, 2020 (structure, Table 3)")

#define STATES(ROW)                                                                            \
  ROW(Q,   "ug",        1e-5, "drug in the body")                                              \
  ROW(AUC, "ng*h/mL",   1e-4, "exposure so far: area under the concentration")                 \
  ROW(D,   "ug",        1e-5, "drug under the skin")

#define PARAMETERS(ROW)                                                                        \
  ROW(ka,        0.1,   "1/h",   1e-3, 5,  assumed,  "absorption from under the skin")         \
  ROW(F,         0.5,   "1",     0,   1,   assumed,  "part of it that arrives")                \
  ROW(CL0,       2.22,  "L/h",   0.2, 20,  clements, "clearance at BSA_ref")                   \
  ROW(V,         5.98,  "L",     0.5, 50,  clements, "volume of distribution")                 \
  ROW(theta,     0.620, "1",     0,   2,   clements, "exponent of surface area on clearance")  \
  ROW(BSA,       1.876, "m2",    0.2, 3,   patient,  "body surface area")                      \
  ROW(BSA_ref,   1.876, "m2",    0,   0,   exact,    "surface area that CL0 refers to")        \
  ROW(ng_per_ug, 1000., "ng/ug", 0,   0,   exact,    "nanograms in a microgram")               \
  ROW(mL_per_L,  1000., "mL/L",  0,   0,   exact,    "millilitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(CL,        CL0 * power(BSA / BSA_ref, theta), "L/h", "clearance of this patient")        \
  ROW(half_life, log(2.0) * V / CL,                 "h",   "half-life of this patient")

#define INPUTS(ROW) /* 55 kDa */                                                               \
  ROW(iv, "ug/h", 1, 0, 55000, "intravenous infusion")                                         \
  ROW(sc, "ug/h", F, 0, 55000, "under the skin")

#define NEEDS(ROW)                                                                             \
  ROW(sc, ka, "no rate of absorption of blinatumomab was found in print")                      \
  ROW(sc, F,  "no bioavailability of blinatumomab was found in print")

#define OUTPUTS(ROW)                                                                           \
  ROW(C, "ng/mL", "concentration in serum")

#define STUDIED(ROW) /* of all 674 patients */                                                 \
  ROW(BSA, 0.37, 2.7, clements)

#define VARIES(ROW)                                                                            \
  ROW(CL0, log_normal, 0.476, clements)

#define RESIDUAL(ROW)                                                                          \
  ROW(C, log_additive, 0.559, clements)
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(C) = Q / V * (ng_per_ug / mL_per_L);
END

EQUATIONS
  ddt(D) = sc - ka * D;
  ddt(Q) = iv + ka * D - CL / V * Q;
  ddt(AUC) = C;
END
