/* Epcoritamab (CD3 x CD20) in blood b, spleen s, lymph nodes n and lymph l: where drug is,
 * where T and B cells are, how many trimers form there, and what they kill; with a tumour X in
 * the nodes.
 *
 * The idea: drug under the skin reaches plasma by lymph; in each place it binds CD3 and CD20
 * that the cells there bear, and trimers on B cells activate T cells, which expand (V, W) and
 * kill.  On tumour cells it takes threshold trimers a cell for full activation.  T cells are
 * not used up by activation: the activated ones are counted apart.
 *
 * Read through a public re-implementation; the paper's supplement was not to be had.  Three
 * things in that program are mended here.  Its kin has to be per litre of blood, else
 * production and loss do not balance at baseline.  It counts activation by the tumour four
 * times.  And it lets a killed cell release one trimer; here kill takes all complexes of the
 * cell with it and gives the trimers' drug back to CD3 dimers, so that drug is conserved.
 *
 * Unclear, and as in the program: complexes stay where cells leave, drug binds in blood in the
 * plasma volume, T cells are activated from TAD on but by the tumour at once.  Times count
 * from t_first.
 *
 * Limits: hold shapes only (25 %) against the paper's figures.  Against the population model
 * of the drug's review, plasma is within a factor of 2 for three weeks and too low later, since
 * this subject does not accumulate: 2.1 for 8.7 ug/mL in week 12.  Each dose empties blood of T
 * cells too far, to 12 % of those at first within 6 h, where the median of patients fell to 44,
 * 33 and 24 % after the first, second and third dose. */
#ifndef MODEL
/* clang-format off */
#define MODEL    epcoritamab_li2022
#define TITLE    "Epcoritamab: drug, T cells, B cells and trimers in tissues, with a tumour"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(li, "10.1002/cpt.2729", "Li T, Clin Pharmacol Ther, 2022 (structure)")                   \
  ROW(li_port, "",                                                                             \
      "Public re-implementation of Li T, 2022: repository MooseML/epcoritamab-pbpk-pd")

#define PLACE_STATES(ROW, j, where)                                                            \
  ROW(T_##j, "cell", 1e2,  "T cells, " where)                                                  \
  ROW(B_##j, "cell", 1e2,  "B cells, " where)                                                  \
  ROW(X_##j, "nmol", 1e-8, "drug with CD3, " where)                                            \
  ROW(Y_##j, "nmol", 1e-8, "drug with CD20, " where)                                           \
  ROW(Z_##j, "nmol", 1e-9, "trimers, " where)                                                  \
  ROW(V_##j, "cell", 1e-1, "T cells activated by B cells, " where)                             \
  ROW(W_##j, "cell", 1e-1, "T cells expanded from those, " where)
#define STATES(ROW)                                                                            \
  PLACE_STATES(ROW, b, "blood")                                                                \
  PLACE_STATES(ROW, s, "spleen")                                                               \
  PLACE_STATES(ROW, n, "lymph nodes")                                                          \
  PLACE_STATES(ROW, l, "lymph")                                                                \
  ROW(a0, "nmol", 1e-4, "drug under the skin")                                                 \
  ROW(aP, "nmol", 1e-5, "drug, plasma")                                                        \
  ROW(at, "nmol", 1e-5, "drug, tight tissue")                                                  \
  ROW(ak, "nmol", 1e-5, "drug, leaky tissue")                                                  \
  ROW(aS, "nmol", 1e-7, "drug, spleen")                                                        \
  ROW(aN, "nmol", 1e-8, "drug, lymph nodes")                                                   \
  ROW(aL, "nmol", 1e-5, "drug, lymph")                                                         \
  ROW(FT, "1",    1e-5, "production of T cells, over baseline")                                \
  ROW(FB, "1",    1e-5, "production of B cells, over baseline")                                \
  ROW(J,  "1",    1e-5, "signal of injection: cells leave blood")                              \
  ROW(N,  "cell", 1e2,  "tumour cells")                                                        \
  ROW(YX, "nmol", 1e-7, "drug with CD20 of tumour cells")                                      \
  ROW(ZX, "nmol", 1e-7, "trimers on tumour cells")                                             \
  ROW(VX, "cell", 1e-3, "T cells activated by tumour cells")                                   \
  ROW(WX, "cell", 1e-3, "T cells expanded from those")

#define PARAMETERS(ROW)                                                                        \
  ROW(ka,    0.131,  "1/d",    0.01, 5,    li_port, "absorption into lymph")                   \
  ROW(CL,    2.47,   "L/d",    0,    50,   li_port, "linear clearance from plasma")            \
  ROW(Km,    0.0461, "nmol/L", 1e-3, 10,   li_port, "half-saturation of the other")            \
  ROW(Vmax,  0.185,  "nmol/d", 0,    10,   li_port, "fastest saturable clearance")             \
  ROW(Lt,    0.957,  "L/d",    0.01, 20,   li_port, "lymph from tight tissue")                 \
  ROW(Lk,    1.94,   "L/d",    0.01, 20,   li_port, "lymph from leaky tissue")                 \
  ROW(Ls,    0.304,  "L/d",    0.01, 20,   li_port, "lymph from spleen, and on from nodes")    \
  ROW(Ly,    2.9,    "L/d",    0.01, 20,   li_port, "lymph into plasma")                       \
  ROW(sg_t,  0.95,   "1",      0,    1,    li_port, "reflection by vessels of tight tissue")   \
  ROW(sg_k,  0.85,   "1",      0,    1,    li_port,                                            \
      "reflection by those of leaky tissue and spleen")                                        \
  ROW(v_b,   2.6,    "L",      0.5,  10,   li_port, "volume of plasma")                        \
  ROW(v_t,   8.11,   "L",      0.5,  50,   li_port, "volume of tight tissue")                  \
  ROW(v_k,   4.37,   "L",      0.5,  50,   li_port, "volume of leaky tissue")                  \
  ROW(v_s,   0.0433, "L",      0.005, 1,   li_port, "volume of spleen between cells")          \
  ROW(v_n,   0.0082, "L",      0.001, 1,   li_port, "volume of lymph nodes")                   \
  ROW(v_l,   5.2,    "L",      0.5,  20,   li_port, "volume of lymph")                         \
  ROW(w_b,   4.73,   "L",      1,    10,   li_port, "volume of blood")                         \
  ROW(w_s,   0.221,  "L",      0.05, 2,    li_port, "volume of spleen")                        \
  ROW(u0T,   1469.,  "cell/uL", 10,  1e4,  li_port, "T cells in blood at the start")           \
  ROW(u0B,   236.,   "cell/uL", 1,   1e4,  li_port, "B cells in blood at the start")           \
  ROW(kinT,  3.1e8,  "cell/L/d", 1e6, 1e10, li_port,                                           \
      "production of T cells, per litre of blood")                                             \
  ROW(kinB,  2.23e8, "cell/L/d", 1e6, 1e10, li_port,                                           \
      "production of B cells, per litre of blood")                                             \
  ROW(dT,    0.00422, "1/d",   0,    0.1,  li_port, "death of T cells")                        \
  ROW(dB,    0.0189, "1/d",    0,    0.1,  li_port, "death of B cells")                        \
  ROW(fblood, 0.02,  "1",      0.005, 0.1, li_port, "part of the cells that is in blood")      \
  ROW(fspleen, 0.6,  "1",      0.1,  0.85, li_port, "part of the cells that is in spleen")     \
  ROW(kpt,   50.,    "1/d",    1,    500,  li_port, "cells from blood to spleen")              \
  ROW(ktn,   1.67,   "1/d",    0.05, 50,   li_port, "cells from spleen to nodes")              \
  ROW(knl,   1672.,  "1/d",    50,   5e3,  li_port, "cells from nodes to lymph")               \
  ROW(klp,   2.63,   "1/d",    0.1,  50,   li_port, "cells from lymph to blood")               \
  ROW(kdecay, 0.681, "1/d",    0.05, 5,    li_port, "fading of the signal of injection")       \
  ROW(scaler, 9.08,  "1",      0,    100,  li_port, "speed at which cells leave blood by it")  \
  ROW(kt,    0.00027, "1/d",   1e-5, 0.01, li_port, "adaptation of production")                \
  ROW(rr,    2.24,   "1",      0.1,  4,    li_port, "its steepness")                           \
  ROW(k3,    18.1,   "L/nmol/d", 0.5, 200, li_port, "association with CD3")                    \
  ROW(q3,    285.,   "1/d",    5,    2e3,  li_port, "its dissociation")                        \
  ROW(k20,   4.15,   "L/nmol/d", 0.1, 200, li_port, "association with CD20")                   \
  ROW(q20,   22.5,   "1/d",    0.5,  500,  li_port, "its dissociation")                        \
  ROW(kint,  1.584,  "1/d",    0,    20,   li_port, "uptake of dimers")                        \
  ROW(R3,    3e4,    "copies/cell", 1e3, 1e6, li_port, "CD3 on a T cell")                      \
  ROW(R20,   1e5,    "copies/cell", 1e3, 1e6, li_port, "CD20 on a B cell")                     \
  ROW(RX,    3e4,    "copies/cell", 1e3, 1e6, li_port, "CD20 on a tumour cell")                \
  ROW(slope, 7000.,  "cell/d*cell/copies", 0, 1e6, li_port, "activation by trimers on B cells")\
  ROW(slope_t, 7.,   "cell/d*cell/copies", 0, 1e3, li_port,                                    \
      "activation by trimers on tumour cells")                                                 \
  ROW(threshold, 24., "copies/cell", 0.1, 1e3, li_port,                                        \
      "trimers on a tumour cell for full activation")                                          \
  ROW(below, 0.01,   "1",      0,    1,    li_port, "activation with fewer, over full")        \
  ROW(expansion, 9.27, "1/d",  0,    50,   li_port, "expansion of activated T cells")          \
  ROW(ko,    0.05,   "1/d",    1e-3, 1,    li_port,                                            \
      "loss of activated T cells, once it has begun")                                          \
  ROW(TAD,   3.,     "d",      0,    20,   li_port, "delay of activation")                     \
  ROW(Tp,    10.8,   "d",      0,    60,   li_port, "from there on until loss begins")         \
  ROW(t_first, 0.,   "d",      0,    365,  assumed, "time of the first dose")                  \
  ROW(kk,    5.44e-7, "L*L/cell/d", 0, 1e-5, li_port, "kill of B cells")                       \
  ROW(kkt,   1.65e-7, "L*L/cell/d", 0, 1e-5, li_port, "kill of tumour cells")                  \
  ROW(kg,    0.0038, "1/d",    0,    0.1,  li_port, "growth of tumour cells, follicular")      \
  ROW(r0,    1.40,   "cm",     0.05, 6,    li_port, "radius of the tumour at the start")       \
  ROW(rho,   1e9,    "cell/cm3", 1e8, 2e9, li_port, "cells in it")                             \
  ROW(cap,   1e-12,  "1/cell", 1e-13, 1e-11, li_port, "one over the largest tumour")           \
  ROW(dep,   0.01,   "cm",     1e-3, 0.2,  li_port, "depth that T cells reach")                \
  ROW(least, 1.,     "cell",   1e-3, 1e6,  assumed,                                            \
      "fewer cells count as this many where divided by")                                       \
  ROW(NA,    6.02214076e14, "copies/nmol", 0, 0, exact, "molecules in a nanomole")             \
  ROW(uL_per_L, 1e6, "uL/L",   0,    0,    exact,   "microlitres in a litre")                  \
  ROW(sphere, 4.18879020478639, "1", 0, 0, exact,   "volume of a sphere of radius 1")

#define DERIVED(ROW)                                                                           \
  ROW(T0,    u0T * w_b * uL_per_L, "cell", "T cells in blood at the start")                    \
  ROW(B0,    u0B * w_b * uL_per_L, "cell", "B cells in blood at the start")                    \
  ROW(fn,    (1 - fblood - fspleen) * v_n / (v_n + v_l), "1",                                  \
      "part of the cells that is in nodes")                                                    \
  ROW(fl,    (1 - fblood - fspleen) * v_l / (v_n + v_l), "1",                                  \
      "part of the cells that is in lymph")                                                    \
  ROW(N0,    sphere * r0 * r0 * r0 * rho, "cell", "tumour cells at the start")

#define INPUTS(ROW)                                                                            \
  ROW(sc, "nmol/d", 1, 0, 150000, "epcoritamab under the skin")

#define OUTPUTS(ROW)                                                                           \
  ROW(CP,   "nmol/L",      "drug in plasma")                                                   \
  ROW(drug, "nmol",        "drug in the body, free and bound")                                 \
  ROW(T_uL, "cell/uL",     "T cells in blood")                                                 \
  ROW(B_uL, "cell/uL",     "B cells in blood")                                                 \
  ROW(W_uL, "cell/uL",     "expanded T cells in blood")                                        \
  ROW(s_b,  "copies/cell", "trimers on a B cell, blood")                                       \
  ROW(s_s,  "copies/cell", "trimers on a B cell, spleen")                                      \
  ROW(s_n,  "copies/cell", "trimers on a B cell, lymph nodes")                                 \
  ROW(s_l,  "copies/cell", "trimers on a B cell, lymph")                                       \
  ROW(sX,   "copies/cell", "trimers on a tumour cell")                                         \
  ROW(size, "1",           "tumour over that at the start")

#define SWITCHES(ROW)                                                                          \
  ROW(awake, t - t_first - TAD,      "T cells are activated by B cells")                       \
  ROW(fade,  t - t_first - TAD - Tp, "activated T cells are lost")                             \
  ROW(many,  sX - threshold,         "trimers on tumour cells are enough")

#define JUMPS(ROW) ROW(sc, J, 1, "a dose sets the signal")

#define PRESETS(ROW)                                                                           \
  ROW(dlbcl, li_port, "diffuse large B-cell lymphoma", SET(kg, 0.0301))

/* sqrt(log(1 + CV^2)) of the coefficients of variation there */
#define VARIES(ROW)                                                                            \
  ROW(ka,      log_normal, 0.8018, li_port)                                                    \
  ROW(CL,      log_normal, 0.6835, li_port)                                                    \
  ROW(Km,      log_normal, 1.0417, li_port)                                                    \
  ROW(Vmax,    log_normal, 0.9995, li_port)                                                    \
  ROW(kinT,    log_normal, 0.4269, li_port)                                                    \
  ROW(kinB,    log_normal, 0.4417, li_port)                                                    \
  ROW(kdecay,  log_normal, 0.4724, li_port)                                                    \
  ROW(scaler,  log_normal, 0.4724, li_port)                                                    \
  ROW(R3,      log_normal, 0.4269, li_port)                                                    \
  ROW(R20,     log_normal, 0.4269, li_port)                                                    \
  ROW(RX,      log_normal, 0.8326, li_port)                                                    \
  ROW(slope_t, log_normal, 0.5373, li_port)                                                    \
  ROW(expansion, log_normal, 0.4604, li_port)                                                  \
  ROW(ko,      log_normal, 0.2213, li_port)                                                    \
  ROW(Tp,      log_normal, 0.1980, li_port)                                                    \
  ROW(kkt,     log_normal, 0.4724, li_port)                                                    \
  ROW(kg,      log_normal, 0.4372, li_port)                                                    \
  ROW(r0,      log_normal, 0.5443, li_port)
/* clang-format on */

#include "model.h"
#endif

START
  init(T_b) = T0;
  init(T_s) = T0 * fspleen / fblood;
  init(T_n) = T0 * fn / fblood;
  init(T_l) = T0 * fl / fblood;
  init(B_b) = B0;
  init(B_s) = B0 * fspleen / fblood;
  init(B_n) = B0 * fn / fblood;
  init(B_l) = B0 * fl / fblood;
  init(FT) = constant(1);
  init(FB) = constant(1);
  init(N) = N0;
END

OBSERVE
  out(CP) = aP / v_b;
  out(drug) = a0 + aP + at + ak + aS + aN + aL + (X_b + Y_b + Z_b) + (X_s + Y_s + Z_s)
              + (X_n + Y_n + Z_n) + (X_l + Y_l + Z_l) + YX + ZX;
  out(T_uL) = T_b / w_b / uL_per_L;
  out(B_uL) = B_b / w_b / uL_per_L;
  out(W_uL) = W_b / w_b / uL_per_L;
  out(s_b) = Z_b * NA / larger(B_b, least);
  out(s_s) = Z_s * NA / larger(B_s, least);
  out(s_n) = Z_n * NA / larger(B_n, least);
  out(s_l) = Z_l * NA / larger(B_l, least);
  out(sX) = ZX * NA / larger(N, least);
  out(size) = N / N0;
END

/* place j: free drug a in volume v, cells in volume w, CD3 held by trimers on tumour cells */
#define PLACES(DO)                                                                             \
  DO(b, aP, v_b, w_b, 0) DO(s, aS, v_s, w_s, 0) DO(n, aN, v_n, v_n, ZX) DO(l, aL, v_l, v_l, 0)

/* kill of B cells; free receptors; bindings: CD3, CD20, CD20 after CD3, CD3 after CD20 */
#define BINDING(j, a, v, w, held)                                                              \
  const real h_##j = kk * V_##j / (w * w);                                                     \
  const real r3_##j = positive(R3 * T_##j / NA - X_##j - Z_##j - held);                        \
  const real r20_##j = positive(R20 * B_##j / NA - Y_##j - Z_##j);                             \
  const real f1_##j = k3 * a * r3_##j / v - q3 * X_##j;                                        \
  const real f2_##j = k20 * a * r20_##j / v - q20 * Y_##j;                                     \
  const real f3_##j = k20 * X_##j * r20_##j / v - q20 * Z_##j;                                 \
  const real f4_##j = k3 * Y_##j * r3_##j / v - q3 * Z_##j;

#define COMPLEXES(j, more)                                                                     \
  ddt(X_##j) = f1_##j - f3_##j - (kint + dT) * X_##j + (dB + h_##j) * Z_##j + more;            \
  ddt(Y_##j) = f2_##j - f4_##j - (kint + dB + h_##j) * Y_##j + dT * Z_##j;                     \
  ddt(Z_##j) = f3_##j + f4_##j - (dT + dB + h_##j) * Z_##j;

/* cells U with what they gain or lose in each place, round from blood to blood */
#define TRAFFIC(U, leave, in_b, in_s, in_n, in_l)                                              \
  ddt(U##_b) = in_b + klp * U##_l - leave * U##_b;                                             \
  ddt(U##_s) = in_s + leave * U##_b - ktn * U##_s;                                             \
  ddt(U##_n) = in_n + ktn * U##_s - knl * U##_n;                                               \
  ddt(U##_l) = in_l + knl * U##_n - klp * U##_l;

EQUATIONS
  PLACES(BINDING)

  /* the tumour in the nodes */
  const real radius = power(N / (sphere * rho), 1.0 / 3);
  const real deep = positive(radius - dep) / larger(radius, dep); /* out of reach */
  const real hX = kkt * VX * (1 - deep * deep * deep) / (v_n * v_n);
  const real rX = positive(RX * N / NA - YX - ZX);
  const real f2X = k20 * aN * rX / v_n - q20 * YX;
  const real f3X = k20 * X_n * rX / v_n - q20 * ZX;
  const real f4X = k3 * YX * r3_n / v_n - q3 * ZX;
  ddt(YX) = f2X - f4X - (kint + hX) * YX + dT * ZX;
  ddt(ZX) = f3X + f4X - (dT + hX) * ZX;
  ddt(N) = kg * N * (1 - cap * N) - hX * N;

  COMPLEXES(b, 0)
  COMPLEXES(s, 0)
  COMPLEXES(n, hX * ZX - f3X)
  COMPLEXES(l, 0)

  const real it = Lt * (1 - sg_t) * CP;
  const real ik = Lk * (1 - sg_k) * CP;
  const real is = Ls * (1 - sg_k) * CP;
  ddt(a0) = sc - ka * a0;
  ddt(aP) = Ly * aL / v_l - it - ik - is - CL * CP - Vmax * CP / (Km + CP) - f1_b - f2_b;
  ddt(at) = it - Lt * at / v_t;
  ddt(ak) = ik - Lk * ak / v_k;
  ddt(aS) = is - Ls * aS / v_s - f1_s - f2_s;
  ddt(aN) = Ls * (aS / v_s - aN / v_n) - f1_n - f2_n - f2X;
  ddt(aL) = ka * a0 + Lt * at / v_t + Lk * ak / v_k + Ls * aN / v_n - Ly * aL / v_l
            - f1_l - f2_l;

  const real leave = kpt * (1 + scaler * J);
  TRAFFIC(T, leave, w_b * kinT * FT - dT * T_b, -dT * T_s, -dT * T_n, -dT * T_l)
  TRAFFIC(B, leave, w_b * kinB * FB - (dB + h_b) * B_b, -(dB + h_s) * B_s,
          -(dB + h_n) * B_n, -(dB + h_l) * B_l)
  ddt(FT) = kt * (power(T0 / larger(T_b, least), rr) - FT);
  ddt(FB) = kt * (power(B0 / larger(B_b, least), rr) - FB);
  ddt(J) = -kdecay * J;

  const real lost = fade * ko;
  const real on = awake * slope;
  TRAFFIC(V, kpt, on * s_b - lost * V_b, on * s_s - lost * V_s, on * s_n - lost * V_n,
          on * s_l - lost * V_l)
  TRAFFIC(W, kpt, expansion * V_b - lost * W_b, expansion * V_s - lost * W_s,
          expansion * V_n - lost * W_n, expansion * V_l - lost * W_l)
  ddt(VX) = slope_t * sX * choose(many, 1, below) - lost * VX;
  ddt(WX) = expansion * VX - lost * WX;
END
