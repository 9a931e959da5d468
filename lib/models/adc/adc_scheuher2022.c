/* Trastuzumab emtansine in body and tumour, from receptors on cells to the volume of the
 * tumour.
 *
 * Amounts in plasma, periphery and tumour.  Cells of the tumour are in four stages, growing
 * and three of dying, each with its own receptors, endosomes, payload and target; patients
 * also have normal cells with HER2, and HER2 shed into plasma.  Kill goes by payload within
 * cells that is off antibody: the paper says so in words only; that this is Pe + P + TP of all
 * stages is our reading.
 *
 * The supplement's equations have many misprints (antibody's constants at payload, wrong
 * species); those that break the balance of payload are corrected here, so that it closes.
 * Kept as printed: payload that normal cells break down vanishes (it is counted in gone), and
 * payload and target meet in the whole volume of all cells.  The constants of complexes of
 * shed HER2 are not given: those of HER2.  T-DM1 only: the second drug's cleavage is not
 * tabulated.
 *
 * The mouse has none of the normal cells (one each, so that nothing is divided by zero)
 * and no shedding; the paper gives no size of its tumour at the start. */
#ifndef MODEL
/* clang-format off */
#define MODEL    adc_scheuher2022
#define TITLE    "Trastuzumab emtansine in body, HER2-positive cells and tumour"
#define REVISION 1
#define TIME     "s"

#define REFERENCES(ROW)                                                                        \
  ROW(scheuher, "10.1007/s10928-023-09884-6",                                                  \
      "Scheuher B, J Pharmacokinet Pharmacodyn, 2024 (supplement: models of mouse and man)")

/* a stage of tumour cells, and the one before it; a place with normal cells */
#define STAGES(S, ...)                                                                         \
  S(1, 0, __VA_ARGS__) S(2, 1, __VA_ARGS__) S(3, 2, __VA_ARGS__) S(4, 3, __VA_ARGS__)
#define PLACES(S, ...) S(c, "plasma", __VA_ARGS__) S(p, "periphery", __VA_ARGS__)

#define BODY_STATES(x, where, ROW)                                                             \
  ROW(ADC##x, "nmol", 1e-5, "conjugate, " where)                                               \
  ROW(Ab##x,  "nmol", 1e-5, "naked antibody, " where)                                          \
  ROW(PL##x,  "nmol", 1e-6, "free payload, " where)                                            \
  ROW(S_##x,  "nmol", 1e-5, "shed receptor, " where)                                           \
  ROW(SA_##x, "nmol", 1e-5, "shed receptor with conjugate, " where)                            \
  ROW(SB_##x, "nmol", 1e-5, "shed receptor with antibody, " where)
#define NORMAL_STATES(x, where, ROW)                                                           \
  ROW(R_##x,   "nmol", 1e-6, "free receptor of normal cells, " where)                          \
  ROW(RA_##x,  "nmol", 1e-6, "receptor with conjugate of normal cells, " where)                \
  ROW(RB_##x,  "nmol", 1e-6, "receptor with antibody of normal cells, " where)                 \
  ROW(Re_##x,  "nmol", 1e-6, "free receptor in endosomes of normal cells, " where)             \
  ROW(RAe_##x, "nmol", 1e-6, "receptor with conjugate in endosomes of normal cells, " where)   \
  ROW(RBe_##x, "nmol", 1e-6, "receptor with antibody in endosomes of normal cells, " where)
#define STAGE_STATES(s, before, ROW)                                                           \
  ROW(N_##s,   "cell", 1,    "tumour cells, stage " #s)                                        \
  ROW(R_##s,   "nmol", 1e-6, "free receptor, stage " #s)                                       \
  ROW(RA_##s,  "nmol", 1e-6, "receptor with conjugate, stage " #s)                             \
  ROW(RB_##s,  "nmol", 1e-6, "receptor with antibody, stage " #s)                              \
  ROW(Re_##s,  "nmol", 1e-6, "free receptor in endosomes, stage " #s)                          \
  ROW(RAe_##s, "nmol", 1e-6, "receptor with conjugate in endosomes, stage " #s)                \
  ROW(RBe_##s, "nmol", 1e-6, "receptor with antibody in endosomes, stage " #s)                 \
  ROW(Pe_##s,  "nmol", 1e-7, "payload in endosomes, stage " #s)                                \
  ROW(P_##s,   "nmol", 1e-7, "payload in the cytosol, stage " #s)                              \
  ROW(T_##s,   "nmol", 1e-7, "free target, stage " #s)                                         \
  ROW(TP_##s,  "nmol", 1e-7, "target with payload, stage " #s)
#define STATES(ROW)                                                                            \
  PLACES(BODY_STATES, ROW) BODY_STATES(t, "tumour", ROW)                                       \
  PLACES(NORMAL_STATES, ROW) STAGES(STAGE_STATES, ROW)                                         \
  ROW(gone, "nmol", 1e-5, "payload cleared, or broken down in normal cells, so far")

#define PARAMETERS(ROW)                                                                        \
  /* name   default   unit        low    high   source    meaning */                           \
  ROW(Vc,   3,        "L",        1e-4,  10,    scheuher, "plasma")                            \
  ROW(Vp,   13,       "L",        1e-4,  50,    scheuher, "periphery")                         \
  ROW(t_half, 11.6,   "d",        0.5,   60,    scheuher,                                      \
      "half-life of antibody and conjugate")                                                   \
  ROW(t_half_PL, 3,   "h",        0.1,   48,    scheuher, "half-life of payload")              \
  ROW(t12,  10,       "h",        0.5,   100,   scheuher,                                      \
      "antibody: half-time of distribution")                                                   \
  ROW(p12,  0.187,    "1",        0.01,  10,    scheuher,                                      \
      "antibody: partition to the periphery")                                                  \
  ROW(t12_PL, 0.1,    "h",        0.01,  10,    scheuher,                                      \
      "payload: half-time of distribution")                                                    \
  ROW(p12_PL, 83.02,  "1",        0.1,   500,   scheuher,                                      \
      "payload: partition to the periphery")                                                   \
  ROW(t12_S, 8,       "h",        0.5,   100,   scheuher,                                      \
      "shed receptor: half-time of distribution")                                              \
  ROW(p12_S, 1,       "1",        0.01,  10,    scheuher,                                      \
      "shed receptor: partition to the periphery")                                             \
  ROW(t13_S, 8,       "h",        0.5,   100,   scheuher,                                      \
      "shed receptor: half-time to the tumour")                                                \
  ROW(p13_S, 0.24,    "1",        0.01,  10,    scheuher,                                      \
      "shed receptor: partition to the tumour")                                                \
  ROW(P_Ab, 50.34,    "um/d",     1,     1e4,   scheuher, "antibody: permeability of vessels") \
  ROW(D_Ab, 1.74e5,   "um2/d",    1e3,   1e8,   scheuher,                                      \
      "antibody: diffusion from the surface")                                                  \
  ROW(P_PL, 924,      "um/d",     10,    1e5,   scheuher, "payload: permeability of vessels")  \
  ROW(D_PL, 1.1e7,    "um2/d",    1e4,   1e9,   scheuher,                                      \
      "payload: diffusion from the surface")                                                   \
  ROW(Rcap, 8,        "um",       1,     30,    scheuher, "radius of a vessel")                \
  ROW(RKrogh, 75,     "um",       20,    300,   scheuher, "half the distance of vessels")      \
  ROW(eps_Ab, 0.24,   "1",        0.01,  0.9,   scheuher,                                      \
      "part of the tumour open to antibody")                                                   \
  ROW(eps_PL, 0.44,   "1",        0.01,  0.9,   scheuher,                                      \
      "part of the tumour outside of cells")                                                   \
  ROW(DAR,  3.5,      "1",        0.5,   20,    scheuher, "payloads on an antibody")           \
  ROW(kdec, 8.5e-7,   "1/s",      0,     1e-4,  scheuher, "loss of payload from conjugate")    \
  ROW(kon,  1e-4,     "L/nmol/s", 1e-6,  1e-2,  scheuher, "association with the receptor")     \
  ROW(KD,   0.3,      "nmol/L",   0.01,  100,   scheuher, "dissociation constant")             \
  ROW(ke,   4.27e-5,  "1/s",      1e-6,  1e-3,  scheuher, "uptake of receptors")               \
  ROW(kr,   2.4e-5,   "1/s",      0,     1e-3,  scheuher, "return of receptors")               \
  ROW(kd,   1.27e-4,  "1/s",      1e-6,  1e-3,  scheuher, "breakdown in endosomes")            \
  ROW(kcl,  0,        "1/s",      0,     1e-3,  scheuher, "cleavage of payload in endosomes")  \
  ROW(kin,  5.95e-5,  "1/s",      1e-7,  1e-2,  scheuher, "payload into the cytosol")          \
  ROW(kout, 3.94e-5,  "1/s",      1e-7,  1e-2,  scheuher, "payload out of the cell")           \
  ROW(konP, 1e-3,     "L/nmol/s", 1e-6,  0.1,   scheuher,                                      \
      "association of payload with its target")                                                \
  ROW(KDP,  950,      "nmol/L",   1,     1e5,   scheuher, "its dissociation constant")         \
  ROW(Tar,  65,       "nmol/L",   0,     1e4,   scheuher, "target in a cell")                  \
  ROW(Pc,   0.51,     "1",        0.01,  10,    scheuher, "partition of payload")              \
  ROW(Vcell, 2e-12,   "L/cell",   1e-13, 1e-11, scheuher, "volume of a cell")                  \
  ROW(RPC,  1e6,      "copies/cell", 1e3, 1e7,  scheuher, "receptors on a tumour cell")        \
  ROW(RPC_n, 2e4,     "copies/cell", 1e2, 1e6,  scheuher, "receptors on a normal cell")        \
  ROW(N_c,  2.74e8,   "cell",     1,     1e10,  scheuher,                                      \
      "normal cells with receptors in plasma")                                                 \
  ROW(N_p,  2.08e11,  "cell",     1,     1e12,  scheuher,                                      \
      "normal cells with receptors in the periphery")                                          \
  ROW(S0,   0.08,     "nmol/L",   0,     10,    scheuher,                                      \
      "shed receptor in plasma without drug (8 ng/mL)")                                        \
  ROW(t_half_S, 5,    "h",        0.5,   100,   scheuher, "half-life of shed receptor, free")  \
  ROW(t_half_SA, 11.6, "d",       0.5,   60,    scheuher, "half-life of shed receptor, bound") \
  ROW(V0,   1.6e-3,   "L",        1e-9,  5e-3,  scheuher, "tumour at the start")               \
  ROW(Vmax, 0.5238,   "L",        5e-3,  1,     scheuher, "largest tumour")                    \
  ROW(tdouble, 25,    "d",        1,     365,   scheuher, "doubling of a small tumour")        \
  ROW(klin, 621,      "mm3/d",    10,    5000,  scheuher, "growth of a large tumour")          \
  ROW(psi,  20,       "1",        1,     30,    scheuher,                                      \
      "sharpness of the turn from one to the other")                                           \
  ROW(kkmax, 0.139,   "1/d",      0,     5,     scheuher, "largest kill")                      \
  ROW(kc50, 23.8,     "nmol/L",   0.1,   1e4,   scheuher, "payload in cells at half of that")  \
  ROW(n,    2,        "1",        0.5,   5,     scheuher, "steepness of kill")                 \
  ROW(tau,  1,        "d",        1e-3,  10,    scheuher, "time in a stage of dying")          \
  ROW(N_least, 1e-3,  "cell",     0,     0,     exact,                                         \
      "what keeps volumes above 0 without a tumour")                                           \
  ROW(s_per_d, 86400, "s/d",      0,     0,     exact,    "seconds in a day")                  \
  ROW(s_per_h, 3600,  "s/h",      0,     0,     exact,    "seconds in an hour")                \
  ROW(um3_per_L, 1e15, "um3/L",   0,     0,     exact,    "cubic micrometres in a litre")      \
  ROW(mm3_per_L, 1e6, "mm3/L",    0,     0,     exact,    "cubic millimetres in a litre")      \
  ROW(pi,   3.14159265358979323846, "1", 0, 0,  exact,    "of circles")                        \
  ROW(NA,   6.02214076e14, "copies/nmol", 0, 0, exact,    "molecules in a nanomole")

/* exchange between volumes, from its half-time and partition */
#define TO(half, part, ratio)   (log(2) / (half * s_per_h) * part / (part + ratio))
#define FROM(half, part, ratio) (log(2) / (half * s_per_h) * (ratio) / (part + ratio))

#define DERIVED(ROW)                                                                           \
  ROW(k12,   TO(t12, p12, Vc / Vp),          "1/s", "antibody to the periphery")               \
  ROW(k21,   FROM(t12, p12, Vc / Vp),        "1/s", "antibody from the periphery")             \
  ROW(q12,   TO(t12_PL, p12_PL, Vc / Vp),    "1/s", "payload to the periphery")                \
  ROW(q21,   FROM(t12_PL, p12_PL, Vc / Vp),  "1/s", "payload from the periphery")              \
  ROW(s12,   TO(t12_S, p12_S, Vc / Vp),      "1/s", "shed receptor to the periphery")          \
  ROW(s21,   FROM(t12_S, p12_S, Vc / Vp),    "1/s", "shed receptor from the periphery")        \
  ROW(kel,   log(2) / (t_half * s_per_d),    "1/s", "elimination of antibody")                 \
  ROW(kelP,  log(2) / (t_half_PL * s_per_h), "1/s", "elimination of payload")                  \
  ROW(kelS,  log(2) / (t_half_S * s_per_h),  "1/s", "elimination of shed receptor, free")      \
  ROW(kelSA, log(2) / (t_half_SA * s_per_d), "1/s", "elimination of shed receptor, bound")     \
  ROW(kshed,                                                                                   \
      S0 * Vc * NA / RPC_n * kelS * (kelS + s12 + s21) / ((kelS + s21) * N_c + s21 * N_p),     \
      "1/s", "shedding that holds S0 without drug and tumour")                                 \
  ROW(renewal, kshed + ke * kd / (kd + kr), "1/s",                                             \
      "synthesis over the receptors at the surface")                                           \
  ROW(R_c0,  RPC_n * N_c / NA, "nmol", "receptors of normal cells in plasma without drug")     \
  ROW(R_p0,  RPC_n * N_p / NA, "nmol",                                                         \
      "receptors of normal cells in the periphery without drug")                               \
  ROW(S_p0,  (kshed * R_p0 + s12 * S0 * Vc) / (kelS + s21), "nmol",                            \
      "shed receptor in the periphery without drug")                                           \
  ROW(N0,    V0 * (1 - eps_PL) / Vcell,   "cell", "tumour cells at the start")                 \
  ROW(Nmax,  Vmax * (1 - eps_PL) / Vcell, "cell", "most tumour cells")

#define INPUTS(ROW) ROW(iv, "nmol/s", 1, 0, 148781, "intravenous dose rate")

#define OUTPUTS(ROW)                                                                           \
  ROW(ADC, "nmol/L", "conjugate in plasma, free of receptors")                                 \
  ROW(TAb, "nmol/L", "antibody in plasma with payload or without, free of receptors")          \
  ROW(PL,  "nmol/L", "payload in plasma")                                                      \
  ROW(c,   "nmol/L", "payload in tumour cells, off antibody")                                  \
  ROW(Vt,  "mm3",    "tumour")                                                                 \
  ROW(kk,  "1/d",    "kill")                                                                   \
  ROW(payload, "nmol", "payload wherever it is, also what is gone")

#define PRESETS(ROW)                                                                           \
  ROW(human, scheuher, "patient",                                                              \
      SET(Vc, 3) SET(Vp, 13) SET(t12, 10) SET(p12, 0.187) SET(N_c, 2.74e8) SET(N_p, 2.08e11)   \
      SET(S0, 0.08) SET(V0, 1.6e-3) SET(Vmax, 0.5238) SET(tdouble, 25) SET(klin, 621)          \
      SET(kkmax, 0.139) SET(kc50, 23.8) SET(n, 2) SET(tau, 1))                                 \
  ROW(mouse, scheuher, "mouse, tumour at the start chosen by us; name a cell line too",        \
      SET(Vc, 1e-3) SET(Vp, 5.7e-3) SET(t12, 2.65) SET(p12, 0.34) SET(N_c, 1) SET(N_p, 1)      \
      SET(S0, 0) SET(V0, 2e-4) SET(Vmax, 5e-3))                                                \
  ROW(bt474, scheuher, "BT-474 in a mouse",                                                    \
      SET(tdouble, 11.35) SET(klin, 73.08) SET(kkmax, 0.49) SET(tau, 3.54) SET(kc50, 100)      \
      SET(n, 4))                                                                               \
  ROW(bt474eei, scheuher, "BT474EEI in a mouse",                                               \
      SET(tdouble, 41.78) SET(klin, 90) SET(kkmax, 0.24) SET(tau, 1e-3) SET(kc50, 236.8)       \
      SET(n, 1))                                                                               \
  ROW(n87, scheuher, "N87 in a mouse",                                                         \
      SET(tdouble, 12.37) SET(klin, 189.56) SET(kkmax, 0.15) SET(tau, 1) SET(kc50, 25)         \
      SET(n, 2))                                                                               \
  ROW(kpl4, scheuher, "KPL4 in a mouse",                                                       \
      SET(tdouble, 6.16) SET(klin, 113.45) SET(kkmax, 0.49) SET(tau, 0.48) SET(kc50, 42.6)     \
      SET(n, 1))

/* virtual patients; kc50 varies too, by 20 times its mean, which no normal distribution can */
#define VARIES(ROW)                                                                            \
  ROW(tdouble, normal, 5,      scheuher)                                                       \
  ROW(klin,    normal, 124.2,  scheuher)                                                       \
  ROW(kkmax,   normal, 0.0139, scheuher)
/* clang-format on */

#include "model.h"
#endif

START
  init(R_c) = R_c0;
  init(R_p) = R_p0;
  init(Re_c) = R_c0 * ke / (kr + kd);
  init(Re_p) = R_p0 * ke / (kr + kd);
  init(S_c) = S0 * Vc;
  init(S_p) = S_p0;
  init(N_1) = N0;
  init(R_1) = N0 * RPC / NA;
  init(Re_1) = N0 * RPC / NA * ke / (kr + kd);
  init(T_1) = N0 * Vcell * Tar;
END

/* clang-format off */
#define PLUS_CELLS(s, before, ...)     + N_##s
#define PLUS_OFF(s, before, ...)       + Pe_##s + P_##s + TP_##s
#define PLUS_ON(s, before, ...)        + RA_##s + RAe_##s
#define PLUS_NORMAL_ON(x, where, ...)  + RA_##x + RAe_##x
#define PLUS_FREE(s, before, ...)      + R_##s
#define PLUS_WITH_DRUG(s, before, ...) + RA_##s
#define PLUS_BOUND_A(s, before, ...)   + bind_A_##s
#define PLUS_BOUND_B(s, before, ...)   + bind_B_##s
#define PLUS_INFLUX(s, before, ...)    + influx_##s
/* clang-format on */

OBSERVE
  const real cells = positive(STAGES(PLUS_CELLS)) + N_least;
  const real off = STAGES(PLUS_OFF);

  out(ADC) = ADCc / Vc;
  out(TAb) = (ADCc + Abc) / Vc;
  out(PL) = PLc / Vc;
  out(c) = off / (cells * Vcell);
  out(Vt) = mm3_per_L * cells * Vcell / (1 - eps_PL);
  out(kk) = kkmax * hill(off / (cells * Vcell), kc50, n);
  out(payload) =
      DAR * (ADCc + ADCp + ADCt + SA_c + SA_p + SA_t STAGES(PLUS_ON) PLACES(PLUS_NORMAL_ON)) +
      PLc + PLp + PLt + off + gone;
END

/* The cells of a stage: what leaves it enters the next, except from the last. */
#define STAGE_FLUXES(s, before, ...)                                                           \
  const real bind_A_##s = kon / VA * R_##s * ADCt - kon * KD * RA_##s;                         \
  const real bind_B_##s = kon / VA * R_##s * Abt - kon * KD * RB_##s;                          \
  const real target_##s = konP / (Pc * Vint) * T_##s * P_##s - konP * KDP * TP_##s;            \
  const real influx_##s = kin * PLt * N_##s / cells - kout * P_##s;
#define MOVES(X, s, before) (leave_##before * X##_##before - leave_##s * X##_##s)
#define STAGE_EQUATIONS(s, before, ...)                                                        \
  ddt(N_##s) = grow_##s + MOVES(N, s, before);                                                 \
  ddt(R_##s) = RPC / NA * (renewal * N_##s + grow_##s) - bind_A_##s - bind_B_##s -             \
               (ke + kshed) * R_##s + kr * Re_##s + MOVES(R, s, before);                       \
  ddt(RA_##s) = bind_A_##s - (kdec + ke) * RA_##s + kr * RAe_##s + MOVES(RA, s, before);       \
  ddt(RB_##s) =                                                                                \
      bind_B_##s + kdec * RA_##s - ke * RB_##s + kr * RBe_##s + MOVES(RB, s, before);          \
  ddt(Re_##s) = RPC / NA * ke / (kr + kd) * grow_##s + ke * R_##s - (kr + kd) * Re_##s +       \
                MOVES(Re, s, before);                                                          \
  ddt(RAe_##s) = ke * RA_##s - (kr + kd + kcl) * RAe_##s + MOVES(RAe, s, before);              \
  ddt(RBe_##s) = ke * RB_##s - (kr + kd) * RBe_##s + kcl * RAe_##s + MOVES(RBe, s, before);    \
  ddt(Pe_##s) = DAR * (kd + kcl) * RAe_##s - kin * Pe_##s + MOVES(Pe, s, before);              \
  ddt(P_##s) = kin * Pe_##s - target_##s + influx_##s + MOVES(P, s, before);                   \
  ddt(T_##s) = Vcell * Tar * grow_##s - target_##s + MOVES(T, s, before);                      \
  ddt(TP_##s) = target_##s + MOVES(TP, s, before);

/* Normal cells, which keep no payload. */
#define NORMAL_FLUXES(x, where, ...)                                                           \
  const real bind_A_##x = kon / V##x * R_##x * ADC##x - kon * KD * RA_##x;                     \
  const real bind_B_##x = kon / V##x * R_##x * Ab##x - kon * KD * RB_##x;
#define NORMAL_EQUATIONS(x, where, ...)                                                        \
  ddt(R_##x) =                                                                                 \
      renewal * R_##x##0 - bind_A_##x - bind_B_##x - (ke + kshed) * R_##x + kr * Re_##x;       \
  ddt(RA_##x) = bind_A_##x - (kdec + ke) * RA_##x + kr * RAe_##x;                              \
  ddt(RB_##x) = bind_B_##x + kdec * RA_##x - ke * RB_##x + kr * RBe_##x;                       \
  ddt(Re_##x) = ke * R_##x - (kr + kd) * Re_##x;                                               \
  ddt(RAe_##x) = ke * RA_##x - (kr + kd + kcl) * RAe_##x;                                      \
  ddt(RBe_##x) = ke * RB_##x - (kr + kd) * RBe_##x + kcl * RAe_##x;

/* Shed receptors bind in a volume. */
#define SHED_FLUXES(x, volume)                                                                 \
  const real shed_A_##x = kon / (volume)*S_##x * ADC##x - kon * KD * SA_##x;                   \
  const real shed_B_##x = kon / (volume)*S_##x * Ab##x - kon * KD * SB_##x;

EQUATIONS
  const real cells = positive(STAGES(PLUS_CELLS)) + N_least;
  const real Vint = cells * Vcell, tumour = Vint / (1 - eps_PL), VA = eps_Ab * tumour; /* L */
  const real Rt = power(3 * tumour * um3_per_L / (4 * pi), 1.0 / 3);
  const real F_Ab = (2 * P_Ab * Rcap / (RKrogh * RKrogh) + 6 * D_Ab / (Rt * Rt)) / s_per_d;
  const real F_PL = (2 * P_PL * Rcap / (RKrogh * RKrogh) + 6 * D_PL / (Rt * Rt)) / s_per_d;
  const real k13 = F_Ab * tumour / Vc, k31 = F_Ab / eps_Ab;
  const real q13 = F_PL * tumour / Vc, q31 = F_PL / eps_PL;
  const real s13 = TO(t13_S, p13_S, Vc / VA), s31 = FROM(t13_S, p13_S, Vc / VA);

  /* growth and kill; nothing comes before the first stage */
  const number kge = log(2) / tdouble;
  const real turn = power(1 + power(kge * Vt / klin, psi), 1 / psi);
  const real leave_1 = kk / s_per_d;
  const number leave_2 = 1 / (tau * s_per_d), leave_3 = leave_2, leave_4 = leave_2;
  const real grow_1 = kge / s_per_d * positive(1 - cells / Nmax) / turn * N_1;
  const double grow_2 = 0, grow_3 = 0, grow_4 = 0, leave_0 = 0, N_0 = 0, R_0 = 0, RA_0 = 0,
               RB_0 = 0, Re_0 = 0, RAe_0 = 0, RBe_0 = 0, Pe_0 = 0, P_0 = 0, T_0 = 0, TP_0 = 0;

  STAGES(STAGE_FLUXES)
  PLACES(NORMAL_FLUXES)
  SHED_FLUXES(c, Vc)
  SHED_FLUXES(p, Vp)
  SHED_FLUXES(t, VA)

  STAGES(STAGE_EQUATIONS)
  PLACES(NORMAL_EQUATIONS)

  ddt(ADCc) =
      iv - (kdec + kel + k12 + k13) * ADCc + k21 * ADCp + k31 * ADCt - bind_A_c - shed_A_c;
  ddt(ADCp) = k12 * ADCc - (k21 + kdec + kel) * ADCp - bind_A_p - shed_A_p;
  ddt(ADCt) = k13 * ADCc - (k31 + kdec) * ADCt - (STAGES(PLUS_BOUND_A)) - shed_A_t;

  ddt(Abc) =
      kdec * ADCc - (kel + k12 + k13) * Abc + k21 * Abp + k31 * Abt - bind_B_c - shed_B_c;
  ddt(Abp) = k12 * Abc + kdec * ADCp - (k21 + kel) * Abp - bind_B_p - shed_B_p;
  ddt(Abt) = k13 * Abc - k31 * Abt + kdec * ADCt - (STAGES(PLUS_BOUND_B)) - shed_B_t;

  ddt(PLc) = DAR * ((kdec + kel) * ADCc + kdec * RA_c + (kdec + kelSA) * SA_c) -
             (kelP + q12 + q13) * PLc + q21 * PLp + q31 * PLt;
  ddt(PLp) = DAR * ((kdec + kel) * ADCp + kdec * RA_p + (kdec + kelSA) * SA_p) + q12 * PLc -
             (q21 + kelP) * PLp;
  ddt(PLt) = DAR * kdec * (ADCt + SA_t STAGES(PLUS_WITH_DRUG)) + q13 * PLc - q31 * PLt -
             (STAGES(PLUS_INFLUX)) + leave_4 * (DAR * (RA_4 + RAe_4) + Pe_4 + P_4 + TP_4);
  ddt(gone) = kelP * (PLc + PLp) + DAR * (kd + kcl) * (RAe_c + RAe_p);

  ddt(S_c) =
      kshed * R_c - shed_A_c - shed_B_c - (kelS + s12 + s13) * S_c + s21 * S_p + s31 * S_t;
  ddt(S_p) = kshed * R_p - shed_A_p - shed_B_p + s12 * S_c - (s21 + kelS) * S_p;
  ddt(S_t) = kshed * (STAGES(PLUS_FREE)) - shed_A_t - shed_B_t + s13 * S_c - s31 * S_t;

  ddt(SA_c) = shed_A_c - (kdec + kelSA + s12 + s13) * SA_c + s21 * SA_p + s31 * SA_t;
  ddt(SA_p) = shed_A_p + s12 * SA_c - (kdec + kelSA + s21) * SA_p;
  ddt(SA_t) = shed_A_t + s13 * SA_c - (kdec + s31) * SA_t;

  ddt(SB_c) = shed_B_c + kdec * SA_c - (kelSA + s12 + s13) * SB_c + s21 * SB_p + s31 * SB_t;
  ddt(SB_p) = shed_B_p + kdec * SA_p + s12 * SB_c - (kelSA + s21) * SB_p;
  ddt(SB_t) = shed_B_t + kdec * SA_t + s13 * SB_c - s31 * SB_t;
END
