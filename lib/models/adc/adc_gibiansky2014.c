/* A conjugate by two analytes: antibody, and the payloads on it.
 *
 * If disposition does not depend on the load and each payload leaves by itself at kdec, so
 * that an antibody with n of them loses one at n * kdec, then the equations of all species add
 * up EXACTLY to those of two: total antibody T, and conjugated payload P, in moles of payload.
 * P is disposed of as T is, and also lost at kdec; uptake by a target saturates with T for
 * both, Vmax T / (KSS + T) and Vmax P / (KSS + T), since what competes for the target is
 * antibody.
 *
 * kdec acts in the central compartment, as in adc_bender2014; kdec_p is the same for the
 * periphery.  If they are equal, the mean load is DAR0 exp(-kdec t) whatever the disposition.
 *
 * The paper's own table was not seen: disposition is Bender's (monkey), kdec the mean of
 * its rates over the payloads of its lot with 3.07 (with that, the mean load after 7 d is
 * 2.20 where the eight species have 2.16).  For inotuzumab the assay of leukaemia reads
 * conjugated payload: its clearance holds kdec already, so the preset takes it off the
 * antibody's. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_gibiansky2014
#define TITLE    "Antibody-drug conjugate by two analytes: antibody and conjugated payload"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(gibiansky, "10.1007/s10928-013-9344-y",                                                  \
      "Gibiansky L, J Pharmacokinet Pharmacodyn, 2014 (the reduction; its values not seen)")   \
  ROW(bender, "10.1208/s12248-014-9618-3", "Bender B, AAPS J, 2014 (Table II)")                \
  ROW(scheuher, "10.1007/s10928-023-09884-6",                                                  \
      "Scheuher B, J Pharmacokinet Pharmacodyn, 2024 (molar mass)")

#define STATES(ROW)                                                                            \
  ROW(T1, "nmol", 1e-5, "antibody, central")                                                   \
  ROW(T2, "nmol", 1e-5, "antibody, first periphery")                                           \
  ROW(T3, "nmol", 1e-5, "antibody, second periphery")                                          \
  ROW(P1, "nmol", 1e-5, "payload on antibody, central")                                        \
  ROW(P2, "nmol", 1e-5, "payload on antibody, first periphery")                                \
  ROW(P3, "nmol", 1e-5, "payload on antibody, second periphery")

#define PARAMETERS(ROW)                                                                        \
  /* name   default  unit       low   high  source   meaning */                                \
  ROW(CL,     0.0174, "L/d",      0,    20,   bender,  "clearance of the antibody")            \
  ROW(V1,     0.148,  "L",        1e-3, 50,   bender,  "central volume")                       \
  ROW(Q2,     0.0255, "L/d",      0,    20,   bender,  "exchange with the first periphery")    \
  ROW(V2,     0.0572, "L",        1e-3, 50,   bender,  "volume of the first periphery")        \
  ROW(Q3,     0.0812, "L/d",      0,    20,   bender,  "exchange with the second periphery")   \
  ROW(V3,     0.127,  "L",        1e-3, 50,   bender,  "volume of the second periphery")       \
  ROW(kdec,   0.0919, "1/d",      0,    5,    derived,                                         \
      "loss of a payload in plasma: sum of k_n f_n over sum of n f_n (Bender, DAR 3.1 lot)")   \
  ROW(kdec_p, 0,      "1/d",      0,    5,    bender,                                          \
      "loss of a payload in the periphery: none, as there")                                    \
  ROW(Vmax,   0,      "nmol/L/d", 0,    1000, assumed, "uptake by a target, if there is one")  \
  ROW(KSS,    1,      "nmol/L",   1e-3, 1000, assumed, "antibody at which it is half of Vmax") \
  ROW(DAR0,   3.07,   "1",        0,    20,   bender,                                          \
      "payloads on an antibody of the dose, from the fractions of the lot")                    \
  ROW(MW,     148781, "g/mol",    1e5,  2e5,  scheuher, "molar mass of the conjugate")         \
  ROW(least,  1e-10,  "nmol",     0,    0,    exact,   "what makes DAR 0 without antibody")

#define DERIVED(ROW) ROW(Vss, V1 + V2 + V3, "L", "volume at steady state")

#define INPUTS(ROW) ROW(iv, "nmol/d", 1, 0, MW, "intravenous dose rate of conjugate")

#define OUTPUTS(ROW)                                                                           \
  ROW(T,   "nmol/L", "antibody in plasma, with payloads or without")                           \
  ROW(P,   "nmol/L", "payload on antibody in plasma")                                          \
  ROW(DAR, "1",      "payloads on an antibody in plasma, mean")

/* inotuzumab: Garrett's typical patient with leukaemia once CL2 is gone (24 * 0.03328 L/h), and
 * 1.5 % of payload lost a day: -log(1 - 0.015) */
#define PRESETS(ROW)                                                                           \
  ROW(cyno, bender, "trastuzumab emtansine in cynomolgus monkeys",                             \
      SET(CL, 0.0174) SET(V1, 0.148) SET(Q2, 0.0255) SET(V2, 0.0572) SET(Q3, 0.0812)           \
      SET(V3, 0.127) SET(kdec, 0.0919) SET(DAR0, 3.07) SET(MW, 148781))                        \
  ROW(rat, bender, "trastuzumab emtansine in rats",                                            \
      SET(CL, 0.00242) SET(V1, 0.0110) SET(Q2, 0.0490) SET(V2, 0.00344) SET(Q3, 0.0120)        \
      SET(V3, 0.0167) SET(kdec, 0.1436) SET(DAR0, 3.07) SET(MW, 148781))                       \
  ROW(inotuzumab, derived, "inotuzumab ozogamicin without its target",                         \
      SET(CL, 0.7987518 - 0.0151136 * 6.70) SET(V1, 6.70) SET(Q2, 0.972) SET(V2, 5.10)         \
      SET(Q3, 0) SET(kdec, 0.0151136) SET(DAR0, 6) SET(MW, 160000))
/* clang-format on */

#include "model.h"
#endif

START
END

OBSERVE
  out(T) = T1 / V1;
  out(P) = P1 / V1;
  out(DAR) = P1 / (positive(T1) + least);
END

EQUATIONS
  const real uptake = Vmax / (KSS + T);

  ddt(T1) = iv - CL * T - uptake * T1 - Q2 * (T - T2 / V2) - Q3 * (T - T3 / V3);
  ddt(T2) = Q2 * (T - T2 / V2);
  ddt(T3) = Q3 * (T - T3 / V3);

  ddt(P1) =
      DAR0 * iv - CL * P - uptake * P1 - Q2 * (P - P2 / V2) - Q3 * (P - P3 / V3) - kdec * P1;
  ddt(P2) = Q2 * (P - P2 / V2) - kdec_p * P2;
  ddt(P3) = Q3 * (P - P3 / V3) - kdec_p * P3;
END
