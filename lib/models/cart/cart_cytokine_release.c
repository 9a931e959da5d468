/* CAR-T cells against acute lymphoblastic leukaemia, the cytokine release they cause, and the
 * drugs against it.
 *
 * Our own composition of published parts; NOT calibrated to patients.  Kinetics of the cells go
 * back to Stein, killing to Kimmel, losses of cytokines to Hardiansyah, drugs to Frey, Nikanjam
 * and Urien; what joins them is assumed.  Sizes and times are of the right order: read
 * differences between arms, not values.
 *
 * CAR-T cells grow on CD19, of leukaemia L and of normal B cells.  Those engaged, Q, release
 * interferon G, which activates macrophages A; interleukin 1 sustains these, and both make
 * interleukin 6.  Expansion and grade therefore follow the burden and hardly the dose.
 * Tocilizumab occupies the receptor: interleukin 6 rises while its signal S6 falls.  Siltuximab
 * binds it, and the complex leaves slowly: grade by S6, never by I6.  Steroids X lower every
 * release (u), anakinra the effect of interleukin 1; no drug touches the cells.  Neurotoxicity
 * N2 is driven by G and A and has no data behind it.
 *
 * Grade is the whole part of score, at most 4; 14, 140 and 1400 pg/mL are 2, 20 and 200 times
 * the upper limit of normal, and rounding up instead is the other reading of the source.  The
 * score jumps when an antibody is given at once.
 *
 * - The infusion is a dose into cells, of which feng engrafts.
 * - mu alone makes a relapse without CD19, Ln, in every patient of high burden; 0: none.
 * - L falls to 1e-4 cells, unless least = 1 cell ends it.  It has no ceiling unless b is set
 *   (1 / 2e12 cells).
 * - CAR-T cells never disappear: the B cells that the marrow makes keep them alive, so that
 *   aplasia lasts for life.  kloss (up to 0.05 / d) leaves fewer of them, and hardly more B.
 * - Drugs have adult volumes: scale the dose to the child, not the volume. */
#ifndef MODEL
/* clang-format off */
#define MODEL    cart_cytokine_release
#define TITLE    "CAR-T cells in leukaemia, cytokine release and its treatment (not calibrated)"
#define REVISION 1
#define TIME     "d"

#define REFERENCES(ROW)                                                                        \
  ROW(stein, "10.1002/psp4.12388",                                                             \
      "Stein AM, CPT Pharmacometrics Syst Pharmacol, 2019 (contraction, persistence)")         \
  ROW(kimmel, "10.1098/rspb.2021.0229",                                                        \
      "Kimmel GJ, Proc R Soc B, 2021 (killing; T cells that the body holds)")                  \
  ROW(hardiansyah, "10.1111/cts.12636",                                                        \
      "Hardiansyah D, Clin Transl Sci, 2019 (loss of cytokines; inhibition by IL-10)")         \
  ROW(leontriana, "10.1016/j.cnsns.2020.105570",                                               \
      "Leon-Triana O, Commun Nonlinear Sci Numer Simul, 2021 (lifetime of B cells)")           \
  ROW(lic, "10.1111/bcp.13641", "Li C, Br J Clin Pharmacol, 2018 (loss of CRP)")               \
  ROW(frey, "10.1177/0091270009350623", "Frey N, J Clin Pharmacol, 2010 (tocilizumab)")        \
  ROW(nikanjam, "10.1007/s00280-019-03939-7",                                                  \
      "Nikanjam M, Cancer Chemother Pharmacol, 2019 (siltuximab)")                             \
  ROW(urien, "10.1186/2050-6511-14-40", "Urien S, BMC Pharmacol Toxicol, 2013 (anakinra)")

#define STATES(ROW)                                                                            \
  ROW(L,   "cell",  1e-6, "leukaemia with CD19")                                               \
  ROW(Ln,  "cell",  1e-6, "leukaemia without CD19")                                            \
  ROW(B,   "cell",  1e-3, "normal B cells")                                                    \
  ROW(E,   "cell",  1e-3, "effector CAR-T cells")                                              \
  ROW(M,   "cell",  1e-3, "memory CAR-T cells")                                                \
  ROW(G,   "pg/mL", 1e-3, "interferon gamma")                                                  \
  ROW(A,   "1",     1e-7, "part of the macrophages that is active")                            \
  ROW(I6,  "pg/mL", 1e-5, "interleukin 6, free and on siltuximab")                             \
  ROW(I10, "pg/mL", 1e-5, "interleukin 10")                                                    \
  ROW(I1,  "pg/mL", 1e-5, "interleukin 1")                                                     \
  ROW(CRP, "mg/L",  1e-5, "C-reactive protein")                                                \
  ROW(Fer, "ng/mL", 1e-4, "ferritin")                                                          \
  ROW(N1,  "1",     1e-6, "neurotoxicity, on its way")                                         \
  ROW(N2,  "1",     1e-6, "neurotoxicity")                                                     \
  ROW(Dt1, "mg",    1e-5, "tocilizumab, central")                                              \
  ROW(Dt2, "mg",    1e-5, "tocilizumab, peripheral")                                           \
  ROW(Ds1, "mg",    1e-5, "siltuximab, central")                                               \
  ROW(Ds2, "mg",    1e-5, "siltuximab, peripheral")                                            \
  ROW(Da0, "mg",    1e-6, "anakinra, under the skin")                                          \
  ROW(Da1, "mg",    1e-6, "anakinra, in the body")                                             \
  ROW(Dd,  "mg",    1e-6, "dexamethasone, in the body")                                        \
  ROW(X,   "mg/L",  1e-8, "dexamethasone, where it acts")

#define PER_CELL "pg/mL/d/cell" /* released by an engaged cell */

#define PARAMETERS(ROW)                                                                        \
  /* name  default  unit    low   high  source    meaning */                                   \
  ROW(rho,   0.889, "1/d",  0,    2,    derived,  "net growth of CAR-T at full antigen")       \
  ROW(al,    0.16,  "1/d",  0.01, 2,    stein,    "contraction without antigen")               \
  ROW(be,    0.0032, "1/d", 0,    0.1,  stein,    "decline of memory cells")                   \
  ROW(kM,    0.00124, "1/d", 0,   0.1,  derived,  "effectors to memory: FB (alpha - beta)")    \
  ROW(kap,   0.05,  "1/d",  0,    2,    assumed,  "memory to effectors at full antigen")       \
  ROW(Emax,  2.5e11, "cell", 1e9, 1e13, kimmel,   "T cells that the body holds")               \
  ROW(S50,   3e9,   "cell", 1e6,  1e12, assumed,  "cells with CD19 at half of full antigen")   \
  ROW(feng,  0.15,  "1",    0.001, 1,   derived,  "part of the infused cells that engrafts")   \
  ROW(kloss, 0,     "1/d",  0,    0.2,  assumed,  "further loss of all CAR-T cells")           \
  ROW(gam,   1.15,  "1/d",  0,    5,    kimmel,   "fastest killing")                           \
  ROW(kB,    2.0e9, "cell", 1e7,  1e11, kimmel,   "CAR-T at half of that (2.024e9, rounded)")  \
  ROW(rL,    0.05,  "1/d",  0,    0.2,  assumed,  "growth of leukaemia (0.033 to 0.1)")        \
  ROW(b,     0,     "1/cell", 0,  1e-9, assumed,  "inverse of its ceiling; 0: none")           \
  ROW(L0,    5e11,  "cell", 0,    5e12, assumed,  "leukaemia at the start")                    \
  ROW(fneg,  0,     "1",    0,    1,    assumed,  "part of it without CD19 (0 to 1e-4)")       \
  ROW(mu,    1e-7,  "1/d",  0,    1e-2, assumed,  "loss of CD19")                              \
  ROW(eps,   0,     "1",    0,    1,    assumed,  "killing of cells without CD19 (0 to 0.05)") \
  ROW(least, 0,     "cell", 0,    1000, assumed,  "leukaemia below this is gone")              \
  ROW(I0,    1e10,  "cell", 0,    1e13, assumed,  "B cells without CAR-T")                     \
  ROW(tauB,  60,    "d",    5,    365,  leontriana, "lifetime of B cells")                     \
  ROW(B0,    1e8,   "cell", 0,    1e13, assumed,  "B cells at the start: lymphodepleted")      \
  ROW(pG,    4e-7,  PER_CELL, 0,  1e-3, assumed,  "release of interferon gamma")               \
  ROW(dG,    1.51,  "1/d",  0.05, 50,   hardiansyah, "loss of interferon gamma")               \
  ROW(aG,    0.59,  "1",    0,    1,    hardiansyah, "its part beyond inhibition")             \
  ROW(bG,    650,   "pg/mL", 1,   1e5,  hardiansyah, "interleukin 10 at half inhibition")      \
  ROW(ka,    1.5,   "1/d",  0,    20,   assumed,  "fastest activation of macrophages")         \
  ROW(G50,   1500,  "pg/mL", 1,   1e6,  assumed,  "interferon gamma at half of that")          \
  ROW(kd,    0.7,   "1/d",  0.01, 20,   assumed,  "loss of their activation")                  \
  ROW(eta,   3,     "1",    0,    50,   assumed,  "gain of activation by interleukin 1")       \
  ROW(K1,    100,   "pg/mL", 1,   1e5,  assumed,  "interleukin 1 at half of that")             \
  ROW(p1,    300,   "pg/mL", 0,   1e5,  assumed,  "interleukin 1 at full activation")          \
  ROW(d1,    8,     "1/d",  0.1,  100,  assumed,  "loss of interleukin 1")                     \
  ROW(p6T,   3e-8,  PER_CELL, 0,  1e-4, assumed,  "release of interleukin 6 by CAR-T cells")   \
  ROW(p6M,   2e4,   "pg/mL/d", 0, 1e7,  assumed,  "release by active macrophages")             \
  ROW(d6,    3.96,  "1/d",  0.1,  100,  hardiansyah, "loss of interleukin 6")                  \
  ROW(phi,   0.8,   "1",    0,    0.99, assumed,  "part of that loss by way of the receptor")  \
  ROW(I6b,   3,     "pg/mL", 0,   1000, assumed,  "interleukin 6 at rest")                     \
  ROW(p10,   3e-8,  PER_CELL, 0,  1e-4, assumed,  "release of interleukin 10")                 \
  ROW(d10,   4.68,  "1/d",  0.1,  100,  hardiansyah, "loss of interleukin 10")                 \
  ROW(kc,    0.571, "1/d",  0.05, 5,    lic,      "loss of C-reactive protein")                \
  ROW(C0,    5,     "mg/L", 0,    100,  assumed,  "C-reactive protein without a signal")       \
  ROW(Smax,  40,    "1",    0,    1000, assumed,  "gain of it at full signal")                 \
  ROW(S50c,  100,   "pg/mL", 1,   1e5,  assumed,  "signal at half of that")                    \
  ROW(kf,    0.25,  "1/d",  0.01, 5,    assumed,  "loss of ferritin")                          \
  ROW(F0,    300,   "ng/mL", 0,   1e4,  assumed,  "ferritin at rest")                          \
  ROW(Fmax,  100,   "1",    0,    1000, assumed,  "gain of it by active macrophages")          \
  ROW(Gn,    100,   "pg/mL", 10,  1e4,  assumed,  "interferon gamma that counts for N1")       \
  ROW(kn,    1,     "1/d",  0.05, 10,   assumed,  "passage of neurotoxicity: 2 d late")        \
  ROW(S_1,   14,    "pg/mL", 0.1, 1e4,  assumed,  "signal of score 1: twice normal")           \
  ROW(Kt,    0.5,   "mg/L", 1e-3, 100,  assumed,  "tocilizumab at half occupancy")             \
  ROW(Ka,    0.05,  "mg/L", 1e-4, 100,  assumed,  "anakinra at half effect")                   \
  ROW(Ks,    0.034, "nmol/L", 1e-4, 100, recalled, "dissociation of siltuximab")               \
  ROW(kcx,   0.0585, "1/d", 1e-3, 5,    derived,  "loss of I6 on siltuximab: CL / V1")         \
  ROW(sites, 13.7931034, "nmol/mg", 0.1, 1e3, recalled, "of siltuximab: 2 on 145 kDa")         \
  ROW(M6,    21000, "pg*L/mL/nmol", 1000, 1e5, recalled, "interleukin 6: 21 kDa")              \
  ROW(imax,  0.9,   "1",    0,    1,    assumed,  "largest effect of dexamethasone")           \
  ROW(Kd,    0.02,  "mg/L", 1e-4, 10,   assumed,  "dexamethasone at half of that")             \
  ROW(CLt,   0.3,   "L/d",  0.01, 3,    frey,     "tocilizumab: linear clearance")             \
  ROW(V1t,   3.5,   "L",    0.5,  20,   frey,     "central volume")                            \
  ROW(Qt,    0.2,   "L/d",  0.01, 5,    frey,     "exchange")                                  \
  ROW(V2t,   2.9,   "L",    0.2,  20,   frey,     "peripheral volume")                         \
  ROW(Vmt,   7.5,   "mg/d", 0,    100,  frey,     "fastest saturable elimination")             \
  ROW(Kmt,   2.7,   "mg/L", 0.1,  30,   frey,     "concentration at half of that")             \
  ROW(CLs,   0.214, "L/d",  0.01, 3,    nikanjam, "siltuximab: clearance")                     \
  ROW(V1s,   3.66,  "L",    0.5,  20,   nikanjam, "central volume")                            \
  ROW(Qs,    0.624, "L/d",  0.01, 10,   nikanjam, "exchange")                                  \
  ROW(V2s,   3.13,  "L",    0.2,  20,   nikanjam, "peripheral volume")                         \
  ROW(kaa,   9.12,  "1/d",  0.1,  100,  urien,    "anakinra: absorption")                      \
  ROW(CLa,   149.76, "L/d", 5,    1500, urien,    "clearance, over the fraction absorbed")     \
  ROW(Va,    65.2,  "L",    5,    600,  urien,    "volume, over the same")                     \
  ROW(kdx,   4.15888, "1/d", 0.1, 50,   recalled, "dexamethasone: elimination, 4 h half-life") \
  ROW(Vdx,   50,    "L",    5,    500,  assumed,  "volume")                                    \
  ROW(ke0,   0.462098, "1/d", 0.01, 10, recalled, "onset and end of effect: 36 h half-life")

#define INPUTS(ROW) /* the molar masses are recalled */                                        \
  ROW(cells,         "cell/d", feng, 0, 0,      "infusion of CAR-T cells")                     \
  ROW(tocilizumab,   "mg/d",   1,    0, 148000, "into the vein")                               \
  ROW(siltuximab,    "mg/d",   1,    0, 145000, "into the vein")                               \
  ROW(anakinra,      "mg/d",   1,    0, 17300,  "under the skin")                              \
  ROW(dexamethasone, "mg/d",   1,    0, 392.5,  "by any way; methylprednisolone: divide by 5.3")

#define OUTPUTS(ROW)                                                                           \
  ROW(target, "cell",  "cells with CD19")                                                      \
  ROW(CART,   "cell",  "CAR-T cells")                                                          \
  ROW(Bpart,  "1",     "normal B cells, part of those without CAR-T")                          \
  ROW(Ct,     "mg/L",  "tocilizumab in serum")                                                 \
  ROW(Cs,     "mg/L",  "siltuximab in serum")                                                  \
  ROW(Ca,     "mg/L",  "anakinra in plasma")                                                   \
  ROW(RO,     "1",     "part of the receptor that tocilizumab occupies")                       \
  ROW(u,      "1",     "part of all release that steroids leave")                              \
  ROW(F6,     "pg/mL", "interleukin 6, free")                                                  \
  ROW(S6,     "pg/mL", "interleukin 6 that signals")                                           \
  ROW(open_score, "1", "score without its limits, for rules")                                  \
  ROW(score,  "1",     "severity, 0 to 5; grade is its whole part, at most 4")                 \
  ROW(grade,  "1",     "grade of cytokine release, 0 to 4", STEPS)

#define SWITCHES(ROW)                                                                          \
  ROW(no_L,  least - L,  "leukaemia with CD19 is gone")                                        \
  ROW(no_Ln, least - Ln, "leukaemia without CD19 is gone")

#define JUMPS(ROW)                                                                             \
  ROW(no_L,  L,  0, "gone")                                                                    \
  ROW(no_Ln, Ln, 0, "gone")
/* clang-format on */

#include "model.h"
#endif

START
  init(L) = (1 - fneg) * L0;
  init(Ln) = fneg * L0;
  init(B) = B0;
  init(I6) = I6b;
  init(CRP) = C0 * (1 + Smax * I6b / (S50c + I6b));
  init(Fer) = F0;
END

OBSERVE
  out(target) = L + B;
  out(CART) = E + M;
  out(Bpart) = B / larger(I0, 1);
  out(Ct) = Dt1 / V1t;
  out(Cs) = Ds1 / V1s;
  out(Ca) = Da1 / Va;
  out(RO) = out(Ct) / (Kt + out(Ct));
  out(u) = 1 - imax * X / (Kd + X);

  const real bound_and_free = I6 / M6;
  out(F6) = M6 * positive_root(1, Ks + sites * out(Cs) - bound_and_free, Ks * bound_and_free);
  out(S6) = out(F6) * Kt / (Kt + out(Ct));

  out(open_score) = 1 + log(larger(out(S6) / S_1, 1e-12)) / log(10);
  out(score) = 5 - positive(5 - positive(out(open_score)));
  out(grade) = step(out(open_score) - 1) + step(out(open_score) - 2) +
               step(out(open_score) - 3) + step(out(open_score) - 4);
END

EQUATIONS
  const real g = target / (S50 + target);
  const real killing = gam * E / (kB + E);
  const real Q = E * g; /* engaged cells */
  const real growth = rL * (1 - b * (L + Ln));

  ddt(L) = (growth - killing - mu) * L;
  ddt(Ln) = growth * Ln + mu * L - eps * killing * Ln;
  ddt(B) = I0 / tauB / (1 + E / kB) - killing * B - B / tauB;

  const real to_memory = kM * (1 - g) * E - kap * g * M;
  const real expansion = (rho + al) * g * (1 - CART / Emax) - al;
  ddt(E) = cells + expansion * E - to_memory - kloss * E;
  ddt(M) = to_memory - be * M - kloss * M;

  const real inhibited = aG + (1 - aG) * bG / (bG + I10);
  const real I1_acts = I1 * Ka / (Ka + Ca);
  const real sustained = 1 + eta * I1_acts / (K1 + I1_acts);
  ddt(G) = u * pG * Q * inhibited - dG * G;
  ddt(A) = u * ka * G * G / (G50 * G50 + G * G) * sustained * (1 - A) - kd * A;
  ddt(I6) = d6 * I6b + u * (p6T * Q + p6M * A) - d6 * (1 - phi * RO) * F6 - kcx * (I6 - F6);
  ddt(I10) = u * p10 * Q - d10 * I10;
  ddt(I1) = d1 * (u * p1 * A - I1);

  ddt(CRP) = kc * (C0 * (1 + Smax * S6 / (S50c + S6)) - CRP);
  ddt(Fer) = kf * (F0 * (1 + Fmax * A) - Fer);
  ddt(N1) = kn * (log(1 + G / Gn) / log(10) + A - N1);
  ddt(N2) = kn * (N1 - N2);

  const real exchange_t = Qt * (Ct - Dt2 / V2t), exchange_s = Qs * (Cs - Ds2 / V2s);
  ddt(Dt1) = tocilizumab - CLt * Ct - Vmt * Ct / (Kmt + Ct) - exchange_t;
  ddt(Dt2) = exchange_t;
  ddt(Ds1) = siltuximab - CLs * Cs - exchange_s;
  ddt(Ds2) = exchange_s;
  ddt(Da0) = anakinra - kaa * Da0;
  ddt(Da1) = kaa * Da0 - CLa * Ca;
  ddt(Dd) = dexamethasone - kdx * Dd;
  ddt(X) = ke0 * (Dd / Vdx - X);
END
