/* Leukaemia under blinatumomab: blasts in marrow and blood, those without CD19, and T cells
 * that tire.
 *
 * Ours.  NOT CALIBRATED TO PATIENTS.  T cells, B cells, interleukin-6 and drug are those of
 * tcell_engager_hosseini2020 with its leukaemia column; blasts with CD19 are targets like B
 * cells, so that they recruit T cells, activate them, release interleukin-6 and compete for
 * kill.  Blasts without CD19 grow out.  Phi is the fitness of T cells: continuous exposure
 * wears it down (lysis in the dish fell from 88 to 9 % within three weeks), the treatment-free
 * interval restores it.  It enters every kill once.
 *
 * What comes out by itself: response falls off sharply with the burden at the start.  fKL
 * decides where; it, and all other values marked assumed, were chosen and not estimated.
 * Without blasts (phi0 0, kx 0, relmax large) it is tcell_engager_hosseini2020.
 *
 * Limits.  Peaks of interleukin-6 at a high burden are far above what is seen (7060 pg/mL at
 * phi0 0.5): they need relmax or k6 lower, or priming as in il6_chen2019.  B cells come back
 * between cycles (to 45 per uL within two weeks) and release of interleukin-6 with them (171
 * pg/mL for 287 in cycle 1), where patients show neither.  A body
 * surface away from the trial's changes the answer.  Numbers of cells are real numbers: below
 * L_least a clone is extinct (0: never, and a millionth of a cell grows back).
 *
 * Inputs to wire: k_other, a kill of all blasts and B cells by another drug, and steroid, the
 * effect of one between 0 and 1, which holds back interleukin-6 and division of T cells.  The
 * doses of blinatumomab are per m2: a dose in ug has to be divided by the patient's surface.
 * Under the skin it is absorbed from one depot, whose ka and F were not found in print: they
 * are the user's to set.  That each injection marginates T cells, as one of an anti-CD20 engager
 * does in tcell_engager_hosseini2020, is assumed. */
#ifndef MODEL
/* clang-format off */
#define MODEL    blinatumomab_leukemia
#define TITLE    "Blinatumomab and leukaemia: blasts, loss of CD19, T cells that tire (ours)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(hosseini, "10.1038/s41540-020-00145-7",                                                  \
      "Hosseini I, npj Syst Biol Appl, 2020 (structure, Supplementary Table 2)")               \
  ROW(hosseini_project, "",                                                                    \
      "Project file of Hosseini I, 2020: variants, as in the public repository Wrlog/QSP")

/* place c, in words */
#define PLACE_STATES(ROW, c, where)                                                            \
  ROW(R_##c, "cell",  1e2,  "resting CD8 T cells, " where)                                     \
  ROW(A_##c, "cell",  1e2,  "activated CD8 T cells, " where)                                   \
  ROW(Z_##c, "cell",  1e2,  "CD8 T cells activated once, " where)                              \
  ROW(B_##c, "cell",  1e2,  "B cells, " where)                                                 \
  ROW(I_##c, "pg/mL", 1e-4, "interleukin-6, " where)
#define STATES(ROW)                                                                            \
  PLACE_STATES(ROW, P, "blood")                                                                \
  PLACE_STATES(ROW, S, "spleen")                                                               \
  PLACE_STATES(ROW, L, "lymph nodes")                                                          \
  PLACE_STATES(ROW, M, "marrow")                                                               \
  ROW(B_0,   "cell",  1e2,  "precursors of B cells in marrow, without CD20")                   \
  ROW(J,     "1",     1e-5, "margination by injection")                                        \
  ROW(G,     "1",     1e-5, "margination by drug")                                             \
  ROW(Q,     "ug/m2", 1e-6, "blinatumomab")                                                    \
  ROW(D,     "ug/m2", 1e-6, "blinatumomab under the skin")                                     \
  ROW(L_pos, "cell",  1,    "blasts with CD19, marrow")                                        \
  ROW(L_neg, "cell",  1e-2, "blasts without CD19, marrow")                                     \
  ROW(l_pos, "cell",  1,    "blasts with CD19, blood")                                         \
  ROW(l_neg, "cell",  1e-2, "blasts without CD19, blood")                                      \
  ROW(Phi,   "1",     1e-5, "fitness of T cells to kill")

#define PARAMETERS(ROW)                                                                        \
  ROW(phi0,  0.3,     "1",         0,    0.95, assumed,                                        \
      "burden at the start: blasts in marrow over KL")                                         \
  ROW(fneg,  1e-6,    "1",         0,    0.1,  assumed,                                        \
      "part of them without CD19; 1e-9 to 1e-4")                                               \
  ROW(gL,    0.079,   "1/d",       0,    0.5,  derived,                                        \
      "growth: net 0.069 in 23 children, and keg")                                             \
  ROW(KL,    5e11,    "cell",      1e10, 5e12, assumed,                                        \
      "most blasts in marrow: 500 mL of 1e9/mL")                                               \
  ROW(mu,    1e-7,    "1",         0,    1e-3, assumed, "loss of CD19 in a division")          \
  ROW(keg,   0.01,    "1/d",       0,    1,    assumed, "blasts from marrow to blood")         \
  ROW(kcl,   0.5,     "1/d",       0.01, 10,   assumed, "loss of blasts in blood")             \
  ROW(fKL,   3.,      "1",         0.5,  20,   assumed,                                        \
      "T:B ratio at half kill of blasts over blood; 2 to 5")                                   \
  ROW(relmax, 10.,    "1",         0.1,  1e9,  assumed,                                        \
      "targets over B cells' set point that release interleukin-6 at most")                    \
  ROW(kx,    0.111,   "1/d",       0,    1,    derived,                                        \
      "tiring: log(88.4/8.6) in the 21 d from day 7 to 28 in the dish")                        \
  ROW(kr,    0.30,    "1/d",       0,    2,    assumed, "recovery without drug")               \
  ROW(L_least, 0.,    "cell",      0,    1e3,  assumed,                                        \
      "blasts of a clone below which there are none")                                          \
  ROW(s_k6,  0.9,     "1",         0,    1,    assumed,                                        \
      "release of interleukin-6 that steroid holds back")                                      \
  ROW(s_prol, 0.5,    "1",         0,    1,    assumed,                                        \
      "division of T cells that steroid holds back")                                           \
  ROW(VmT,   0.9,     "1",         0,    1,    hosseini, "strongest activation")               \
  ROW(fTact, 0.25,    "1",         0.01, 1,    hosseini, "activation in tissue over blood")    \
  ROW(KBT_b, 0.716,   "1",         0.05, 10,   hosseini,                                       \
      "B:T ratio at half activation")                                            \
  ROW(S,     1.4,     "1",         0.5,  3,    hosseini, "steepness in that ratio")            \
  ROW(KA_b,  0.1,     "ng/mL",     1e-3, 10,   hosseini, "blinatumomab at half activation")    \
  ROW(nA_b,  1.,      "1",         0.5,  2,    hosseini, "its steepness")                      \
  ROW(VmB,   0.95,    "1",         0,    1,    hosseini, "strongest kill")                     \
  ROW(KTB_b, 0.75,    "1",         0.05, 10,   hosseini,                                       \
      "T:B ratio at half kill")                                                  \
  ROW(fKmTB, 10.,     "1",         1,    50,   hosseini, "that ratio in tissue over blood")    \
  ROW(nK_b,  1.027,   "1",         0.5,  2,    hosseini,                                       \
      "steepness in that ratio")                                                 \
  ROW(KK_b,  0.15,    "ng/mL",     1e-3, 10,   hosseini, "blinatumomab at half kill")          \
  ROW(dB,    0.02,    "1/d",       1e-3, 0.2,  hosseini, "death of B cells in marrow")         \
  ROW(kK,    275.189, "1/d",       0,    1e3,  hosseini, "fastest kill, blood")                \
  ROW(fK,    0.1,     "1",         0,    1,    hosseini, "kill in tissue over blood")          \
  ROW(pB,    0.05,    "1/d",       0,    0.2,  hosseini, "proliferation of B cells")           \
  ROW(rho,   0.25,    "1",         0.05, 5,    hosseini, "death of B cells over maturation")   \
  ROW(r,     0.25,    "1",         0.01, 2,    hosseini, "precursors over B cells in marrow")  \
  ROW(boost, 5.,      "1",         0,    20,   hosseini_project,                               \
      "extra precursors when B cells are gone")                                                \
  ROW(fBe,   0.333,   "1",         0,    2,    hosseini_project,                               \
      "exit of B cells over activated T cells")                                                \
  ROW(kMe,   0.041,   "1/d",       1e-3, 1,    hosseini_project, "exit of B cells from marrow")\
  ROW(pT,    0.7,     "1",         0,    2,    hosseini, "T cells gained by a division")       \
  ROW(fprol, 2.106,   "1/d",       0,    7,    hosseini, "proliferation of activated T cells") \
  ROW(kact,  9.828,   "1/d",       0,    20,   hosseini, "fastest activation")                 \
  ROW(del,   0.005,   "1",         0,    0.1,  hosseini,                                       \
      "deactivation over kact; leaves A twice")                                                \
  ROW(kTa,   0.123,   "1/d",       0.01, 1,    hosseini, "exchange of activated T cells")      \
  ROW(fTap,  3.773,   "1",         0.5,  20,   hosseini,                                       \
      "tissue over blood of activated T cells, relative")                                      \
  ROW(kAap,  0.061,   "1/d",       5e-3, 0.5,  hosseini, "death of activated T cells")         \
  ROW(fRap,  0.2,     "1",         0.01, 2,    hosseini,                                       \
      "death of surplus resting T cells, relative")                                            \
  ROW(kTr,   0.045,   "1/d",       5e-3, 0.5,  hosseini, "exchange of resting T cells")        \
  ROW(fdrug, 6.3839,  "1",         0,    20,   hosseini, "margination by drug")                \
  ROW(finj,  1.,      "1",         0,    20,   hosseini, "margination by injection")           \
  ROW(fa0,   0.002,   "1",         0,    0.1,  hosseini,                                       \
      "margination of activated T cells, relative")                                            \
  ROW(tmarg, 1.,      "d",         0.01, 5,    hosseini, "half-life of margination")           \
  ROW(fAICD, 1.497,   "1",         0,    5,    hosseini,                                       \
      "death of activated T cells by crowding")                                                \
  ROW(fZd,   0.001,   "1/d",       0,    0.1,  hosseini, "return of Z to R")                   \
  ROW(fZap,  2.019,   "1",         0.1,  5,    hosseini, "death of Z over that of A")          \
  ROW(kgen,  1.,      "1/d",       0,    5,    hosseini_project,                               \
      "T cells made when blood lacks them")                                                    \
  ROW(gb,    0.,      "1",         0,    1,    hosseini_project,                               \
      "T cells made always, relative")                                                         \
  ROW(w24,   1.,      "1",         0,    1,    hosseini_project,                               \
      "death of T cells in tissue over blood")                                                 \
  ROW(k6,    14.,     "pg/cell/d", 0,    100,  hosseini, "release of interleukin-6")\
  ROW(t6,    20.,     "min",       1,    600,  hosseini, "half-life of interleukin-6")         \
  ROW(wI,    0.0004,  "1",         0,    1,    hosseini,                                       \
      "part of tissues' interleukin-6 in plasma")                                              \
  ROW(Clb,   22300.,  "mL/d/m2",   500,  1e6,  hosseini, "clearance of blinatumomab")          \
  ROW(Vb,    1610.,   "mL/m2",     100,  1e5,  hosseini, "its volume")                         \
  ROW(ka,    2.,      "1/d",       0.01, 100,  assumed, "its absorption from under the skin")  \
  ROW(F,     0.5,     "1",         0,    1,    assumed, "part of that which arrives")          \
  ROW(T_ref, 2e5,     "cell/mL",   1e4,  5e6,  hosseini, "set point of CD8 T cells in blood")  \
  ROW(T_ini, 2e5,     "cell/mL",   1e4,  5e6,  hosseini, "CD8 T cells in blood at the start")  \
  ROW(B_ref, 7e4,     "cell/mL",   1e4,  5e6,  hosseini, "set point of B cells in blood")      \
  ROW(B_ini, 7e4,     "cell/mL",   1e4,  5e6,  hosseini, "B cells in blood at the start")      \
  ROW(V_P,   5000.,   "mL",        100,  1e4,  hosseini, "volume of blood")                    \
  ROW(V_S,   210.,    "mL",        2,    1e3,  hosseini, "volume of spleen")                   \
  ROW(V_L,   400.,    "mL",        2,    1e3,  hosseini, "volume of lymph nodes")              \
  ROW(V_M,   500.,    "mL",        2,    2e3,  hosseini, "volume of marrow")                   \
  ROW(piT_S, 200.,    "1",         1,    1e3,  hosseini, "T cells in spleen over blood")       \
  ROW(piT_L, 190.,    "1",         1,    1e3,  hosseini, "T cells in lymph nodes over blood")  \
  ROW(piT_M, 60.,     "1",         1,    1e3,  hosseini, "T cells in marrow over blood")       \
  ROW(piB_S, 333.,    "1",         1,    2e3,  hosseini, "B cells in spleen over blood")       \
  ROW(piB_L, 190.,    "1",         1,    2e3,  hosseini, "B cells in lymph nodes over blood")  \
  ROW(piB_M, 80.,     "1",         1,    2e3,  hosseini, "B cells in marrow over blood")       \
  ROW(kap_S, 0.14,    "1",         0,    1,    hosseini, "drug in spleen over blood")          \
  ROW(kap_L, 0.07,    "1",         0,    1,    hosseini, "drug in lymph nodes over blood")     \
  ROW(kap_M, 0.07,    "1",         0,    1,    hosseini, "drug in marrow over blood")          \
  ROW(least, 1.,      "cell",      0.01, 1e6,  hosseini,                                       \
      "fewer cells count as this many where divided by")                                       \
  ROW(min_per_d, 1440., "min/d",   0,    0,    exact,    "minutes in a day")                   \
  ROW(ng_per_ug, 1000., "ng/ug",   0,    0,    exact,    "nanograms in a microgram")           \
  ROW(uL_per_mL, 1000., "uL/mL",   0,    0,    exact,    "microlitres in a millilitre")        \
  ROW(percent,   100.,  "%",       0,    0,    exact,    "per cent in one")

#define PLACE_DERIVED(ROW, c, piT, piB)                                                        \
  ROW(N_##c, T_ref * V_##c * piT, "cell", "set point of T cells, " #c)                         \
  ROW(W_##c, B_ref * V_##c * piB, "cell", "set point of B cells, " #c)
#define DERIVED(ROW)                                                                           \
  PLACE_DERIVED(ROW, P, 1, 1)                                                                  \
  PLACE_DERIVED(ROW, S, piT_S, piB_S)                                                          \
  PLACE_DERIVED(ROW, L, piT_L, piB_L)                                                          \
  PLACE_DERIVED(ROW, M, piT_M, piB_M)                                                          \
  ROW(P0,    r * W_M,  "cell", "set point of precursors")                                      \
  ROW(W_out, B_ref * V_P + B_ini * (piB_S * V_S + piB_L * V_L), "cell",                        \
      "B cells outside of marrow at which precursors are made as ever")                        \
  ROW(km,    dB / rho, "1/d",  "maturation of precursors")                                     \
  ROW(d6,    log(2.0) * min_per_d / t6, "1/d", "loss of interleukin-6")                        \
  ROW(marg,  log(2.0) / tmarg, "1/d", "loss of margination")

#define INPUTS(ROW)                                                                            \
  ROW(blin,    "ug/m2/d", 1, 0, 55000, "blinatumomab into a vein")                             \
  ROW(sc,      "ug/m2/d", F, 0, 55000, "blinatumomab under the skin")                          \
  ROW(k_other, "1/d",     1, 0, 0,     "kill of blasts and B cells by another drug")           \
  ROW(steroid, "1",       1, 0, 0,     "effect of a steroid, 0 to 1")

#define NEEDS(ROW)                                                                             \
  ROW(sc, ka, "no rate of absorption of blinatumomab was found in print")                      \
  ROW(sc, F,  "no bioavailability of blinatumomab was found in print")

#define OUTPUTS(ROW)                                                                           \
  ROW(burden, "1",       "blasts in marrow over KL: remission below 0.05")                     \
  ROW(neg,    "1",       "part of the blasts in marrow without CD19")                          \
  ROW(blasts, "cell/uL", "blasts in blood")                                                    \
  ROW(CD8,    "cell/uL", "CD8 T cells in blood")                                               \
  ROW(CD69,   "%",       "activated, of CD8 T cells in blood")                                 \
  ROW(Bpb,    "cell/uL", "B cells in blood")                                                   \
  ROW(IL6,    "pg/mL",   "interleukin-6 in plasma, with the part of tissues'")                 \
  ROW(y_b,    "ng/mL",   "blinatumomab in plasma")

#define SWITCHES(ROW)                                                                          \
  ROW(cured,     L_least - L_pos, "fewer blasts with CD19 than L_least")                       \
  ROW(cured_neg, L_least - L_neg, "fewer blasts without CD19 than L_least")

#define JUMPS(ROW)                                                                             \
  ROW(blin, J, J + 1, "a start marginates") ROW(blin, G, G + 1, "a start marginates")          \
  ROW(sc, J, J + 1, "an injection marginates") ROW(sc, G, G + 1, "an injection marginates")    \
  ROW(cured,     L_pos, 0, "then there are none")                                              \
  ROW(cured_neg, L_neg, 0, "then there are none")

#define PRESETS(ROW)                                                                           \
  ROW(mrd, assumed, "minimal residual disease", SET(phi0, 1e-3))                               \
  ROW(high_burden, assumed, "80 % of marrow: the median of the phase 3 trial", SET(phi0, 0.8))
/* clang-format on */

#include "model.h"
#endif

/* place c: drug and cells over blood, factors of activation and of the T:B ratio, targets */
#define BLOOD(DO) DO(P, 1, 1, 1, 1, 1, (B_P + l_pos))
#define TISSUES(DO)                                                                            \
  DO(S, kap_S, piT_S, piB_S, fTact, fKmTB, B_S)                                                \
  DO(L, kap_L, piT_L, piB_L, fTact, fKmTB, B_L)                                                \
  DO(M, kap_M, piT_M, piB_M, fTact, fKmTB, (B_M + B_0 + L_pos))

#define START_IN(c, kap, piT, piB, phi, gam, k)                                                \
  init(R_##c) = T_ini * V_##c * piT;                                                           \
  init(B_##c) = B_ini * V_##c * piB;
START
  BLOOD(START_IN)
  TISSUES(START_IN)
  init(B_M) = W_M;
  init(B_0) = P0;
  init(L_pos) = phi0 * KL * (1 - fneg);
  init(L_neg) = phi0 * KL * fneg;
  init(l_pos) = keg / kcl * phi0 * KL * (1 - fneg);
  init(l_neg) = keg / kcl * phi0 * KL * fneg;
  init(Phi) = constant(1);
END

OBSERVE
  const real T = R_P + A_P + Z_P;

  out(burden) = (L_pos + L_neg) / KL;
  out(neg) = L_neg / larger(L_pos + L_neg, least);
  out(blasts) = (l_pos + l_neg) / V_P / uL_per_mL;
  out(CD8) = T / V_P / uL_per_mL;
  out(CD69) = percent * A_P / T;
  out(Bpb) = B_P / V_P / uL_per_mL;
  out(IL6) = I_P + wI * (I_S * V_S + I_L * V_L + I_M * V_M) / V_P;
  out(y_b) = ng_per_ug * Q / Vb;
END

/* what drug does: h drive, a activation, q kill, jR and jZ activation less deactivation */
#define ACTION(c, kap, piT, piB, phi, gam, k)                                                  \
  const real b_##c = kap * y_b;                                                                \
  const real h_##c = hill(b_##c, KA_b, nA_b);                                                  \
  const real reached_##c = b_##c / (KK_b + b_##c);                                             \
  const real E_##c = larger(R_##c + Z_##c, least);                                             \
  const real a_##c = phi * VmT * hill(k / E_##c, KBT_b, S) * h_##c;                            \
  const real ratio_##c = A_##c / larger(k, least);                                             \
  const real q_##c = kK * Phi * VmB * hill(ratio_##c, KTB_b * gam, nK_b) * reached_##c;        \
  const real jR_##c = kact * (a_##c * R_##c - del * A_##c);                                    \
  const real jZ_##c = kact * (a_##c * Z_##c - del * A_##c);

/* from blood to tissue */
#define TRAFFIC(c, kap, piT, piB, phi, gam, k)                                                 \
  const real tR_##c = kTr * V_P * (m * piT * R_P / V_P - R_##c / V_##c);                       \
  const real tZ_##c = kTr * V_P * (m * piT * Z_P / V_P - Z_##c / V_##c);                       \
  const real tA_##c = kTa * V_P * (mA * fTap * piT * A_P / V_P - A_##c / V_##c);

#define TISSUE_T_CELLS(c, kap, piT, piB, phi, gam, k)                                          \
  ddt(R_##c) = tR_##c - jR_##c + fZd * Z_##c - w24 * fRap * kAap * positive(R_##c - N_##c);    \
  ddt(A_##c) = tA_##c + jR_##c + jZ_##c                                                        \
               - w24 * kAap * (A_##c + fAICD * A_##c * A_##c / N_##c);                         \
  ddt(Z_##c) = tZ_##c + division * A_##c - jZ_##c - fZd * Z_##c - fZap * kAap * Z_##c;

#define RELEASE(c, kap, piT, piB, phi, gam, k)                                                 \
  const real rel_##c = k / (W_##c * nu_##c);                                                   \
  ddt(I_##c) = release * (A_##c / V_##c) * (rel_##c / (1 + rel_##c / relmax)) * h_##c          \
               - d6 * I_##c;

EQUATIONS
  BLOOD(ACTION)
  TISSUES(ACTION)

  const real e = finj * J + fdrug * G;
  const real m = 1 + e;
  const real mA = 1 + fa0 * e;
  TISSUES(TRAFFIC)

  const real division = fprol * pT * positive(1 - s_prol * steroid);
  const real lack = positive(1 - (R_P + A_P + Z_P) / N_P);
  ddt(R_P) = -jR_P - (tR_S + tR_L + tR_M) + fZd * Z_P + kgen * N_P * (gb + lack * lack)
             - kgen * gb * R_P - fRap * kAap * positive(R_P - N_P);
  ddt(A_P) = jR_P + jZ_P - (tA_S + tA_L + tA_M) - kAap * (A_P + fAICD * A_P * A_P / N_P);
  ddt(Z_P) = division * A_P - jZ_P - fZd * Z_P - fZap * kAap * Z_P - (tZ_S + tZ_L + tZ_M);
  TISSUES(TISSUE_T_CELLS)

  const number exit = fBe * kTa * V_P;
  const real F_S = exit * positive(piB_S * B_P / V_P - B_S / V_S);
  const real F_L = exit * positive(piB_L * B_P / V_P - B_L / V_L);
  const real F_M = kMe * V_P * positive(B_M / V_M - piB_M * B_P / V_P);
  ddt(B_P) = F_M - F_S - F_L - (q_P + k_other) * B_P + pB * W_P * positive(1 - B_P / W_P);
  ddt(B_S) = F_S - (fK * q_S + k_other) * B_S + pB * W_S * positive(1 - B_S / W_S);
  ddt(B_L) = F_L - (fK * q_L + k_other) * B_L + pB * W_L * positive(1 - B_L / W_L);
  ddt(B_M) = km * B_0 - F_M - (dB + fK * q_M + k_other) * B_M
             + pB * W_M * positive(1 - B_M / W_M);
  ddt(B_0) = P0 * (dB + km) * (1 + boost * positive(1 - (B_P + B_S + B_L) / W_out))
             - (km + dB + fK * q_M + k_other) * B_0 + pB * P0 * positive(1 - B_0 / P0);

  const number nu_P = 1, nu_S = 1, nu_L = 1, nu_M = 1 + r;
  const real release = k6 * positive(1 - s_k6 * steroid);
  BLOOD(RELEASE)
  TISSUES(RELEASE)

  const real growth = gL * (1 - burden);
  const real q_blasts = kK * Phi * VmB * hill(ratio_M, KTB_b * fKL, nK_b) * reached_M;
  const real mutation = mu * positive(growth) * L_pos;
  ddt(L_pos) = growth * L_pos - mutation - (keg + fK * q_blasts + k_other) * L_pos;
  ddt(L_neg) = growth * L_neg + mutation - (keg + k_other) * L_neg;
  ddt(l_pos) = keg * L_pos - (kcl + q_P + k_other) * l_pos;
  ddt(l_neg) = keg * L_neg - (kcl + k_other) * l_neg;
  ddt(Phi) = kr * (1 - h_P) * (1 - Phi) - kx * h_P * Phi;

  ddt(J) = -marg * J;
  ddt(G) = -marg * G;
  ddt(D) = sc - ka * D;
  ddt(Q) = blin + ka * D - Clb / Vb * Q;
END
