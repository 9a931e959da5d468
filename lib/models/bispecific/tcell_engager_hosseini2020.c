/* T-cell engagers against CD20 (mosunetuzumab) and CD19 (blinatumomab): CD8 T cells, B cells
 * and interleukin-6 in blood P, spleen S, lymph nodes L, marrow M and a tumour X.
 *
 * The idea: T cells that find drug and targets are activated; they release interleukin-6 in
 * proportion to targets around them, and kill these, so that the first dose makes the highest
 * peak.  Each dose also drives T cells out of blood for a day (margination, J and G).  T cells
 * are resting (R), activated (A) or activated once and resting again (Z).
 *
 * Three traps.  Blinatumomab is per m2 of body surface, the anti-CD20 engager per kg.  What is
 * deactivated leaves A twice, once to R and once to Z: so in the authors' reactions.  The
 * values are their printed table and, where that is silent, the variants of their project;
 * interleukin-6 is the printed lymphoma pair (k6, wI) for humans and leukaemia too, for which
 * none is printed.
 *
 * How infusions marginate was not published: here each dose, and each infusion as it starts,
 * adds 1 to J and G.  The anti-CD20 engager and rituximab act above cutoff only.  With the
 * tumour off (s_X) nothing happens in X.
 *
 * Limits.  The typical patient's first peaks of interleukin-6 are 3.3 to 4.4 times the
 * published medians of virtual patients (2421 pg/mL after 20 mg for 570), within their 95th
 * percentile; activated T cells are 2.0 to 2.5 times as many (53 % for 26), and later peaks
 * 20 to 30 pg/mL for 3 to 5.  Against the patients themselves, it is above any of 13 five
 * hours into 5 ug/m2/d of blinatumomab, and under 60 ug/m2/d stays at 55 to 79 pg/mL where
 * it was 20 to 50.  Mosunetuzumab in plasma is twice the label's right after a dose and
 * after two months (elimination is too slow), within a fifth between.  There is no memory
 * in the release of interleukin-6, and B cells come back to 42 per uL within the two weeks
 * between cycles: a second cycle of 15 ug/m2/d makes a peak of 136 pg/mL, 0.47 of the
 * first, where patients show neither.  Margination is faster than in patients: the nadir
 * comes after an hour.  The preset cll has no steady state. */
#ifndef MODEL
/* clang-format off */
#define MODEL    tcell_engager_hosseini2020
#define TITLE    "T-cell engagers: T cells, B cells and interleukin-6 in blood and tissues"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(hosseini, "10.1038/s41540-020-00145-7",                                                  \
      "Hosseini I, npj Syst Biol Appl, 2020 (structure, Supplementary Table 2)")               \
  ROW(hosseini_project, "",                                                                    \
      "Project file of Hosseini I, 2020: variants, as in the public repository Wrlog/QSP")     \
  ROW(hosseini_port, "",                                                                       \
      "Public port of Hosseini I, 2020: repository yuezheli/hosseini-2020 (rituximab, BAFF)")

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
  PLACE_STATES(ROW, X, "tumour")                                                               \
  ROW(B_0,  "cell",    1e2,  "precursors of B cells in marrow, without CD20")                  \
  ROW(J,    "1",       1e-5, "margination by injection")                                       \
  ROW(G,    "1",       1e-5, "margination by drug")                                            \
  ROW(D1,   "ug/kg",   1e-5, "anti-CD20 engager, central")                                     \
  ROW(D2,   "ug/kg",   1e-5, "anti-CD20 engager, peripheral")                                  \
  ROW(Dsc,  "ug/kg",   1e-5, "anti-CD20 engager under the skin that will be absorbed")         \
  ROW(Q,    "ug/m2",   1e-6, "blinatumomab")                                                   \
  ROW(X1,   "ug/kg",   1e-4, "rituximab, central")                                             \
  ROW(X2,   "ug/kg",   1e-4, "rituximab, peripheral")                                          \
  ROW(BAFF, "1",       1e-4, "B-cell activating factor, over baseline; acts on nothing")       \
  ROW(AUC,  "ug*d/mL", 1e-5, "exposure to the anti-CD20 engager so far")

#define PARAMETERS(ROW)                                                                        \
  ROW(VmT,   0.9,     "1",         0,    1,    hosseini, "strongest activation")               \
  ROW(fTact, 0.25,    "1",         0.01, 1,    hosseini, "activation in tissue over blood")    \
  ROW(KBT,   0.716,   "1",         0.05, 10,   hosseini,                                       \
      "B:T ratio at half activation, anti-CD20")                                               \
  ROW(KBT_b, 0.716,   "1",         0.05, 10,   hosseini,                                       \
      "B:T ratio at half activation, blinatumomab")                                            \
  ROW(S,     1.4,     "1",         0.5,  3,    hosseini, "steepness in that ratio")            \
  ROW(KA,    130.083, "ng/mL",     1,    1e3,  hosseini,                                       \
      "anti-CD20 engager at half activation")                                                  \
  ROW(nA,    0.8,     "1",         0.5,  2,    hosseini, "its steepness")                      \
  ROW(KA_b,  0.1,     "ng/mL",     1e-3, 10,   hosseini, "blinatumomab at half activation")    \
  ROW(nA_b,  1.,      "1",         0.5,  2,    hosseini, "its steepness")                      \
  ROW(VmB,   0.95,    "1",         0,    1,    hosseini, "strongest kill")                     \
  ROW(KTB,   0.75,    "1",         0.05, 10,   hosseini, "T:B ratio at half kill, anti-CD20")  \
  ROW(KTB_b, 0.75,    "1",         0.05, 10,   hosseini,                                       \
      "T:B ratio at half kill, blinatumomab")                                                  \
  ROW(fKmTB, 10.,     "1",         1,    50,   hosseini, "that ratio in tissue over blood")    \
  ROW(nK,    1.027,   "1",         0.5,  2,    hosseini, "steepness in that ratio, anti-CD20") \
  ROW(nK_b,  1.027,   "1",         0.5,  2,    hosseini,                                       \
      "steepness in that ratio, blinatumomab")                                                 \
  ROW(KK,    1.302,   "ng/mL",     0.01, 100,  hosseini, "anti-CD20 engager at half kill")     \
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
  ROW(fcll,  1.,      "1",         0.05, 2,    hosseini_project,                               \
      "turnover of B cells, factor in CLL")                                                    \
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
  ROW(k6,    14.,     "pg/cell/d", 0,    100,  hosseini, "release of interleukin-6; monkeys 4")\
  ROW(t6,    20.,     "min",       1,    600,  hosseini, "half-life of interleukin-6")         \
  ROW(wI,    0.0004,  "1",         0,    1,    hosseini,                                       \
      "part of tissues' interleukin-6 in plasma")                                              \
  ROW(Clb,   22300.,  "mL/d/m2",   500,  1e6,  hosseini, "clearance of blinatumomab")          \
  ROW(Vb,    1610.,   "mL/m2",     100,  1e5,  hosseini, "its volume")                         \
  ROW(Cl,    5.4,     "mL/d/kg",   0,    50,   hosseini, "clearance of the anti-CD20 engager") \
  ROW(Cld,   24.17,   "mL/d/kg",   0.1,  500,  hosseini, "its distribution")                   \
  ROW(Vc,    36.78,   "mL/kg",     5,    500,  hosseini, "its central volume")                 \
  ROW(Vp,    173.47,  "mL/kg",     5,    2e3,  hosseini, "its peripheral volume")              \
  ROW(Vm,    0.,      "ug/d",      0,    1e3,  hosseini_project, "its saturable elimination")  \
  ROW(Km,    4.74,    "ug/mL",     0.1,  100,  hosseini_project, "half-saturation of that")    \
  ROW(ka,    0.35,    "1/d",       0.05, 5,    hosseini_project,                               \
      "its absorption from under the skin")                                                    \
  ROW(F,     0.5,     "1",         0.01, 1,    hosseini_project,                               \
      "its bioavailability from there")                                                        \
  ROW(cutoff, 1e-5,   "ug/mL",     0,    0.1,  hosseini_project,                               \
      "anti-CD20 engager and rituximab act above")                                             \
  ROW(V_r,   28.,     "mL/kg",     5,    500,  hosseini_port, "rituximab: central volume")     \
  ROW(V2_r,  9.,      "mL/kg",     1,    500,  hosseini_port, "rituximab: peripheral volume")  \
  ROW(Cl_r,  8.,      "mL/d/kg",   0.1,  100,  hosseini_port, "rituximab: clearance")          \
  ROW(Cld_r, 23.,     "mL/d/kg",   0.1,  500,  hosseini_port, "rituximab: distribution")       \
  ROW(K_r,   0.025,   "ug/mL",     1e-4, 10,   hosseini_port, "rituximab at half of its kill") \
  ROW(t_BAFF, 30.,    "min",       5,    1e4,  hosseini_port, "half-life of BAFF, by B cells") \
  ROW(f_BAFF, 0.1,    "1",         0.01, 1,    hosseini_port,                                  \
      "part of its turnover without B cells")                                                  \
  ROW(T_ref, 5e5,     "cell/mL",   1e4,  5e6,  hosseini, "set point of CD8 T cells in blood")  \
  ROW(T_ini, 5e5,     "cell/mL",   1e4,  5e6,  hosseini, "CD8 T cells in blood at the start")  \
  ROW(B_ref, 5e5,     "cell/mL",   1e4,  5e6,  hosseini, "set point of B cells in blood")      \
  ROW(B_ini, 5e5,     "cell/mL",   1e4,  5e6,  hosseini, "B cells in blood at the start")      \
  ROW(V_P,   5000.,   "mL",        100,  1e4,  hosseini, "volume of blood")                    \
  ROW(V_S,   210.,    "mL",        2,    1e3,  hosseini, "volume of spleen")                   \
  ROW(V_L,   400.,    "mL",        2,    1e3,  hosseini, "volume of lymph nodes")              \
  ROW(V_M,   500.,    "mL",        2,    2e3,  hosseini, "volume of marrow")                   \
  ROW(V_X,   49.6,    "mL",        1,    2e3,  hosseini, "volume of tumour")                   \
  ROW(piT_S, 200.,    "1",         1,    1e3,  hosseini, "T cells in spleen over blood")       \
  ROW(piT_L, 190.,    "1",         1,    1e3,  hosseini, "T cells in lymph nodes over blood")  \
  ROW(piT_M, 60.,     "1",         1,    1e3,  hosseini, "T cells in marrow over blood")       \
  ROW(piT_X, 125.,    "1",         1,    1e3,  hosseini, "T cells in tumour over blood")       \
  ROW(piB_S, 333.,    "1",         1,    2e3,  hosseini, "B cells in spleen over blood")       \
  ROW(piB_L, 190.,    "1",         1,    2e3,  hosseini, "B cells in lymph nodes over blood")  \
  ROW(piB_M, 80.,     "1",         1,    2e3,  hosseini, "B cells in marrow over blood")       \
  ROW(piB_X, 6500.,   "1",         1,    2e4,  hosseini, "B cells in tumour over blood")       \
  ROW(kap_S, 0.14,    "1",         0,    1,    hosseini, "drug in spleen over blood")          \
  ROW(kap_L, 0.07,    "1",         0,    1,    hosseini, "drug in lymph nodes over blood")     \
  ROW(kap_M, 0.07,    "1",         0,    1,    hosseini, "drug in marrow over blood")          \
  ROW(kap_X, 0.05,    "1",         0,    1,    hosseini, "drug in tumour over blood")          \
  ROW(s_X,   0.,      "1",         0,    1,    hosseini,                                       \
      "1: there is a tumour, 0: there is none")                                                \
  ROW(s_BX,  1.,      "1",         0,    1,    hosseini_project,                               \
      "1: B cells go from blood to tumour")                                                    \
  ROW(gX,    0.025,   "1/d",       0,    0.1,  hosseini, "growth of B cells in tumour")        \
  ROW(WT,    70.,     "kg",        2,    150,  patient,  "body weight")                        \
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
  PLACE_DERIVED(ROW, X, piT_X, piB_X)                                                          \
  ROW(P0,    r * W_M,  "cell", "set point of precursors")                                      \
  ROW(W_out, B_ref * V_P + B_ini * (piB_S * V_S + piB_L * V_L), "cell",                        \
      "B cells outside of marrow at which precursors are made as ever")                        \
  ROW(km,    dB / rho, "1/d",  "maturation of precursors")                                     \
  ROW(d6,    log(2.0) * min_per_d / t6, "1/d", "loss of interleukin-6")                        \
  ROW(kb,    log(2.0) * min_per_d / t_BAFF, "1/d", "loss of BAFF, by B cells")                 \
  ROW(marg,  log(2.0) / tmarg, "1/d", "loss of margination")

#define INPUTS(ROW)                                                                            \
  ROW(tdb,    "ug/kg/d", 1, 0, 0,     "anti-CD20 engager into a vein")                         \
  ROW(tdb_sc, "ug/kg/d", F, 0, 0,     "anti-CD20 engager under the skin")                      \
  ROW(blin,   "ug/m2/d", 1, 0, 55000, "blinatumomab into a vein")                              \
  ROW(rtx,    "ug/kg/d", 1, 0, 0,     "rituximab into a vein")

#define OUTPUTS(ROW)                                                                           \
  ROW(CD8,   "cell/uL", "CD8 T cells in blood")                                                \
  ROW(CD69,  "%",       "activated, of CD8 T cells in blood")                                  \
  ROW(T_all, "cell",    "CD8 T cells in all places")                                           \
  ROW(Bpb,   "cell/uL", "B cells in blood")                                                    \
  ROW(IL6,   "pg/mL",   "interleukin-6 in plasma, with the part of tissues'")                  \
  ROW(y_tdb, "ug/mL",   "anti-CD20 engager in plasma")                                         \
  ROW(y_b,   "ng/mL",   "blinatumomab in plasma")                                              \
  ROW(y_r,   "ug/mL",   "rituximab in plasma")

#define SWITCHES(ROW)                                                                          \
  ROW(acts,   D1 / Vc - cutoff,  "enough anti-CD20 engager to act")                            \
  ROW(acts_r, X1 / V_r - cutoff, "enough rituximab to act")

#define JUMPS(ROW)                                                                             \
  ROW(tdb,    J, J + 1, "a dose marginates") ROW(tdb,    G, G + 1, "a dose marginates")        \
  ROW(tdb_sc, J, J + 1, "a dose marginates") ROW(tdb_sc, G, G + 1, "a dose marginates")        \
  ROW(blin,   J, J + 1, "a start marginates") ROW(blin,  G, G + 1, "a start marginates")

#define PRESETS(ROW)                                                                           \
  ROW(all, hosseini, "acute lymphoblastic leukaemia: for blinatumomab",                        \
      SET(T_ref, 2e5) SET(T_ini, 2e5) SET(B_ref, 7e4) SET(B_ini, 7e4))                         \
  ROW(dlbcl, hosseini, "diffuse large B-cell lymphoma, as printed: for mosunetuzumab",         \
      SET(s_X, 1))                                                                             \
  ROW(dlbcl_project, hosseini_project, "the same as in the project file: responds far sooner", \
      SET(s_X, 1) SET(B_ref, 2.5e5) SET(B_ini, 2.5e5) SET(V_X, 100) SET(piT_X, 100)            \
      SET(piB_X, 1600))                                                                        \
  ROW(cll, hosseini_project,                                                                   \
      "chronic lymphocytic leukaemia: no steady state", SET(fcll, 0.1215))                     \
  ROW(cynomolgus, hosseini, "healthy monkeys",                                                 \
      SET(T_ref, 2e6) SET(T_ini, 2e6) SET(B_ref, 1e6) SET(B_ini, 1e6) SET(V_P, 380) SET(V_S, 7)\
      SET(V_L, 25) SET(V_M, 50) SET(piT_S, 500) SET(piT_L, 500) SET(piT_M, 50) SET(piB_S, 900) \
      SET(piB_L, 600) SET(piB_M, 60) SET(Cl, 8.5) SET(k6, 4) SET(wI, 0.003) SET(WT, 3.4))      \
  ROW(no_influx, hosseini_project, "no B cells from blood to tumour", SET(s_BX, 0))            \
  ROW(sc_fast, hosseini_project, "fast and high absorption", SET(ka, 0.5) SET(F, 0.8))         \
  ROW(sc_slow, hosseini_project, "slow and low absorption", SET(ka, 0.2) SET(F, 0.2))
/* clang-format on */

#include "model.h"
#endif

/* place c: whether it is there, drug and cells over blood, factors of activation and of the T:B
 * ratio, the targets of the anti-CD20 engager and those of blinatumomab */
#define BLOOD(DO) DO(P, 1, 1, 1, 1, 1, 1, B_P, B_P)
#define TISSUES(DO)                                                                            \
  DO(S, 1, kap_S, piT_S, piB_S, fTact, fKmTB, B_S, B_S)                                        \
  DO(L, 1, kap_L, piT_L, piB_L, fTact, fKmTB, B_L, B_L)                                        \
  DO(M, 1, kap_M, piT_M, piB_M, fTact, fKmTB, B_M, (B_M + B_0))                                \
  DO(X, s_X, kap_X, piT_X, piB_X, fTact, fKmTB, B_X, B_X)

#define START_IN(c, on, kap, piT, piB, phi, gam, g, k)                                         \
  init(R_##c) = T_ini * V_##c * piT;                                                           \
  init(B_##c) = B_ini * V_##c * piB;
START
  BLOOD(START_IN)
  TISSUES(START_IN)
  init(B_M) = W_M;
  init(B_0) = P0;
  init(BAFF) = constant(1);
END

OBSERVE
  const real T = R_P + A_P + Z_P;

  out(CD8) = T / V_P / uL_per_mL;
  out(CD69) = percent * A_P / T;
  out(T_all) = T + (R_S + A_S + Z_S) + (R_L + A_L + Z_L) + (R_M + A_M + Z_M)
               + s_X * (R_X + A_X + Z_X);
  out(Bpb) = B_P / V_P / uL_per_mL;
  out(IL6) = I_P + wI * (I_S * V_S + I_L * V_L + I_M * V_M + s_X * I_X * V_X) / V_P;
  out(y_tdb) = D1 / Vc;
  out(y_b) = ng_per_ug * Q / Vb;
  out(y_r) = X1 / V_r;
END

/* what drugs do: h drive, a activation, q kill, jR and jZ activation less deactivation */
#define ACTION(c, on, kap, piT, piB, phi, gam, g, k)                                           \
  const real x_##c = on * kap * ng_per_ug * y1;                                                \
  const real b_##c = on * kap * y_b;                                                           \
  const real u_##c = on * kap * yR / (K_r + on * kap * yR);                                    \
  const real hx_##c = hill(x_##c, KA, nA);                                                     \
  const real hb_##c = hill(b_##c, KA_b, nA_b);                                                 \
  const real E_##c = larger(R_##c + Z_##c, least);                                             \
  const real a_##c =                                                                           \
      phi * VmT * (hill(g / E_##c, KBT, S) * hx_##c + hill(k / E_##c, KBT_b, S) * hb_##c);     \
  const real qx_##c =                                                                          \
      VmB * hill(A_##c / larger(g, least), KTB * gam, nK) * x_##c / (KK + x_##c);              \
  const real qb_##c =                                                                          \
      VmB * hill(A_##c / larger(k, least), KTB_b * gam, nK_b) * b_##c / (KK_b + b_##c);        \
  const real q_##c = kK * (qx_##c + qb_##c + u_##c);                                           \
  const real jR_##c = kact * (a_##c * R_##c - del * A_##c);                                    \
  const real jZ_##c = kact * (a_##c * Z_##c - del * A_##c);

/* from blood to tissue */
#define TRAFFIC(c, on, kap, piT, piB, phi, gam, g, k)                                          \
  const real tR_##c = on * kTr * V_P * (m * piT * R_P / V_P - R_##c / V_##c);                  \
  const real tZ_##c = on * kTr * V_P * (m * piT * Z_P / V_P - Z_##c / V_##c);                  \
  const real tA_##c = on * kTa * V_P * (mA * fTap * piT * A_P / V_P - A_##c / V_##c);

#define TISSUE_T_CELLS(c, on, kap, piT, piB, phi, gam, g, k)                                   \
  ddt(R_##c) = tR_##c - jR_##c + fZd * Z_##c - w24 * fRap * kAap * positive(R_##c - N_##c);    \
  ddt(A_##c) = tA_##c + jR_##c + jZ_##c                                                        \
               - w24 * kAap * (A_##c + fAICD * A_##c * A_##c / N_##c);                         \
  ddt(Z_##c) = tZ_##c + fprol * pT * A_##c - jZ_##c - fZd * Z_##c - fZap * kAap * Z_##c;

#define RELEASE(c, on, kap, piT, piB, phi, gam, g, k)                                          \
  ddt(I_##c) = k6 * (A_##c / V_##c) * (g * hx_##c + k * hb_##c / nu_##c) / W_##c - d6 * I_##c;

EQUATIONS
  const real y1 = acts * y_tdb;
  const real yR = acts_r * y_r;
  BLOOD(ACTION)
  TISSUES(ACTION)

  const real e = finj * J + fdrug * G;
  const real m = 1 + e;
  const real mA = 1 + fa0 * e;
  TISSUES(TRAFFIC)

  const real lack = positive(1 - (R_P + A_P + Z_P) / N_P);
  ddt(R_P) = -jR_P - (tR_S + tR_L + tR_M + tR_X) + fZd * Z_P + kgen * N_P * (gb + lack * lack)
             - kgen * gb * R_P - fRap * kAap * positive(R_P - N_P);
  ddt(A_P) = jR_P + jZ_P - (tA_S + tA_L + tA_M + tA_X)
             - kAap * (A_P + fAICD * A_P * A_P / N_P);
  ddt(Z_P) = fprol * pT * A_P - jZ_P - fZd * Z_P - fZap * kAap * Z_P
             - (tZ_S + tZ_L + tZ_M + tZ_X);
  TISSUES(TISSUE_T_CELLS)

  const number exit = fBe * kTa * V_P;
  const real F_S = exit * positive(piB_S * B_P / V_P - B_S / V_S);
  const real F_L = exit * positive(piB_L * B_P / V_P - B_L / V_L);
  const real F_X = s_X * s_BX * exit * positive(piB_X * B_P / V_P - B_X / V_X);
  const real F_M = kMe * V_P * positive(B_M / V_M - piB_M * B_P / V_P);
  const real outside = B_P + B_S + B_L;
  ddt(B_P) = F_M - F_S - F_L - F_X - q_P * B_P + fcll * pB * W_P * positive(1 - B_P / W_P);
  ddt(B_S) = F_S - fK * q_S * B_S + pB * W_S * positive(1 - B_S / W_S);
  ddt(B_L) = F_L - fK * q_L * B_L + pB * W_L * positive(1 - B_L / W_L);
  ddt(B_M) = km * B_0 - F_M - fcll * dB * B_M - fK * q_M * B_M
             + pB * W_M * positive(1 - B_M / W_M);
  ddt(B_0) = P0 * (dB + km) * (1 + boost * positive(1 - outside / W_out))
             - (km + fcll * dB) * B_0 - fK * kK * qb_M * B_0
             + pB * P0 * positive(1 - B_0 / P0);
  ddt(B_X) = s_X * gX * B_X + F_X - fK * q_X * B_X;

  const number nu_P = 1, nu_S = 1, nu_L = 1, nu_M = 1 + r, nu_X = 1;
  BLOOD(RELEASE)
  TISSUES(RELEASE)

  ddt(J) = -marg * J;
  ddt(G) = -marg * G;
  ddt(D1) = tdb - (Cl + Vm / (Km + y_tdb) / WT) * y_tdb - Cld * (y_tdb - D2 / Vp) + ka * Dsc;
  ddt(D2) = Cld * (y_tdb - D2 / Vp);
  ddt(Dsc) = tdb_sc - ka * Dsc;
  ddt(Q) = blin - Clb / Vb * Q;
  ddt(X1) = rtx - Cl_r * y_r - Cld_r * (y_r - X2 / V2_r);
  ddt(X2) = Cld_r * (y_r - X2 / V2_r);
  ddt(BAFF) = kb * positive(f_BAFF + (1 - f_BAFF) * (B_ini / B_ref)
                            - (1 - f_BAFF) * outside / (W_P + W_S + W_L))
              - kb * f_BAFF * BAFF;
  ddt(AUC) = y1;
END
