/* Inotuzumab ozogamicin and the leukaemia that it treats: CD22 as sink, uptake, release, kill.
 *
 * Ours.  NOT CALIBRATED TO PATIENTS: no published table was to be had; the structure is that
 * of Shah, Betts and Jager.  Instead of the clearance that fades in inotuzumab_garrett2019,
 * CD22 on blasts swallows drug until they are gone; kturn, L0, Emax and EC50 were chosen so
 * that the typical patient there is followed over four cycles (rms of the log-ratio 0.14;
 * areas of cycles within 21 %).  Known gap: 82 against 51 ng/mL at 24 h, uptake here being
 * saturable.
 *
 * Limits.  Only L0 * R0 * kturn is identified by concentrations, so L0 is an effective
 * number.  The typical patient is cured; failure must come from spread between patients, which
 * is not calibrated either.  The kill found so needs 20 times the concentrations that kill
 * blasts in 48 h in a dish.  Numbers per cell are means over living cells: growth does not
 * dilute them, and what a dying cell holds is lost.  Loss of payload in plasma is within
 * CLlin, which was measured by conjugated payload.
 *
 * Below L_least cells the leukaemia is extinct (0: never).  Two things are off by default:
 * krec returns what was taken in to the surface with its cargo, and a pool of DNA, whose
 * bound payload kills in place of the free with dna = 1; no values for it are to be had. */
#ifndef MODEL
/* clang-format off */
#define MODEL    inotuzumab_leukemia
#define TITLE    "Inotuzumab ozogamicin with CD22 as sink, release of payload and kill (ours)"
#define REVISION 1
#define TIME     "h"

#define REFERENCES(ROW)                                                                        \
  ROW(garrett, "10.1007/s10928-018-9614-9",                                                    \
      "Garrett M, J Pharmacokinet Pharmacodyn, 2019 (disposition, load)")                      \
  ROW(shahnn, "10.1002/pbc.25410", "Shah NN, Pediatr Blood Cancer, 2015 (CD22 on blasts)")     \
  ROW(jager, "10.1371/journal.pone.0024265",                                                   \
      "Jager E, PLoS One, 2011 (uptake of CD33; new fit: DDMoRE repository, DDMODEL00000229)")

#define STATES(ROW)                                                                            \
  ROW(A1,  "nmol",        1e-5, "drug, central")                                               \
  ROW(A2,  "nmol",        1e-5, "drug, peripheral")                                            \
  ROW(L,   "cell",        1e-2, "blasts that drug can reach")                                  \
  ROW(D1,  "cell",        1e-2, "dying blasts, first stage")                                   \
  ROW(D2,  "cell",        1e-2, "dying blasts, second stage")                                  \
  ROW(D3,  "cell",        1e-2, "dying blasts, third stage")                                   \
  ROW(R,   "copies/cell", 1e-2, "CD22 free at the surface")                                    \
  ROW(RC,  "copies/cell", 1e-2, "CD22 with drug at the surface")                               \
  ROW(RI,  "copies/cell", 1e-2, "CD22 with drug taken in")                                     \
  ROW(P,   "copies/cell", 1,    "payload released in a blast")                                 \
  ROW(B,   "copies/cell", 1,    "payload on DNA (off by default)")                             \
  ROW(AUC, "ng*h/mL",     1e-2, "area under the serum concentration so far")

#define PARAMETERS(ROW)                                                                        \
  /* name    default  unit          low   high   source   meaning */                           \
  ROW(CLlin_ref, 0.0333, "L/h",     0,    0.5,   garrett, "clearance without CD22 (its CL1)")  \
  ROW(V1_ref, 6.70,   "L",          1,    40,    garrett, "central volume")                    \
  ROW(Q,     0.0405,  "L/h",        0,    1,     garrett, "exchange with the periphery")       \
  ROW(V2,    5.10,    "L",          0.5,  50,    garrett, "peripheral volume")                 \
  ROW(BSA_CL, 1.54,   "1",          0,    3,     garrett, "power of body surface on CLlin")    \
  ROW(BSA_V1, 0.774,  "1/m2",       0,    1.2,   garrett, "slope of body surface on V1")       \
  ROW(DAR,   6,       "1",          1,    20,    garrett, "payloads on an antibody")           \
  ROW(R0,    3470,    "copies/cell", 100, 5e4,   shahnn,                                       \
      "CD22 on a blast, mean of 160 patients")                                                 \
  ROW(kon,   3.6,     "L/nmol/h",   0.1,  50,    assumed,                                      \
      "association: 1e6 1/M/s, as antibodies do")                                              \
  ROW(KD,    0.12,    "nmol/L",     0.01, 5,     recalled, "dissociation constant")            \
  ROW(kint,  0.624,   "1/h",        0.05, 5,     jager,                                        \
      "uptake of CD22 with drug: that of CD33")                                                \
  ROW(kturn, 1.5,     "1/h",        0.1,  5,     fitted,  "renewal of CD22 at the surface")    \
  ROW(klys,  0.5,     "1/h",        0.01, 5,     assumed, "breakdown that releases payload")   \
  ROW(krec,  0,       "1/h",        0,    5,     assumed,                                      \
      "return to the surface with cargo (off)")                                                \
  ROW(kout,  0.06,    "1/h",        0,    1,     assumed,                                      \
      "escape of payload; P-glycoprotein raises it: 0.01 to 0.1")                              \
  ROW(Emax,  0.11,    "1/h",        0,    1,     fitted,  "largest kill")                      \
  ROW(EC50,  9.5e5,   "copies/cell", 1e3, 1e8,   fitted,  "payload at half of that")           \
  ROW(h,     1,       "1",          0.5,  5,     assumed, "steepness of kill")                 \
  ROW(kg,    0.0041,  "1/h",        0,    0.05,  assumed, "growth: doubling in 7 d")           \
  ROW(Lmax,  2e12,    "cell",       1e11, 1e13,  assumed, "most blasts that marrow can hold")  \
  ROW(L0,    3.6e10,  "cell",       1e3,  1e12,  fitted,                                       \
      "blasts that drug can reach, at the start")                                              \
  ROW(tau,   12,      "h",          1,    100,   assumed, "time in a stage of dying")          \
  ROW(f0,    0.70,    "1",          0.01, 0.9,   assumed,                                      \
      "blasts in marrow at the start, part of all cells")                                      \
  ROW(L_least, 1,     "cell",       0,    1000,  assumed, "blasts below which there are none") \
  ROW(dna,   0,       "1",          0,    1,     assumed,                                      \
      "1: payload on DNA kills, 0: free payload")                                              \
  ROW(Dn,    0,       "copies/cell", 0,   1e8,   assumed, "sites on DNA (off)")                \
  ROW(konD,  0,       "cell/copies/h", 0, 1e-4,  assumed, "association with DNA (off)")        \
  ROW(koffD, 0,       "1/h",        0,    10,    assumed, "dissociation from DNA (off)")       \
  ROW(krep,  0,       "1/h",        0,    10,    assumed, "repair of DNA (off)")               \
  ROW(BSA,   1.84,    "m2",         1.1,  3,     patient, "body surface")                      \
  ROW(BSA_ref, 1.84,  "m2",         0,    0,     exact,   "body surface where it is neutral")  \
  ROW(NA,    6.02214076e14, "copies/nmol", 0, 0, exact,   "molecules in a nanomole")           \
  ROW(MW,    160000,  "ng/nmol",    0,    0,     exact,   "weight of a nanomole of drug")      \
  ROW(mL_per_L, 1000, "mL/L",       0,    0,     exact,   "millilitres in a litre")

#define DERIVED(ROW)                                                                           \
  ROW(CLlin, CLlin_ref * power(BSA / BSA_ref, BSA_CL), "L/h", "clearance without CD22")        \
  ROW(V1,    V1_ref * (1 + BSA_V1 * (BSA - BSA_ref)), "L", "central volume")                   \
  ROW(koff,  kon * KD, "1/h", "dissociation")                                                  \
  ROW(H,     L0 * (1 - f0) / f0, "cell",                                                       \
      "normal cells of the marrow, by the same measure as L0")                                 \
  ROW(largest_sink, L0 * R0 * kturn / NA, "nmol/h", "drug that CD22 can take up at the start")

#define INPUTS(ROW) /* the molar mass is recalled */                                           \
  ROW(iv, "nmol/h", 1, 0, 160000, "intravenous dose rate; infusions take 1 h")

#define OUTPUTS(ROW)                                                                           \
  ROW(C,     "nmol/L", "drug in serum")                                                        \
  ROW(Cmass, "ng/mL",  "drug in serum, by weight")                                             \
  ROW(Ltot,  "cell",   "blasts, living and dying")                                             \
  ROW(f,     "1",      "blasts in marrow, part of all cells: remission below 0.05")            \
  ROW(kk,    "1/h",    "kill")                                                                 \
  ROW(payload, "copies/cell", "payload of a blast, on antibody, free and on DNA")

#define SWITCHES(ROW) ROW(extinct, L_least - L, "fewer blasts than L_least")
#define JUMPS(ROW)    ROW(extinct, L, 0, "then there are none")

#define PRESETS(ROW)                                                                           \
  ROW(mll, shahnn, "MLL-rearranged leukaemia: less CD22", SET(R0, 1590))

#define STUDIED(ROW) /* of the patients whose concentrations it was fitted to */               \
  ROW(BSA, 1.13, 2.81, garrett)

/* R0: 349 to 19653 in 160 patients taken as 5 standard deviations */
#define VARIES(ROW)                                                                            \
  ROW(CLlin_ref, log_normal, 0.423, garrett)                                                   \
  ROW(V1_ref,    log_normal, 0.412, garrett)                                                   \
  ROW(R0,        log_normal, 0.8,   assumed)
#define CORRELATED(ROW) ROW(CLlin_ref, V1_ref, 0.156 / (0.423 * 0.412), garrett)
#define RESIDUAL(ROW)   ROW(Cmass, log_additive, 0.619, garrett)
/* clang-format on */

#include "model.h"
#endif

START
  init(L) = L0;
  init(R) = R0;
END

OBSERVE
  out(C) = A1 / V1;
  out(Cmass) = A1 / V1 * MW / mL_per_L;
  out(Ltot) = L + D1 + D2 + D3;
  out(f) = (L + D1 + D2 + D3) / (L + D1 + D2 + D3 + H);
  out(kk) = Emax * hill((1 - dna) * P + dna * B, EC50, h);
  out(payload) = DAR * (RC + RI) + P + B;
END

EQUATIONS
  const real b = kon * C * R - koff * RC; /* on a blast */
  const real binding_DNA = konD * P * (Dn - B) - koffD * B;

  ddt(A1) = iv - (CLlin + Q) / V1 * A1 + Q / V2 * A2 - b * Ltot / NA;
  ddt(A2) = Q / V1 * A1 - Q / V2 * A2;
  ddt(R) = kturn * (R0 - R) - b;
  ddt(RC) = b - kint * RC + krec * RI;
  ddt(RI) = kint * RC - (klys + krec) * RI;
  ddt(P) = DAR * klys * RI - kout * P - binding_DNA;
  ddt(B) = binding_DNA - krep * B;
  ddt(L) = kg * (1 - L / Lmax) * L - kk * L;
  ddt(D1) = kk * L - D1 / tau;
  ddt(D2) = (D1 - D2) / tau;
  ddt(D3) = (D2 - D3) / tau;
  ddt(AUC) = Cmass;
END
